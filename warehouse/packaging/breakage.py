"""Which requirements nothing meets any more, now that releases are gone or yanked."""

from collections.abc import Collection, Iterable

from packaging.requirements import InvalidRequirement, Requirement

from warehouse.packaging.names import normalize
from warehouse.packaging.versions import parse


def broken_requirement(
    requirements: Iterable[str],
    name: str,
    *,
    lost: Collection[str],
    left: Collection[str],
    is_yank: bool,
) -> str | None:
    """Return the first requirement on a project that the loss of releases has broken.

    One is broken that a lost version met and no version that is left meets. A yanked
    version can still be had by who asks for exactly it (PEP 592).
    """
    for each in requirements:
        try:
            requirement = Requirement(each)
        except InvalidRequirement:
            continue
        if normalize(requirement.name) != name or requirement.url is not None:
            continue
        if is_yank and _is_pinned(requirement):
            continue
        if _is_met(requirement, lost) and not _is_met(requirement, left):
            return each
    return None


def _is_pinned(requirement: Requirement) -> bool:
    return any(
        each.operator == "===" or (each.operator == "==" and "*" not in each.version)
        for each in requirement.specifier
    )


def _is_met(requirement: Requirement, versions: Collection[str]) -> bool:
    parsed = [found for each in versions if (found := parse(each)) is not None]
    return any(True for _ in requirement.specifier.filter(parsed))
