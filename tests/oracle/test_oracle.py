"""Archives that we accept are read alike by everyone; escapes are refused.

`make oracle SECONDS=600` is the long run, which also asks installers about all it accepts.
"""

import os
import time

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings

from tests.oracle.believing import BELIEVED, SDIST, WHEEL, accept
from tests.oracle.building_tars import sdists
from tests.oracle.building_zips import wheels
from tests.oracle.careless import CARELESS
from tests.oracle.corpus import FINE, SUSPICIOUS
from tests.oracle.judging import differences, differences_installed
from tests.oracle.readers import readers_here
from warehouse.forklift.refusals import Refused

SECONDS = float(os.environ.get("ORACLE_SECONDS", "600"))
SEED = int(os.environ.get("ORACLE_SEED", "0"))
EXAMPLES, AT_ONCE = 80, 500
STRATEGIES = {SDIST: sdists(), WHEEL: wheels()}


def kept(folder, data):
    """The archive as a file of the name it is uploaded with."""
    path = folder / (WHEEL if data.startswith(b"PK") else SDIST)
    path.write_bytes(data)
    return path


def judged(path, data, believed=BELIEVED, installers=()):
    """Return where readers differ about an archive, or None if it is refused."""
    path.write_bytes(data)
    try:
        accept(path)
    except Refused:
        return None
    tree = believed[path.name](path)
    found = list(differences(path, tree, readers_here(path.name)))
    return found + list(differences_installed(path, tree, installers))


def try_examples(path, count, number, phases=tuple(Phase), **more):
    """Try `count` archives; how many of them were accepted."""
    accepted = 0

    @seed(number)
    @settings(
        max_examples=count,
        phases=phases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(STRATEGIES[path.name])
    def try_one(data):
        nonlocal accepted
        found = judged(path, data, **more)
        accepted += found is not None
        for problem in found or ():
            note(problem)
        assert not found

    try_one()
    return accepted


@pytest.mark.parametrize("kind", [SDIST, WHEEL])
def test_everyone_reads_alike_what_we_accept(tmp_path, kind):
    assert try_examples(tmp_path / kind, EXAMPLES, SEED) > EXAMPLES // 20


@pytest.mark.parametrize("data", FINE, ids=range(len(FINE)))
def test_good_archives_are_accepted_and_read_alike(tmp_path, installers, data):
    path = kept(tmp_path, data)
    of_wheels = installers[1:]
    asked = of_wheels if path.name == WHEEL else installers
    assert judged(path, data, installers=asked) == []


@pytest.mark.parametrize(
    ("data", "problem", "reader"), SUSPICIOUS, ids=range(len(SUSPICIOUS))
)
def test_archives_that_readers_read_differently_are_refused(
    tmp_path, data, problem, reader
):
    """A careless walker in place of ours is found out by the reader that differs."""
    path = kept(tmp_path, data)
    with pytest.raises(Refused) as caught:
        accept(path)
    assert caught.value.facts["problem"].startswith(problem)
    here = [each for each in readers_here(path.name) if each.title == reader]
    if not here:
        pytest.skip(f"no {reader} on this machine")
    assert list(differences(path, CARELESS[path.name](path), here))


def try_careless_walkers(path):
    """Try examples of several seeds; the constants of imported modules are among them."""
    for number in range(10):
        phases = [Phase.generate]
        try_examples(path, AT_ONCE, SEED + number, phases=phases, believed=CARELESS)


def test_the_oracle_finds_a_walker_that_knows_no_pax(tmp_path):
    """In archives that it makes itself, of which ours accepts and reads all rightly."""
    with pytest.raises(AssertionError, match=r"(lists|has) 'example-1\.0/"):
        try_careless_walkers(tmp_path / SDIST)


@pytest.mark.oracle
@pytest.mark.timeout(2 * SECONDS + 300)
@pytest.mark.parametrize("kind", [SDIST, WHEEL])
def test_everyone_reads_alike_for_as_long_as_wanted(tmp_path, installers, tell, kind):
    deadline = time.monotonic() + SECONDS / 2
    asked = installers if kind == SDIST else installers[1:]
    number = accepted = 0
    while time.monotonic() < deadline:
        number += 1
        path = tmp_path / kind
        accepted += try_examples(path, AT_ONCE, SEED + number, installers=asked)
    tell(f"{kind}: {AT_ONCE * number} tried, {accepted} accepted, and read alike")
    assert accepted
