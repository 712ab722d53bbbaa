"""Deciding which metadata files installers may rely on (PEP 658)."""

from warehouse.forklift.metadata.checking import CoreMetadata
from warehouse.packaging.metadata.fields import age
from warehouse.packaging.models import PackageType

RELIABLE_SDIST = (2, 2)
"""From this metadata version on, an sdist says what is not final (PEP 643)."""

READ_BY_RESOLVERS = frozenset({"requires-dist", "requires-python", "provides-extra"})
"""An installer that believes these before the sdist is built leaves out what it needs."""


def is_reliable(core: CoreMetadata, packagetype: PackageType) -> bool:
    """Return whether resolvers may use `core` without building the file it is from."""
    if packagetype is not PackageType.SDIST:
        return True
    dynamic = {name.lower() for name in core.several("dynamic")}
    return age(core.metadata_version) >= RELIABLE_SDIST and not dynamic & READ_BY_RESOLVERS
