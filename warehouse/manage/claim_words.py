"""What came of comparing claims, in words for owners."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from warehouse.i18n import Message, _
from warehouse.oidc.matching import ClaimCheck, Claims

_MOST_SHOWN = 200

_EXPECTED = {
    "any text": _("any text"),
    "anything but pull_request_target": _("anything but pull_request_target"),
    "a time that is not over": _("a time that is not over"),
    "a time that has come": _("a time that has come"),
}


def words_of(check: ClaimCheck) -> Message:
    """Return what came of a claim, in one sentence."""
    if check.is_met:
        values = {"claim": check.claim, "found": shown(check.found)}
        return _("${claim} is ${found}.", mapping=values)
    return _failure(check.claim, check.expected, check.found)


def failures_in(event: Mapping[str, Any]) -> list[Message]:
    """Return what an event says of the claims that did not match."""
    claims = event.get("claims")
    rows: Iterable[Any] = claims if isinstance(claims, list) else ()
    return [
        _failure(str(each.get("claim")), str(each.get("expected")), each.get("found"))
        for each in rows
        if isinstance(each, dict)
    ]


def printed(claims: Claims) -> str:
    """Return claims as JSON of ASCII, which anything can be written into."""
    return json.dumps(claims, indent=2, sort_keys=True)


def shown(value: Any) -> str:
    """Return a value so that every character can be seen and nothing is long.

    What is not ASCII is escaped, since letters that look alike are a reason not to match.
    """
    text = value if isinstance(value, str) else json.dumps(value)
    escaped = text[: _MOST_SHOWN + 1].encode("unicode_escape").decode("ascii")
    return escaped if len(text) <= _MOST_SHOWN else f"{escaped[:_MOST_SHOWN]}…"


def _failure(claim: str, expected: str, found: Any) -> Message:
    values = {"claim": shown(claim), "expected": _EXPECTED.get(expected, expected)}
    if found is None:
        return _("${claim} is missing; it has to be ${expected}.", mapping=values)
    return _(
        "${claim} has to be ${expected}, and is ${found}.",
        mapping={**values, "found": shown(found)},
    )
