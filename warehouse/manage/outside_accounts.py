"""Asking GitHub and ActiveState for the lasting ids of accounts.

A name can be given up and taken by somebody else; the id cannot, so it is stored as well.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from warehouse.i18n import Message, _
from warehouse.outbound import Answer, OutboundClient, TargetRules, Unanswered

_TOO_MUCH = 10**20
_HEADERS = {"Accept": "application/json", "User-Agent": "warehouse (trusted publishers)"}
_ORGANIZATION = (
    "query($name: String) {organizations(where: {url_name: {_eq: $name}}) {url_name}}"
)
_PERSON = "query($name: String) {users(where: {username: {_eq: $name}}) {user_id}}"


class AccountNotFound(Exception):
    """There is no such account, or nobody could say so; the message is for the owner."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True)
class OutsideAccount:
    """An account at another site: how it is spelled there, and its lasting id."""

    name: str
    id: str


class AccountLookup:
    """Finds accounts of GitHub and ActiveState by their names."""

    def __init__(
        self, client: OutboundClient, rules: TargetRules, *, github: str, activestate: str
    ) -> None:
        self._client, self._rules = client, rules
        self._github, self._activestate = github, activestate

    def github(self, owner: str) -> OutsideAccount:
        """Return a person or an organization of GitHub; raises `AccountNotFound`."""
        values = {"site": "GitHub", "name": owner}
        target = self._rules.check(f"{self._github}/users/{quote(owner, safe='')}")
        try:
            answer = self._client.get(target, _HEADERS)
        except Unanswered as error:
            raise AccountNotFound("owner", _unanswered("GitHub", error)) from error
        if answer.status == 404:
            unknown = _("There is no account “${name}” at ${site}.", mapping=values)
            raise AccountNotFound("owner", unknown)
        found = _read("GitHub", "owner", answer)
        name, number = found.get("login"), found.get("id")
        is_same = isinstance(name, str) and name.lower() == owner.lower()
        if not is_same or type(number) is not int or not 0 < number < _TOO_MUCH:
            raise AccountNotFound("owner", _senseless("GitHub"))
        return OutsideAccount(str(name), str(number))

    def activestate(self, organization: str, person: str) -> OutsideAccount:
        """Return a person of ActiveState, if the organization exists, too.

        Raises `AccountNotFound`.
        """
        self._ask_activestate("organization", _ORGANIZATION, "organizations", organization)
        found = self._ask_activestate("actor", _PERSON, "users", person)
        key = found.get("user_id")
        if not isinstance(key, str) or not key:
            raise AccountNotFound("actor", _senseless("ActiveState"))
        return OutsideAccount(person, key)

    def _ask_activestate(
        self, field: str, query: str, kind: str, name: str
    ) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": {"name": name}}).encode()
        headers = {**_HEADERS, "Content-Type": "application/json"}
        try:
            answer = self._client.post(self._rules.check(self._activestate), headers, body)
        except Unanswered as error:
            raise AccountNotFound(field, _unanswered("ActiveState", error)) from error
        found = _read("ActiveState", field, answer)
        data = found.get("data")
        rows = data.get(kind) if isinstance(data, dict) else None
        if not isinstance(rows, list):
            raise AccountNotFound(field, _senseless("ActiveState"))
        if not rows or not isinstance(rows[0], dict):
            values = {"site": "ActiveState", "name": name}
            unknown = _("There is no account “${name}” at ${site}.", mapping=values)
            raise AccountNotFound(field, unknown)
        return rows[0]


def _read(site: str, field: str, answer: Answer) -> dict[str, Any]:
    """Return the JSON object of a good answer; raises `AccountNotFound`."""
    if answer.status in {403, 429}:
        busy = _(
            "${site} was asked too often just now. Try again in an hour.",
            mapping={"site": site},
        )
        raise AccountNotFound(field, busy)
    if answer.status != 200:
        values = {"site": site, "status": answer.status}
        odd = _("${site} answered with ${status}. Try again later.", mapping=values)
        raise AccountNotFound(field, odd)
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise AccountNotFound(field, _senseless(site)) from None
    if not isinstance(found, dict):
        raise AccountNotFound(field, _senseless(site))
    return found


def _unanswered(site: str, error: Unanswered) -> Message:
    return _(
        "${site} could not be asked whether the account exists: ${problem}. Nothing was "
        "stored; try again later.",
        mapping={"site": site, "problem": str(error)},
    )


def _senseless(site: str) -> Message:
    return _(
        "${site} answered something else than an account. Try again later.",
        mapping={"site": site},
    )
