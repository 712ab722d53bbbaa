"""Calls that are made of the document and of chance are answered as the document says.

`make calls` makes 20,000 of them; `CALLS_SEED` makes other ones.
"""

import json
import os
import random
import string
from dataclasses import replace
from urllib.parse import quote, urlencode

import pytest

from tests.factories.organizations import (
    give_namespace,
    give_team,
    make_organization,
)
from tests.factories.webhooks import make_webhook
from tests.functional.api.management.asking import OURS, Program, program
from tests.functional.api.test_openapi import compare
from warehouse.api.openapi.schemas import resolved

CALLS = int(os.environ.get("CALLS", "400"))
SEED = int(os.environ.get("CALLS_SEED", "1"))
BATCH = 50
"""Calls after which everything is as it was."""

TEXTS = (
    *("", " ", "0", "-1", "1.0", "1!2.0", "eggs", "EGGS", "..", "a b", "é", "\u202e", "💥"),
    *(
        "'",
        '"',
        "<b>",
        "%",
        "_",
        "null",
        "1e309",
        "x" * 300,
        "00000000-" * 4,
        "{name}",
        "\\",
    ),
)
VALUES = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        2**70,
        [],
        {},
        [None],
        [[]],
        {"a": {"b": []}},
        "\ud800",
        "\0",
    ),
    *("Owner", "release.published", "mail", ["yank"], ["release.published"], *TEXTS),
)
BODIES = (b"", b"{}", b"[]", b"{", b'{"a":1,"a":2}', b"[" * 5000, b"\xff", b"x" * 70_000)
KINDS = ("application/json", "application/json; charset=utf-8", "text/plain", "x", "")


class Chance:
    """Makes requests of operations."""

    def __init__(self, seed, known):
        self.random, self.known = random.Random(seed), known

    def request(self, about, pattern):
        """A path with a query, a body and headers."""
        parameters = [resolved(each) for each in about.get("parameters", ())]
        path, query, headers = pattern, [], {}
        for each in parameters:
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", quote(self.part(each["name"])))
            elif each["in"] == "query" and self.random.random() < 0.3:
                query.append((each["name"], self.text()))
            elif each["in"] == "header" and self.random.random() < 0.2:
                headers[each["name"]] = self.random.choice(("1", "a b", '"x"', "k" * 300))
        if self.random.random() < 0.05:
            query.append((self.text(), self.text()))
        return f"{path}?{urlencode(query)}" if query else path, headers

    def part(self, name):
        """A part of a path, which mostly names something."""
        if self.random.random() < 0.7:
            return str(self.random.choice(self.known[name]))
        return self.text().replace("/", "") or "-"

    def text(self):
        letters = self.random.choices(string.printable[:95], k=self.random.randrange(6))
        return self.random.choice((*TEXTS, "".join(letters), str(self.random.randrange(9))))

    def body(self, about):
        """A body, which is mostly an example in which something is changed."""
        contents = about.get("requestBody", {}).get("content", {}).values()
        example = dict(next((each["example"] for each in contents), {}))
        chance = self.random.random()
        if chance < 0.15:
            return self.random.choice(BODIES)
        if chance < 0.7:
            names = [*example, "other"]
            example[self.random.choice(names)] = self.random.choice(VALUES)
        if chance < 0.2:
            example.popitem()
        return json.dumps(example).encode()


@pytest.fixture
def generous(registry, monkeypatch):
    """Let one account call without end."""
    settings = registry.settings["warehouse"]
    limits = replace(settings.api, management_calls="1000000 per minute")
    monkeypatch.setitem(registry.settings, "warehouse", replace(settings, api=limits))


@pytest.mark.timeout(3600)
def test_no_call_is_answered_otherwise_than_the_document_says(
    client, connection, db, generous, eggs, grace, owner
):
    webhook = make_webhook(db, eggs, "x").webhook_id
    known = {"name": ["eggs"], "version": ["1.0", "2.0"], "id": [webhook]}
    known |= {"filename": ["eggs-1.0.tar.gz", "eggs-2.0-py3-none-any.whl"]}
    known |= {"username": ["bob", "grace"], "organization": ["acme"]}
    known |= {"team": ["crew"], "namespace": ["foo"]}
    acme = make_organization(db, "acme", owner=grace, projects=(eggs,))
    give_team(db, acme, grace, "crew", projects=(eggs,))
    give_namespace(db, acme, "foo")
    chance = Chance(SEED, known)
    askers = [owner, owner, owner, program(client, grace, "read"), Program(client)]
    names, statuses = sorted(OURS), set()
    for number in range(0, CALLS, BATCH):
        before = connection.begin_nested()
        for place in range(number, min(number + BATCH, CALLS)):
            name = names[place % len(names)]
            answer = asked(chance, chance.random.choice(askers), name)
            statuses.add(answer.status_int)
        before.rollback()
    assert statuses >= {200, 204, 400, 401, 403, 404, 409}


def asked(chance, asker, name):
    pattern, method, about = OURS[name]
    path, headers = chance.request(about, pattern)
    body = None
    if method != "get":
        body = chance.body(about)
        headers["Content-Type"] = "application/json"
        if chance.random.random() < 0.1:
            headers["Content-Type"] = chance.random.choice(KINDS)
    answer = asker.ask(method.upper(), path, body, **headers)
    try:
        compare(answer, name)
    except (AssertionError, KeyError) as error:
        raise AssertionError((method, path, headers, body, answer.text)) from error
    return answer
