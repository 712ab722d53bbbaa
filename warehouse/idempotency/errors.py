"""Errors."""


class KeyBusy(Exception):
    """Another request with the key is not answered yet."""


class KeyReused(Exception):
    """The key was used for another request."""
