"""The ways in which attestations fail."""


class InvalidAttestations(Exception):
    """Attestations that prove nothing of the file; the text says which check failed."""
