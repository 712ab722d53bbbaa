"""How many threads of a web process make pages."""

PAGE_THREADS = 8
"""All of them wait for one interpreter, and most of the time for the database."""
