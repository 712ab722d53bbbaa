"""`python -m tests.benchmarks`: our server, the ceilings of this machine, and peers.

The ceiling is nginx with the same bytes on the disk; beside it are applications that do
nothing but answer. A peer is asked when it has settled, and its best round counts.

All run at once and are asked in turn, round after round, so that whatever else this
machine does hits all of them. Look at the ratios and not at the figures beside them.
"""

import argparse
import signal
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import psutil

from tests.benchmarks import counting, minting, nginx, pages, resolving, staff
from tests.benchmarks.asking import Request
from tests.benchmarks.dots import Dots
from tests.benchmarks.load import CONNECTIONS, rate, settle
from tests.benchmarks.ours import Ours, ours
from tests.benchmarks.peers import devpi, pypiserver
from tests.benchmarks.processes import ASGI, WSGI, Served, constant, weights
from tests.benchmarks.signing_in import accounts, people
from tests.benchmarks.table import (
    CEILINGS,
    Rates,
    cold_table,
    rates_table,
    share,
    weights_row,
)
from tests.benchmarks.uploading import uploads

Beside = AbstractContextManager[Dots]

_ALL_FILES = """
    SELECT projects.normalized_name, version, filename FROM projects
    JOIN releases ON project_id = projects.id
    JOIN release_files ON release_id = releases.id
    ORDER BY upload_time, filename
"""
_NEVER_COLD = {pages.FILE, pages.NOT_MODIFIED, pages.ABSENT, pages.MOVED}


def main(arguments: Sequence[str] | None = None) -> None:
    """Start everything, measure, and print."""
    given = _read(arguments)
    if _measures_another(given):
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        our = stack.enter_context(ours(folder, given.projects, given.database))
        if given.idle:
            time.sleep(given.idle)
            print(weights_row(weights(psutil.Process(our.server.process.pid))), end="\n\n")
        if given.rounds:
            _warm(our, folder, given)
        if given.uploads:
            port, token = our.served.port, our.server.token
            _beside(our, given, "uploads", lambda: uploads(port, token))
            accounts(our.server)
            _beside(our, given, "sign-ins", lambda: people(port))
        if given.cold:
            names = [name for name in our.served.pages if name not in _NEVER_COLD]
            print(cold_table(our.cold, names, given.cold))


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    add = parser.add_argument
    add("--projects", type=int, default=20_000, help="how many our index has")
    _offer_others(parser)
    add("--database", metavar="URL", help="one that the generator has filled already")
    add("--idle", type=float, default=60, help="seconds until it is weighed; 0: it is not")
    add("--rounds", type=int, default=5, help="of pages that are warm; 0 leaves them out")
    add("--seconds", type=float, default=2, help="for each page of each server in a round")
    add(
        "--uploads",
        type=int,
        default=5,
        help="rounds of hits beside uploads and sign-ins, and without",
    )
    add("--cold", type=int, default=5, help="changes of each page; 0 leaves them out")
    add("--peers", type=Path, metavar="VENV", help="where the peers are installed")
    add(
        "--kept",
        type=Path,
        default=Path("var/bench"),
        help="what the peers serve, for the next time",
    )
    return parser.parse_args(arguments)


def _offer_others(parser: argparse.ArgumentParser) -> None:
    """Add the options that measure one other thing, and nothing else."""
    add = parser.add_argument_group("measure one of these, and nothing else").add_argument
    add("--admin", action="store_true", help="the pages of staff")
    add("--users", type=int, default=100_000, help="with --admin: how many people it has")
    add("--events", type=int, default=5_000_000, help="with --admin: how many events")
    add("--downloads", action="store_true", help="what counting them costs")
    add("--minting", type=int, metavar="TIMES", help="exchanges of tokens")
    add(
        "--upstream",
        type=int,
        nargs="?",
        const=200,
        metavar="PROJECTS",
        help="resolving through indexes that read another one",
    )


def _measures_another(given: argparse.Namespace) -> bool:
    """Measure what was asked for in place of pages, if anything was."""
    if given.admin:
        staff.measure(
            max(given.projects, 100_000), given.users, given.events, given.database
        )
    elif given.minting:
        minting.measure(given.minting)
    elif given.downloads:
        counting.measure(given.rounds, given.seconds)
    elif given.upstream:
        if given.peers is None:
            raise SystemExit("--upstream asks other servers: say where with --peers")
        programs = (given.peers / "bin").absolute()
        resolving.measure(programs, given.upstream, given.rounds, given.seconds)
    else:
        return False
    return True


def _warm(our: Ours, folder: Path, given: argparse.Namespace) -> None:
    with ExitStack() as stack:
        ceilings = [
            stack.enter_context(constant(name, options, folder))
            for name, options in zip(CEILINGS, (ASGI, WSGI), strict=True)
        ]
        peers = _peers(our, stack, given) if given.peers else []
        _ask_in_turn(our, ceilings, [*_nginx(our, stack, folder), *peers], given)


def _nginx(our: Ours, stack: ExitStack, folder: Path) -> list[Served]:
    program = nginx.find()
    if program is None:
        print("There is no nginx on this machine, so its ceiling is not shown.")
        return []
    print(f"nginx: {nginx.version(program)}, with the same bytes on the disk")
    return [stack.enter_context(nginx.nginx(program, our.served, folder))]


def _ask_in_turn(
    our: Ours, ceilings: list[Served], others: list[Served], given: argparse.Namespace
) -> None:
    served = [our.served, *others]
    rates: Rates = defaultdict(list)
    for each in others:
        settle(each)
    for _ in range(given.rounds):
        for ceiling in ceilings:
            answers = rate(ceiling.port, Request("/"), given.seconds)
            rates[ceiling.name, ""].append(answers)
        for page in pages.PAGES:
            for each in served:
                if page in each.pages:
                    answers = rate(each.port, each.pages[page], given.seconds)
                    rates[each.name, page].append(answers)
    print(f"{given.rounds} rounds of {given.seconds} s, {CONNECTIONS} connections")
    print(rates_table(rates, [each.name for each in others]), end="\n\n")
    for each in served:
        print(f"{each.name}: {each.memory():,.0f} MB of web processes (PSS)")
    print()


def _beside(
    our: Ours, given: argparse.Namespace, what: str, begin: Callable[[], Beside]
) -> None:
    """Print the share of hits that is left while something else is done at full speed."""
    port, page = our.served.port, our.served.pages[pages.SIMPLE]
    shares, done = [], []
    for _ in range(given.uploads):
        before = rate(port, page, given.seconds)
        with begin() as running:
            beside = rate(port, page, given.seconds)
            done.append(running.rate())
        after = rate(port, page, given.seconds)
        shares.append(2 * beside / (before + after))
    with begin() as running:
        time.sleep(given.seconds)
        alone = running.rate()
    print(
        f"hits beside {what}: {share(shares)} of what they are without; {what} a second: "
        f"{statistics.median(done):.1f} beside them, {alone:.1f} alone"
    )


def _peers(our: Ours, stack: ExitStack, given: argparse.Namespace) -> list[Served]:
    files = our.query(_ALL_FILES)
    kept = given.kept / f"{given.projects}"
    kept.mkdir(parents=True, exist_ok=True)
    programs = (given.peers / "bin").absolute()
    print(
        f"peers: pypiserver has {len(files):,} files; devpi-server three projects of 1,007"
    )
    return [
        stack.enter_context(peer(programs, kept.absolute(), files))
        for peer in (pypiserver, devpi)
    ]


if __name__ == "__main__":
    # Whoever ends us does not want to look for what we have started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    main()
