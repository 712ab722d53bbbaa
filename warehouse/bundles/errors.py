"""Exceptions. Their texts are sentences without a full stop."""


class BundleError(Exception):
    """A bundle cannot be made or read; the text says why."""


class NothingFits(BundleError):
    """No set of releases of this index meets all that is asked for."""


class NotHere(BundleError):
    """A file is wanted whose bytes this index has never held."""


class RequestInvalid(BundleError):
    """A file of requirements, a lock, a Python or a platform is not understood."""


class Damaged(BundleError):
    """The file is no bundle that can be trusted to be whole."""
