"""`/_health/` tells of a worker and of a schedule that nobody hears any more."""

import pytest
import redis

from warehouse import __version__
from warehouse.tasks import Part, Pulse

DAY = 86_400


@pytest.fixture
def valkey(registry):
    client = registry[redis.Redis]
    client.delete(*(f"pulse:{part}" for part in Part))
    return client


@pytest.fixture
def pulse(valkey):
    return Pulse(lambda: valkey)


def test_all_is_well_when_both_are_heard(client, pulse):
    for part in Part:
        pulse.note(part)
    answer = client.get("/_health/", status=200).json
    assert answer["status"] == "ok"
    assert answer["version"] == __version__
    assert set(answer["parts"].values()) == {"ok"}


@pytest.mark.parametrize("silent", Part)
def test_one_that_was_never_heard_is_named_and_the_other_is_not(client, pulse, silent):
    [other] = set(Part) - {silent}
    pulse.note(other)
    answer = client.get("/_health/", status=200).json
    assert answer["status"] == "degraded"
    assert answer["parts"][silent].startswith(f"the {silent} has not been heard: ")
    assert answer["parts"][other] == "ok"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (30, "ok"),
        (59, "ok"),
        (65, "the worker was last heard 0:01:05 ago"),
        (4000, "the worker was last heard 1:06:40 ago"),
    ],
)
def test_silence_is_told_from_a_minute_on(client, valkey, ago, said):
    valkey.set("pulse:worker", "1", ex=DAY - ago)
    parts = client.get("/_health/").json["parts"]
    assert parts["worker"].startswith(said)


def test_without_valkey_nobody_knows(client, registry, dead_valkey, monkeypatch):
    monkeypatch.setitem(registry, redis.Redis, dead_valkey)
    answer = client.get("/_health/", status=200).json
    assert answer["status"] == "degraded"
    assert answer["parts"]["schedule"].startswith("nobody knows of the schedule")


def test_a_sign_that_cannot_be_noted_ends_nothing(dead_valkey):
    Pulse(lambda: dead_valkey).note(Part.WORKER)
