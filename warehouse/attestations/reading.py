"""From the text that was uploaded to attestation objects, within bounds.

Only upload processes and the worker import this module: what it imports is large.
"""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pypi_attestations import Attestation, Provenance

from warehouse.attestations.errors import InvalidAttestations

MOST: Final = 2
"""How many attestations a file may have: one of each kind."""

_LARGEST: Final = 512 * 1024
"""Bytes of text; those that are made today have twelve thousand each."""

_MOST_ENTRIES: Final = 4
_MOST_BUNDLES: Final = 4
_KINDS: Final = {"GitHub", "GitLab", "Google"}
_attestations = TypeAdapter(list[Attestation])
_attestation = TypeAdapter(Attestation)


def read(text: str) -> list[Attestation]:
    """Return the attestations in a JSON array; raises `InvalidAttestations`."""
    if len(text) > _LARGEST:
        raise InvalidAttestations(
            f"Malformed attestations: {len(text)} characters are too many, "
            f"{_LARGEST} are the most."
        )
    found = _parsed(text)
    if not found:
        raise InvalidAttestations(
            "Malformed attestations: an empty set is not permitted. Omit the field "
            "attestations instead."
        )
    if len(found) > MOST:
        raise InvalidAttestations(
            f"A maximum of {MOST} attestations per file is supported, not {len(found)}."
        )
    for each in found:
        entries = len(each.verification_material.transparency_entries)
        if entries > _MOST_ENTRIES:
            raise InvalidAttestations(
                f"Malformed attestations: {entries} transparency entries are too many, "
                f"{_MOST_ENTRIES} are the most."
            )
    return found


def _parsed(text: str) -> list[Attestation]:
    try:
        return _attestations.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(each)[:40] for each in first["loc"][:6])
        said = f"{place}: {first['msg']}" if place else first["msg"]
        raise InvalidAttestations(f"Malformed attestations: {said}.") from error


def read_kept(document: Mapping[str, Any]) -> list[tuple[dict[str, Any], Attestation]]:
    """Return the attestations of a provenance, each with its publisher.

    Raises `InvalidAttestations`.
    """
    try:
        return [
            (bundle["publisher"], _attestation.validate_python(each))
            for bundle in document["attestation_bundles"]
            for each in bundle["attestations"]
        ]
    except ValidationError as error:
        raise InvalidAttestations(
            "The attestations that are kept are malformed."
        ) from error


def read_provenance(document: Any) -> list[tuple[dict[str, Any], list[Attestation]]]:
    """Return the attestations of another index's provenance, by publisher (PEP 740).

    Raises `InvalidAttestations`.
    """
    try:
        bundles = Provenance.model_validate(document).attestation_bundles
    except ValidationError as error:
        raise InvalidAttestations("Malformed provenance.") from error
    counts = [len(each.attestations) for each in bundles]
    if not 0 < len(counts) <= _MOST_BUNDLES or not all(0 < n <= MOST for n in counts):
        raise InvalidAttestations("Malformed provenance: too many attestations, or none.")
    found = [(each.publisher.model_dump(), list(each.attestations)) for each in bundles]
    for publisher, _attestations in found:
        if publisher["kind"] not in _KINDS:
            kind = str(publisher["kind"])[:40]
            raise InvalidAttestations(f"Publishers of the kind {kind} are not verified.")
    return found
