"""What becomes outdated when what is found changes."""

SEARCH = "search"
"""The key of everything that shows results: purged with every change of a document."""
