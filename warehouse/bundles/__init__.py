"""Parts of an index in one file each, for where no network leads."""

from warehouse.bundles.archive import Bundle, opened
from warehouse.bundles.errors import BundleError

__all__ = ["Bundle", "BundleError", "opened"]
