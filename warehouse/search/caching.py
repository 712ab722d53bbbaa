"""The surrogate key of search results."""

SEARCH = "search"
"""The key of everything that shows results: purged with every change of a document."""
