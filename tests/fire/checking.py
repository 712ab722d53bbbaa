"""Judging an answer by what was possible while it was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.fire.ledger import Listing, Watch
from tests.fire.pages import Content, Page


@dataclass(frozen=True)
class Answer:
    """An answer to a reader; of a 304, the content that the reader had already."""

    status: int
    serial: int | None = None
    content: Content | None = None


def wrong(page: Page, watch: Watch, answer: Answer, version: str = "") -> list[str]:
    """Everything that an answer about one project may not say."""
    if answer.status == 404:
        return [] if _may_be_missing(page, watch, version) else ["is missing"]
    if answer.status != 200 or answer.content is None:
        return [f"answered {answer.status}"]
    return [
        *_presence(page, watch, version),
        *_serials(page, watch, answer),
        *_releases(watch, answer.content),
        *_files(watch, answer.content),
        *_yanks(watch, answer.content),
    ]


def wrong_list(told: dict[str, int | None], must: dict[str, Listing]) -> Iterator[str]:
    """Everything that the list of all projects may not say."""
    for name, listing in must.items():
        if listing.is_listed is not (name in told):
            yield f"{name} is {'missing' if listing.is_listed else 'still there'}"
        elif (serial := told.get(name)) is not None and serial < listing.serial:
            yield f"{name} has serial {serial}, not {listing.serial}"


def _may_be_missing(page: Page, watch: Watch, version: str) -> bool:
    if page.needs == "release":
        return watch.may(f"release {version}", False)
    if page.needs == "exists":
        return watch.may("exists", False)
    return all(watch.may(f"release {each}", False) for each in watch.named("release"))


def _presence(page: Page, watch: Watch, version: str) -> Iterator[str]:
    is_possible = watch.may("exists", True)
    if page.needs == "release":
        is_possible = watch.may(f"release {version}", True)
    elif page.needs == "any release":
        names = watch.named("release")
        is_possible = any(watch.may(f"release {each}", True) for each in names)
    if not is_possible:
        yield "is still there"


def _serials(page: Page, watch: Watch, answer: Answer) -> Iterator[str]:
    if not page.has_serial:
        return
    if answer.serial is None:
        yield "has no serial"
    elif answer.serial < watch.serial:
        yield f"has serial {answer.serial}, not {watch.serial}"
    if answer.content.serial != answer.serial:
        yield f"has serial {answer.serial} outside and {answer.content.serial} inside"


def _releases(watch: Watch, content: Content) -> Iterator[str]:
    if content.releases is None:
        return
    for version in watch.named("release") | content.releases.keys():
        if not watch.may(f"release {version}", version in content.releases):
            there = "has" if version in content.releases else "lacks"
            yield f"{there} the release {version}"


def _files(watch: Watch, content: Content) -> Iterator[str]:
    names = watch.named("file")
    if content.version is not None:
        names = {name for name in names if version_of(name) == content.version}
    for name in names | content.files.keys():
        if not watch.may(f"file {name}", name in content.files):
            yield f"{'has' if name in content.files else 'lacks'} the file {name}"


def _yanks(watch: Watch, content: Content) -> Iterator[str]:
    told = {version_of(name): reason for name, reason in content.files.items()}
    if content.version is not None:
        told[content.version] = content.yanked
    for version, reason in told.items():
        if reason is not None and not watch.may(f"yanked {version}", reason):
            yield f"says of {version} that it is yanked: {reason}"


def version_of(filename: str) -> str:
    """The version in the name of a wheel."""
    return filename.split("-")[1]
