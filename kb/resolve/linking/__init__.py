"""References given as strings → the works that they mean, or one stub for each work that is not held.

writing      a string as letters, with the places where words and pieces begin and end
numbers      DOIs, arXiv numbers and other identifiers in a string
parsing      what a string says: first author, year, title, and whether that is sure
said         what one reference says, and how that stands to a work
titles       the held works, to be found by a title that stands in a string, or by one that is nearly the same
comparing    a string against a work: how alike, and why (block → compare → decide)
stubs        strings of works that are not held: two spellings of one work become one stub
strings      all of it, over all references of a knowledge base
"""

from .strings import Linked, Linker, Strings

__all__ = ["Linked", "Linker", "Strings"]
