"""Where work is done: in this process, or in processes beside it. An engine gets the function, and knows no stage."""

from __future__ import annotations

from .local import mapped, processors

__all__ = ["mapped", "processors"]
