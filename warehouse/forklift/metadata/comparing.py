"""Comparing the metadata of the form with that of the file.

The file is what installers see, so it is right; whoever uploads is told. What the form
leaves out is no difference.
"""

from collections.abc import Iterator
from typing import Any

from warehouse.forklift.metadata.checking import CoreMetadata
from warehouse.packaging.metadata.fields import FIELDS, MetadataField

_COMPARED_ELSEWHERE = {"name", "version", "metadata_version"}


def differences(form: CoreMetadata, file: CoreMetadata) -> Iterator[str]:
    """Yield the titles of the form's fields that the file contradicts."""
    for each in FIELDS:
        if each.key in _COMPARED_ELSEWHERE or each.key not in form.values:
            continue
        said, meant = form.values[each.key], file.values.get(each.key)
        if _plain(each, said) != _plain(each, meant):
            yield each.title


def _plain(each: MetadataField, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, dict):
        return {name.strip(): url.strip() for name, url in value.items()}
    if isinstance(value, list):
        return sorted(_squeezed(item) for item in value)
    return _squeezed(str(value))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
