"""The writes that may happen to a project, and what is true after each of them."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field

from packaging.version import Version

from tests.builders.wheels import wheel
from tests.fire.ledger import Facts, Value
from warehouse.deletions import DeletionService
from warehouse.deletions.models import Deletion
from warehouse.deletions.queries import deletions_named, deletions_of_project
from warehouse.http import Request
from warehouse.packaging import queries
from warehouse.packaging.errors import StatusUnchanged
from warehouse.packaging.many_signals import ManyChange
from warehouse.packaging.services import (
    LifecycleService,
    ManyReleasesService,
    ReleaseService,
    YankService,
)
from warehouse.retention import RetentionService
from warehouse.retention.rules import Retention
from warehouse.security import SYSTEM

_MOST_RELEASES = 12
KEPT = 1
"""Pre-releases that the rule of a project keeps."""
_RESTORED = 0.7
"""How often a deleted project is restored rather than made anew."""


class AlreadySo(Exception):
    """An attempt that nobody answered had worked."""


@dataclass
class Release:
    """A release as its writer knows it."""

    files: list[str] = field(default_factory=list)
    yanked: Value = False


@dataclass
class Project:
    """A project as its writer knows it."""

    name: str
    releases: dict[str, Release] = field(default_factory=dict)
    exists: bool = False
    in_quarantine: bool = False
    made: int = 0
    deleted: dict[str, Release] = field(default_factory=dict)
    """Releases that can be restored, and for a deleted project all that it had."""

    @property
    def module(self) -> str:
        return self.name.replace("-", "_")

    @property
    def due(self) -> list[str]:
        """The pre-releases that a rule deletes: all but the newest ones."""
        found = sorted(self.releases, key=Version, reverse=True)
        return [each for each in found if each.endswith("rc1")][KEPT:]

    def facts(self) -> Facts:
        """All that is true of it."""
        found: Facts = {"exists": self.exists, "listed": self.exists}
        if self.in_quarantine:
            return {"exists": True}
        for version, release in self.releases.items():
            found[f"release {version}"] = True
            found[f"yanked {version}"] = release.yanked
            found |= {f"file {filename}": True for filename in release.files}
        return found


@dataclass
class Upload:
    """A file to be sent to the upload API."""

    version: str
    filename: str
    content: bytes


Change = Callable[[Request], None]


@dataclass
class Write:
    """Something to be done, by upload or by service, and what a project is after it."""

    kind: str
    act: Upload | Change
    apply: Callable[[Project], object]


def choose(project: Project, dice: random.Random) -> Write:
    """One of the writes that are possible now."""
    if not project.exists:
        is_restored = bool(project.deleted) and dice.random() < _RESTORED
        return restore_project(project) if is_restored else upload(project)
    if project.in_quarantine:
        return clear_quarantine(project)
    possible = [(upload, 8), (quarantine, 1), (delete_project, 1)]
    if project.releases:
        possible += [(add_file, 5), (yank, 5), (delete_release, 3), (delete_many, 1)]
    if project.due:
        possible += [(apply_rule, 3)]
    if project.deleted.keys() - project.releases.keys():
        possible += [(restore_release, 5)]
    if any(each.yanked for each in project.releases.values()):
        possible += [(unyank, 3)]
    if any(each.files for each in project.releases.values()):
        possible += [(delete_file, 3)]
    if len(project.releases) > _MOST_RELEASES:
        possible = [(delete_release, 3), (delete_project, 1)]
    makers, weights = zip(*possible, strict=True)
    [make] = dice.choices(makers, weights)
    return make(project) if make in _WITHOUT_DICE else make(project, dice)


def upload(project: Project) -> Write:
    end = "rc1" if project.made % 2 else ""
    version = f"1.{project.made + 1}{end}"
    filename = f"{project.module}-{version}-py3-none-any.whl"

    def apply(to: Project) -> None:
        if not to.exists:
            to.deleted.clear()
        to.exists, to.made = True, to.made + 1
        to.releases[version] = Release([filename])

    content = wheel(project.module, version)
    return Write("upload of a release", Upload(version, filename, content), apply)


def add_file(project: Project, dice: random.Random) -> Write:
    version = dice.choice(list(project.releases))
    project.made += 1
    filename = f"{project.module}-{version}-{project.made}-py3-none-any.whl"
    extra = {f"{project.module}/build.py": f"number = {project.made}\n".encode()}
    content = wheel(project.module, version, extra=extra)
    return Write(
        "upload of a file",
        Upload(version, filename, content),
        lambda to: to.releases[version].files.append(filename),
    )


def yank(project: Project, dice: random.Random) -> Write:
    version = dice.choice(list(project.releases))
    reason = f"reason {dice.getrandbits(40)}"

    def change(request: Request) -> None:
        _, release = _found(request, project, version)
        request.service(YankService).yank(release, reason=reason, actor=SYSTEM)

    def apply(to: Project) -> None:
        to.releases[version].yanked = reason

    return Write("yank", change, apply)


def unyank(project: Project, dice: random.Random) -> Write:
    yanked = [key for key, each in project.releases.items() if each.yanked]
    version = dice.choice(yanked)

    def change(request: Request) -> None:
        _, release = _found(request, project, version)
        request.service(YankService).unyank(release, actor=SYSTEM)

    def apply(to: Project) -> None:
        to.releases[version].yanked = False

    return Write("unyank", change, apply)


def delete_file(project: Project, dice: random.Random) -> Write:
    files = [(key, name) for key, each in project.releases.items() for name in each.files]
    version, filename = dice.choice(files)

    def change(request: Request) -> None:
        found = queries.file_of(request.db, _project(request, project), filename)
        if found is None:
            raise AlreadySo
        request.service(ReleaseService).delete_file(found, actor=SYSTEM)

    def apply(to: Project) -> None:
        to.releases[version].files.remove(filename)

    return Write("deletion of a file", change, apply)


def delete_release(project: Project, dice: random.Random) -> Write:
    version = dice.choice(list(project.releases))

    def change(request: Request) -> None:
        service, release = _found(request, project, version)
        service.delete(release, actor=SYSTEM)

    def apply(to: Project) -> None:
        to.deleted[version] = to.releases.pop(version)

    return Write("deletion of a release", change, apply)


def delete_many(project: Project, dice: random.Random) -> Write:
    versions = dice.sample(sorted(project.releases), min(3, len(project.releases)))

    def change(request: Request) -> None:
        found = _project(request, project)
        service = request.service(ManyReleasesService)
        if not service.change(found, versions, ManyChange.DELETE, actor=SYSTEM):
            raise AlreadySo

    return Write("deletion of releases", change, lambda to: _lose(to, versions))


def apply_rule(project: Project) -> Write:
    due = project.due

    def change(request: Request) -> None:
        found, service = _project(request, project), request.service(RetentionService)
        service.set(found, Retention(prereleases=KEPT), actor=SYSTEM)
        service.apply(found.id)

    return Write("rule of retention", change, lambda to: _lose(to, due))


def _lose(project: Project, versions: list[str]) -> None:
    project.deleted |= {each: project.releases.pop(each) for each in versions}


def restore_release(project: Project, dice: random.Random) -> Write:
    version = dice.choice(sorted(project.deleted.keys() - project.releases.keys()))

    def change(request: Request) -> None:
        found = _project(request, project)
        kept = deletions_of_project(request.db, found.id)
        _restore(request, [each for each in kept if each.version == version])

    def apply(to: Project) -> None:
        to.releases[version] = to.deleted.pop(version)

    return Write("restoring of a release", change, apply)


def delete_project(project: Project) -> Write:
    def change(request: Request) -> None:
        found = _project(request, project)
        request.service(LifecycleService).delete(found, actor=SYSTEM)

    def apply(to: Project) -> None:
        to.exists = False
        to.deleted, to.releases = to.releases, {}

    return Write("deletion of a project", change, apply)


def restore_project(project: Project) -> Write:
    def change(request: Request) -> None:
        if queries.project_named(request.db, project.name) is not None:
            raise AlreadySo
        _restore(request, deletions_named(request.db, project.name))

    def apply(to: Project) -> None:
        to.exists = True
        to.releases, to.deleted = to.deleted, {}

    return Write("restoring of a project", change, apply)


def _restore(request: Request, kept: list[Deletion]) -> None:
    """Restore the newest of these deletions."""
    if not kept:
        raise AlreadySo
    request.service(DeletionService).restore(kept[0], actor=SYSTEM)


def quarantine(project: Project) -> Write:
    def change(request: Request) -> None:
        with _unless_so():
            found = _project(request, project)
            request.service(LifecycleService).quarantine(found, actor=SYSTEM)

    def apply(to: Project) -> None:
        to.in_quarantine = True

    return Write("quarantine", change, apply)


def clear_quarantine(project: Project) -> Write:
    def change(request: Request) -> None:
        with _unless_so():
            found = _project(request, project)
            request.service(LifecycleService).clear_quarantine(found, actor=SYSTEM)

    def apply(to: Project) -> None:
        to.in_quarantine = False

    return Write("end of quarantine", change, apply)


_WITHOUT_DICE = (upload, quarantine, clear_quarantine, delete_project, apply_rule)


def changes(project: Project, write: Write) -> Facts:
    """Return the facts that a write makes true or false."""
    then = deepcopy(project)
    write.apply(then)
    before, after = project.facts(), then.facts()
    gone = {key: False for key in before if key not in after}
    return gone | {key: each for key, each in after.items() if before.get(key) != each}


@contextmanager
def _unless_so() -> Iterator[None]:
    """Turns the refusal of a second attempt into what it means."""
    try:
        yield
    except StatusUnchanged as error:
        raise AlreadySo from error


def _project(request: Request, project: Project):
    found = queries.project_named(request.db, project.name)
    if found is None:
        raise AlreadySo
    return found


def _found(request: Request, project: Project, version: str):
    release = queries.release_of(request.db, _project(request, project), version)
    if release is None:
        raise AlreadySo
    return request.service(ReleaseService), release
