"""The cost of counting downloads: the same server with it and without, in turn.

Processor time is compared and not answers in a second, which other programs change more
than counting does. A simple page is not counted, so its row says how much two servers that
do the same differ; where that is more than a few hundredths, look at the last column, which
divides the time of counting alone by that of the whole hit.
"""

import statistics
import tempfile
import timeit
from contextlib import ExitStack
from pathlib import Path
from random import Random
from time import thread_time

from tests.benchmarks.asking import Request
from tests.benchmarks.load import rate
from tests.builders.wheels import wheel
from tests.clients.server import Server
from warehouse.downloads import DownloadCounter

_SIZES = {"a file of 1 MB": 1_000_000, "a file of 20 kB": 20_000, "a file of 1 kB": 0}
_TIMES = 100_000
_AGENT = (
    'User-Agent: pip/24.0 {"ci":null,"cpu":"x86_64","implementation":{"name":"CPython",'
    '"version":"3.11.4"},"installer":{"name":"pip","version":"24.0"},"python":"3.11.4",'
    '"system":{"name":"Linux","release":"6.1"}}'
)


def measure(rounds: int, seconds: float) -> None:
    """Print the processor time of a hit, counted and beside one that is not."""
    with ExitStack() as stack:
        servers = [_serving(stack, each) for each in ("0", "60")]
        pages = [_pages(each) for each in servers]
        times: dict[str, tuple[list[float], list[float]]] = {
            page: ([], []) for page in pages[0]
        }
        for number in range(2 * rounds):
            for page, found in times.items():
                # Whoever is asked first in a pair has what the other did to the machine.
                for each in (0, 1) if number % 2 else (1, 0):
                    found[each].append(_time(servers[each], pages[each][page], seconds))
        alone = _alone()
        print(f"{'':20}{'µs of a hit':>14}{'uncounted':>14}{'costs':>10}{'alone':>10}")
        for page, (without, counted) in times.items():
            # Whatever disturbs a measurement makes it longer and never shorter.
            least = [statistics.quantiles(each, n=4)[0] for each in (counted, without)]
            share = least[0] / least[1] - 1
            own = alone / least[1] if page in _SIZES else 0
            print(f"{page:20}{least[0]:14.1f}{least[1]:14.1f}{share:10.1%}{own:10.1%}")


def _alone() -> float:
    """Return the time that counting alone takes, in µs."""
    counter = DownloadCounter(lambda counts: None, seconds=3600)
    agent = bytearray(_AGENT.partition(": ")[2].encode())
    # Bytes of a request are new each time, and so is their hash.
    with_copy = timeit.repeat(
        lambda: counter.count("some/path", bytes(agent)),
        number=_TIMES,
        repeat=9,
        timer=thread_time,
    )
    copying = timeit.repeat(
        lambda: bytes(agent), number=_TIMES, repeat=9, timer=thread_time
    )
    return 1_000_000 * (min(with_copy) - min(copying)) / _TIMES


def _time(server: Server, request: Request, seconds: float) -> float:
    """Return the processor time that the web processes took for an answer, in µs."""
    workers = server.web_workers()
    before = [each.cpu_times() for each in workers]
    answers = rate(server.port, request, seconds) * seconds
    after = [each.cpu_times() for each in workers]
    spent = sum(
        now.user + now.system - then.user - then.system
        for then, now in zip(before, after, strict=True)
    )
    return 1_000_000 * spent / answers


def _serving(stack: ExitStack, seconds: str) -> Server:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
    server = Server(folder, DOWNLOADS_SECONDS=seconds)
    server.environ.pop("GUNICORN_CMD_ARGS")
    server.start()
    stack.callback(server.stop)
    return server


def _pages(server: Server) -> dict[str, Request]:
    pages = {"a simple page": Request("/simple/sized-0/", (_AGENT,))}
    for number, (page, size) in enumerate(_SIZES.items()):
        name = f"sized_{number}"
        filename = f"{name}-1.0-py3-none-any.whl"
        extra = {f"{name}/noise": Random(1).randbytes(size)} if size else {}
        server.publish(filename, wheel(name, "1.0", extra=extra), name=name)
        url = server.files(name.replace("_", "-"))[filename]["url"]
        pages[page] = Request(url.removeprefix(server.url), (_AGENT,))
    return pages
