"""Comparing the claims of a token to a publisher, one claim after the other.

The same results decide on an exchange and explain it to the owners of a project. Claims
are of a token whose signature was checked, or typed by somebody who wants to know.
"""

import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.oidc.identities import Publisher
from warehouse.oidc.models.columns import (
    ActiveStateColumns,
    GenericColumns,
    GitHubColumns,
    GitLabColumns,
    GoogleColumns,
)

Claims = Mapping[str, Any]

ACTIVESTATE_BUILDER = "pypi-publisher"
_WORKFLOWS = "/.github/workflows/"
_UNASKABLE = re.compile("[\0\ud800-\udfff]")
"""NUL and halves of surrogate pairs."""


class Outcome(enum.Enum):
    """What came of comparing one claim."""

    MET = "met"
    MISSING = "missing"
    DIFFERENT = "different"


@dataclass(frozen=True)
class ClaimCheck:
    """One claim: what it has to be, in words or as a text, and what it is."""

    claim: str
    expected: str
    found: Any
    outcome: Outcome
    is_optional: bool = False

    @property
    def is_met(self) -> bool:
        """Return whether the claim is as it has to be."""
        return self.outcome is Outcome.MET

    @property
    def problem(self) -> str | None:
        """Return what is wrong, in the words of the upload API, or None."""
        if self.is_met:
            return None
        if self.outcome is Outcome.MISSING:
            return f"Missing claim '{self.claim}'"
        kind = "optional" if self.is_optional else "required"
        return f"Check failed for {kind} claim '{self.claim}'"


def check_claims(row: Publisher, claims: Claims) -> Sequence[ClaimCheck]:
    """Return what comes of each claim that matters to a publisher, in a steady order."""
    return tuple(_CHECKS[_columns_of(row)](row, claims))


def first_problem(checks: Sequence[ClaimCheck]) -> str | None:
    """Return what is wrong first, claims that are missing before those that differ."""
    missing = [each for each in checks if each.outcome is Outcome.MISSING]
    return next((each.problem for each in (*missing, *checks) if not each.is_met), None)


def fold(text: str) -> str:
    """Return a text in which case means nothing.

    Letters outside ASCII stay as they are, since some of them become those inside.
    """
    return text.lower() if text.isascii() else text


def matches_glob(pattern: str, text: str) -> bool:
    """Return whether `*` in a pattern can stand for something so that it is the text."""
    if "\n" in text or "\r" in text:
        return pattern == text
    first, *others = pattern.split("*")
    if not others:
        return first == text
    *middle, last = others
    if not text.startswith(first) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return position <= end


def text_of(claims: Claims, name: str) -> str | None:
    """Return a claim if it is a text that PostgreSQL can be asked about."""
    value = claims.get(name)
    return value if isinstance(value, str) and not _UNASKABLE.search(value) else None


def _compared(
    claim: str,
    expected: str,
    found: Any,
    is_met: bool,
    *,
    is_missing: bool,
    is_optional: bool = False,
) -> ClaimCheck:
    outcome = Outcome.MET if is_met else Outcome.DIFFERENT
    if is_missing:
        outcome = Outcome.DIFFERENT if is_optional else Outcome.MISSING
    return ClaimCheck(claim, expected, found, outcome, is_optional)


def _check(
    claims: Claims,
    name: str,
    expected: str,
    is_met: Callable[[str], bool] | None = None,
    *,
    is_optional: bool = False,
) -> ClaimCheck:
    """Compare a text; without a function it has to be `expected`."""
    text = text_of(claims, name)
    same = text is not None and (text == expected if is_met is None else is_met(text))
    missing = name not in claims
    return _compared(
        *(name, expected, claims.get(name), same),
        is_missing=missing,
        is_optional=is_optional,
    )


def _folded(claims: Claims, name: str, expected: str) -> ClaimCheck:
    return _check(claims, name, expected, lambda text: fold(text) == fold(expected))


def _present(claims: Claims, name: str) -> ClaimCheck:
    return _check(claims, name, "any text", bool)


def _in_environment(
    wanted: str, claims: Claims, is_met: Callable[[str], bool]
) -> Iterator[ClaimCheck]:
    if wanted:
        yield _check(claims, "environment", wanted, is_met, is_optional=True)


def _of_file(place: str, file: str, claims: Claims, *refs: str) -> Callable[[str], bool]:
    """Return a function that compares a file of a repository at one of these refs.

    The case of the repository means nothing, that of the file does.
    """
    known = [ref for ref in (text_of(claims, each) for each in refs) if ref]

    def is_met(text: str) -> bool:
        endings = [f"{file}@{ref}" for ref in known if text.endswith(f"{file}@{ref}")]
        return any(fold(text.removesuffix(each)) == fold(place) for each in endings)

    return is_met


def _is_called(wanted: str, text: str) -> bool:
    """Return whether a reusable workflow is the one that is allowed, letter by letter.

    Without a ref it may be at any.
    """
    return text == wanted or ("@" not in wanted and text.partition("@")[0] == wanted)


def _github(row: GitHubColumns, claims: Claims) -> Iterator[ClaimCheck]:
    file = f"{_WORKFLOWS}{row.workflow_filename}"
    yield _folded(claims, "repository", row.repository)
    yield _check(claims, "repository_owner", row.repository_owner)
    yield _check(claims, "repository_owner_id", row.repository_owner_id)
    calling = "job_workflow_ref"
    if row.reusable_workflow:
        calling, called = "workflow_ref", row.reusable_workflow
        said = called if "@" in called else f"{called}@…"
        yield _check(
            claims, "job_workflow_ref", said, lambda text: _is_called(called, text)
        )
    yield _check(
        claims,
        calling,
        f"{row.repository}{file}@…",
        _of_file(row.repository, file, claims, "ref", "sha"),
    )
    yield _present(claims, "jti")
    yield _check(
        claims,
        "event_name",
        "anything but pull_request_target",
        lambda text: text != "pull_request_target",
    )
    for name in ("ref", "sha"):
        yield _check(claims, name, "any text", lambda text: True)
    yield from _in_environment(
        row.environment, claims, lambda text: fold(text) == fold(row.environment)
    )


def _gitlab(row: GitLabColumns, claims: Claims) -> Iterator[ClaimCheck]:
    host = row.issuer_url.partition("://")[2]
    place, file = f"{host}/{row.project_path}", f"//{row.workflow_filepath}"
    beginning = f"project_path:{row.project_path}:"
    yield _check(
        claims, "sub", f"{beginning}…", lambda text: fold(text).startswith(fold(beginning))
    )
    yield _folded(claims, "project_path", row.project_path)
    yield _check(
        claims,
        "ci_config_ref_uri",
        f"{place}{file}@…",
        _of_file(place, file, claims, "ref_path", "sha"),
    )
    yield _present(claims, "jti")
    for name in ("ref_path", "sha"):
        yield _check(claims, name, "any text", lambda text: True)
    yield from _in_environment(
        row.environment, claims, lambda text: text == row.environment
    )


def _google(row: GoogleColumns, claims: Claims) -> Iterator[ClaimCheck]:
    yield _check(claims, "email", row.email)
    verified = claims.get("email_verified")
    yield _compared(
        *("email_verified", "true", verified, verified is True),
        is_missing="email_verified" not in claims,
    )
    if row.sub:
        yield _check(claims, "sub", row.sub, is_optional=True)


def _activestate(row: ActiveStateColumns, claims: Claims) -> Iterator[ClaimCheck]:
    project = row.activestate_project_name
    yield _check(claims, "sub", f"org:{row.organization}:project:{project}")
    yield _check(claims, "organization", row.organization)
    yield _check(claims, "project", project)
    yield _check(claims, "actor_id", row.actor_id)
    yield _check(claims, "builder", ACTIVESTATE_BUILDER)


def _generic(row: GenericColumns, claims: Claims) -> Iterator[ClaimCheck]:
    yield _check(claims, "sub", row.subject, lambda text: matches_glob(row.subject, text))
    for name, wanted in sorted(row.claims.items()):
        [(matcher, value)] = wanted.items()
        values = value if isinstance(value, list) else [value]
        compare = matches_glob if matcher == "glob" else _equals
        said = _said(claims.get(name))
        same = said is not None and any(compare(each, said) for each in values)
        yield _compared(
            *(name, " | ".join(values), claims.get(name), same),
            is_missing=name not in claims,
        )


def _equals(wanted: str, text: str) -> bool:
    return wanted == text


def _said(value: Any) -> str | None:
    """Return a claim as owners write it: texts, numbers, true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


_CHECKS: dict[type[Any], Callable[[Any, Claims], Iterator[ClaimCheck]]] = {
    GitHubColumns: _github,
    GitLabColumns: _gitlab,
    GoogleColumns: _google,
    ActiveStateColumns: _activestate,
    GenericColumns: _generic,
}


def _columns_of(row: Publisher) -> type[Any]:
    return next(each for each in _CHECKS if isinstance(row, each))
