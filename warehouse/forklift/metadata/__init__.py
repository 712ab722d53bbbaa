"""Core metadata, from the form and from the file: reading, checking, comparing."""

from warehouse.forklift.metadata.checking import CoreMetadata, InvalidField, check
from warehouse.forklift.metadata.comparing import differences
from warehouse.forklift.metadata.reliability import is_reliable
from warehouse.packaging.metadata.reading import Raw, from_file, from_form

__all__ = [
    "CoreMetadata",
    "InvalidField",
    "Raw",
    "check",
    "differences",
    "from_file",
    "from_form",
    "is_reliable",
]
