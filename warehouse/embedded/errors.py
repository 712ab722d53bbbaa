"""What may go wrong while services start, told in one sentence."""


class EmbeddedError(Exception):
    """Something an operator must mend; its text is the sentence to show."""
