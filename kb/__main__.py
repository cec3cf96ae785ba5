"""`python -m kb` is the command `kb`."""

from .cli import main

if __name__ == "__main__":
    main()
