"""The error that stops services from starting."""


class EmbeddedError(Exception):
    """An operator has to mend something; the text is one sentence for them."""
