"""Finding a set of files that meets all requirements on a target, by `resolvelib`.

Candidates are releases with a file that fits the target and whose bytes are here, or can be
fetched from an upstream. The newest comes first; pre-releases and yanked files count where
they are asked for, as installers have it (PEP 440, PEP 592).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from packaging.version import Version
from resolvelib import AbstractProvider, BaseReporter, ResolutionImpossible, Resolver
from resolvelib.resolvers import ResolutionTooDeep

from warehouse.bundles.errors import NothingFits
from warehouse.bundles.requirement_files import Asked
from warehouse.bundles.stock import Stock, StockedFile
from warehouse.bundles.targets import Target
from warehouse.packaging.names import normalize
from warehouse.packaging.requirements import Needed

_ROUNDS = 20_000
_SHOWN = 5

Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Candidate:
    """A version of a project with the file that is taken, and the extras wanted of it."""

    key: Key
    file: StockedFile

    @property
    def version(self) -> Version:
        return self.file.version


@dataclass(frozen=True)
class _Same:
    """The requirement of a project with extras for the very same version without."""

    key: Key
    version: Version


@dataclass
class _Rules:
    """What is asked for besides single requirements: digests, and constraints."""

    hashes: dict[str, set[str]] = field(default_factory=dict)
    constraints: dict[str, list[Needed]] = field(default_factory=dict)


def resolved(stock: Stock, asked: Sequence[Asked], target: Target) -> list[StockedFile]:
    """Return the files to install for what is asked, by filename; raises `NothingFits`."""
    rules = _Rules()
    for each in asked:
        name = each.needed.normalized_name
        if each.hashes:
            rules.hashes.setdefault(name, set()).update(each.hashes)
        if each.is_constraint:
            rules.constraints.setdefault(name, []).append(each.needed)
    provider = _Provider(stock, target, rules)
    wanted = [
        each.needed
        for each in asked
        if not each.is_constraint and each.needed.is_wanted(target.environment, ())
    ]
    resolver: Resolver[Any, Any, Any] = Resolver(provider, BaseReporter())
    try:
        found = resolver.resolve(wanted, max_rounds=_ROUNDS).mapping
    except ResolutionImpossible as error:
        raise NothingFits(provider.explained(error)) from None
    except ResolutionTooDeep:
        why = f"no set of releases was found in {_ROUNDS} steps for {target}"
        raise NothingFits(why) from None
    files = {each.file.listed.filename: each.file for each in found.values()}
    return [files[name] for name in sorted(files)]


class _Provider(AbstractProvider[Any, Any, Any]):
    """Answers what `resolvelib` asks, from the stock of this index."""

    def __init__(self, stock: Stock, target: Target, rules: _Rules) -> None:
        self._stock, self._target, self._rules = stock, target, rules
        self._unheld: set[str] = set()

    def identify(self, requirement_or_candidate: Any) -> Key:
        if isinstance(requirement_or_candidate, Needed):
            return _key(requirement_or_candidate)
        key: Key = requirement_or_candidate.key
        return key

    def get_preference(
        self,
        identifier: Key,
        resolutions: Mapping[Key, Any],
        candidates: Mapping[Key, Iterator[Any]],
        information: Mapping[Key, Iterator[Any]],
        backtrack_causes: Sequence[Any],
    ) -> Any:
        causes = {
            _name_of(each)
            for cause in backtrack_causes
            for each in (cause.requirement, cause.parent)
            if each is not None
        }
        asked = [each.requirement for each in information[identifier]]
        is_pinned = any(isinstance(each, _Same) or each.is_pinned for each in asked)
        return identifier[0] not in causes, not is_pinned, identifier

    def find_matches(
        self,
        identifier: Key,
        requirements: Mapping[Key, Iterator[Any]],
        incompatibilities: Mapping[Key, Iterator[Any]],
    ) -> Iterable[_Candidate]:
        name, _extras = identifier
        asked = list(requirements[identifier])
        needs = [each for each in asked if isinstance(each, Needed)]
        needs += self._rules.constraints.get(name, [])
        without = {each.version for each in incompatibilities[identifier]}
        found = [
            _Candidate(identifier, file)
            for version, files in self._stock.files(name).items()
            if version not in without
            and all(each.takes(str(version)) for each in needs)
            and all(each.version == version for each in asked if isinstance(each, _Same))
            and (file := self._file(name, files, needs, asked)) is not None
        ]
        found.sort(key=lambda each: each.version, reverse=True)
        if any(each.specifier.prereleases for each in needs):
            return found
        final = [each for each in found if not each.version.is_prerelease]
        return final or found

    def is_satisfied_by(self, requirement: Any, candidate: _Candidate) -> bool:
        if isinstance(requirement, _Same):
            return requirement.version == candidate.version
        return bool(requirement.takes(str(candidate.version)))

    def get_dependencies(self, candidate: _Candidate) -> Iterable[Any]:
        name, extras = candidate.key
        environment = self._target.environment
        found: list[Any] = [
            each
            for each in self._stock.requirements(candidate.file)
            if each.is_wanted(environment, extras)
        ]
        if extras:
            found.append(_Same((name, ()), candidate.version))
        return found

    def explained(self, error: ResolutionImpossible[Any, Any]) -> str:
        """Return why nothing fits: what is unknown here, or what excludes each other."""
        said = []
        for cause in list(error.causes)[:_SHOWN]:
            parent = cause.parent
            by = f" (required by {parent.file.project} {parent.version})" if parent else ""
            said.append(f"{self._about(cause.requirement)}{by}")
        return f"for {self._target}, {'; '.join(dict.fromkeys(said))}"

    def _about(self, requirement: Any) -> str:
        if isinstance(requirement, _Same):
            return f"{requirement.key[0]} {requirement.version} does not fit"
        text = str(requirement.text)[:200]
        if requirement.url or not requirement.name:
            return f"{text!r} leads to no index"
        if not self._stock.knows(requirement.name):
            return f"{text!r} is of a project that is not here"
        files = self._stock.files(requirement.name)
        unheld = [
            each.listed.filename
            for version, found in files.items()
            if requirement.takes(str(version))
            for each in found
            if not each.is_held
        ]
        if unheld:
            names = ", ".join(sorted(unheld)[:_SHOWN])
            return f"{text!r} wants files whose bytes were never here: {names}"
        hidden = [
            each
            for each in self._stock.hidden(requirement.name)
            if requirement.takes(each.offer.file.version)
        ]
        if hidden:
            return f"no release fits {text!r}; {self._stock.why_hidden(hidden[-1])}"
        return f"no release that is here fits {text!r} with all else"

    def _file(
        self,
        name: str,
        files: Sequence[StockedFile],
        needs: Sequence[Needed],
        asked: Sequence[Any],
    ) -> StockedFile | None:
        """Return the file that is taken of a version; a yanked one where it is pinned."""
        is_pinned = any(isinstance(each, _Same) or each.is_pinned for each in asked)
        is_pinned = is_pinned or any(each.is_pinned for each in needs)
        usable = [each for each in files if is_pinned or not each.listed.yanked]
        hashes = self._rules.hashes.get(name, ())
        return self._stock.best(usable, self._target, hashes)


def _key(requirement: Needed) -> Key:
    features = sorted({normalize(each) for each in requirement.features})
    return requirement.normalized_name, tuple(features)


def _name_of(each: Any) -> str:
    return each.normalized_name if isinstance(each, Needed) else str(each.key[0])
