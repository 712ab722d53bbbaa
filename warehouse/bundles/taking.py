"""Adding what is in a bundle, once all of it was checked.

The checks come in this order, and nothing is written before the last of them: the manifest,
every digest, every advisory, and every filename beside those that are here. Then each file
goes the way of `importing`, through the checks that an upload goes through.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from sqlalchemy.orm import Session

from warehouse.bundles.archive import Bundle
from warehouse.bundles.errors import BundleError, Damaged
from warehouse.bundles.manifest import BundledAdvisory, BundledFile, Manifest
from warehouse.importing import FileUnreadable, Found
from warehouse.importing.values import Sink
from warehouse.packaging import queries
from warehouse.packaging.names import normalize
from warehouse.vulnerabilities.advisories import (
    Advisory,
    identifier,
    is_name,
    optional_moment,
    optional_text,
    texts,
)
from warehouse.vulnerabilities.affected import Affected
from warehouse.vulnerabilities.errors import AdvisoryInvalid
from warehouse.vulnerabilities.services import VulnerabilityService
from warehouse.vulnerabilities.severity import Severity

_SHOWN = 10
_AT_ONCE = 1000


def refuse_clashes(db: Session, manifest: Manifest) -> None:
    """Raise `BundleError` if a file is here with other bytes, and name it."""
    wanted = {each.filename: each.sha256 for each in manifest.files}
    names = list(wanted)
    clashes = []
    for start in range(0, len(names), _AT_ONCE):
        here = queries.digests_of(db, names[start : start + _AT_ONCE])
        clashes += [name for name, digest in here.items() if digest != wanted[name]]
    if clashes:
        shown = ", ".join(sorted(clashes)[:_SHOWN])
        raise BundleError(f"{len(clashes)} files are here with other bytes: {shown}")


def files_of(bundle: Bundle) -> list[Found]:
    """Return the files of a bundle as those of another index."""
    return [
        Found(
            filename=each.filename,
            where=each.filename,
            copy=partial(_copy, bundle, each),
            prove=partial(_provenance, each),
            hashes={"sha256": each.sha256},
            uploaded=each.uploaded,
            yanked=each.yanked,
            project=each.project,
        )
        for each in bundle.manifest.files
    ]


def advisories_of(manifest: Manifest) -> list[Advisory]:
    """Return what a bundle says of vulnerabilities; raises `Damaged`.

    A bundle speaks of what is in it: whoever made one says nothing of other projects.
    """
    known = {normalize(each.project) for each in manifest.files}
    for name in {name for each in manifest.advisories for name in each.affects}:
        if not is_name(name) or normalize(name) not in known:
            raise Damaged(f"it has an advisory about {name[:60]!r}, and no file of that")
    try:
        return [_advisory(each) for each in manifest.advisories]
    except (AdvisoryInvalid, ValueError) as error:
        raise Damaged(f"an advisory in its manifest makes no sense: {error}") from None


def add_advisories(
    service: VulnerabilityService, manifest: Manifest, advisories: Iterable[Advisory]
) -> int:
    """Add what a bundle says to what is known here; return how often a release has one.

    Releases that are known to have a vulnerability keep it, and what is said of one that is
    known here stays as it is: the bundle may be the older of the two.
    """
    by_source: dict[str, list[Advisory]] = defaultdict(list)
    for bundled, advisory in zip(manifest.advisories, advisories, strict=True):
        by_source[bundled.source].append(advisory)
    return sum(service.add(source, found) for source, found in by_source.items())


def _copy(bundle: Bundle, file: BundledFile, sink: Sink) -> None:
    try:
        for chunk in bundle.read(file):
            sink.write(chunk)
    except Damaged as error:
        raise FileUnreadable(f"{error}.") from error


def _provenance(file: BundledFile) -> object:
    return file.provenance


def _advisory(bundled: BundledAdvisory) -> Advisory:
    document = bundled.document
    severity = optional_text(document, "severity")
    return Advisory(
        id=identifier(document),
        link=optional_text(document, "link"),
        aliases=texts(document, "aliases"),
        details=optional_text(document, "details"),
        summary=optional_text(document, "summary"),
        fixed_in=texts(document, "fixed_in"),
        withdrawn=optional_moment(document, "withdrawn"),
        severity=None if severity is None else Severity(severity),
        affected={
            normalize(project): Affected(frozenset(versions))
            for project, versions in bundled.affects.items()
        },
    )
