"""Why a database is not taken over."""


class AdoptionRefused(Exception):
    """One sentence for the operator; the database is as it was."""
