"""Exceptions."""


class PageUnreadable(Exception):
    """A page is not understood; the text says why, as the rest of a sentence about it."""


class EntryUnreadable(Exception):
    """An entry of a page cannot be used; the text says why, likewise."""
