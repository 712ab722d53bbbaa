"""Members that run by themselves are known by their places and by who names them."""

import pytest

from warehouse.scanning.installing import (
    AS_PART_OF_START,
    AS_SCRIPT,
    AT_INSTALLATION,
    AT_START,
    ON_IMPORT,
    named_in,
    when_run,
)

BACKEND = b'[build-system]\nbuild-backend = "mine:it"\nbackend-path = ["./tools"]\n'


@pytest.mark.parametrize(
    ("name", "is_sdist", "when"),
    [
        ("x-1.0/setup.py", True, AT_INSTALLATION),
        ("x-1.0/docs/setup.py", True, ""),
        ("x/setup.py", False, ""),
        ("x.pth", False, AT_START),
        ("x-1.0.data/purelib/x.pth", False, AT_START),
        ("x/x.pth", False, ""),
        ("sitecustomize.py", False, AS_PART_OF_START),
        ("x-1.0.data/scripts/x", False, AS_SCRIPT),
        ("x/__init__.py", False, ON_IMPORT),
        ("x/other.py", False, ""),
    ],
)
def test_places_say_when_a_member_runs(name, is_sdist, when):
    assert when_run(name, is_sdist, {}) == when


def test_a_backend_in_the_tree_runs_at_installation():
    said = named_in({"x-1.0/pyproject.toml": BACKEND})
    assert when_run("x-1.0/tools/mine.py", True, said) == AT_INSTALLATION
    here = BACKEND.replace(b"./tools", b".")
    assert when_run("x-1.0/mine.py", True, named_in({"x/pyproject.toml": here}))


def test_an_entry_point_is_said_to_lead_to_a_module():
    said = named_in(
        {"x.dist-info/entry_points.txt": b"[console_scripts]\nX = x.cli:main\n"}
    )
    assert when_run("x/cli.py", False, said) == "The entry point “X” leads there."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", b"["),
        ("pyproject.toml", b"x = " + b"[" * 60_000),
        ("pyproject.toml", b"build-system = 3"),
        ("pyproject.toml", b"[build-system]\nbuild-backend = 3"),
        ("pyproject.toml", b'[build-system]\nbuild-backend = "x"\nbackend-path = 3'),
        ("pyproject.toml", b"x = " + b"1" * 5000),
        ("pyproject.toml", BACKEND.replace(b'"./tools"', b"0x" + b"f" * 5000)),
        ("pyproject.toml", b"x = 2026-02-31"),
        ("entry_points.txt", b"x = y"),
        ("entry_points.txt", b"\xff\0[["),
    ],
)
def test_files_that_make_no_sense_name_nothing(name, content):
    assert named_in({f"x/{name}": content}) == {}


def test_names_of_entry_points_can_be_stored_and_are_read_in_no_time():
    sections = "".join(f"[{number}]\n" for number in range(4000))
    defaults = "[DEFAULT]\n" + "".join(f"a{number}=b\n" for number in range(4000))
    found = named_in({"x.dist-info/entry_points.txt": f"{sections}{defaults}".encode()})
    assert found["b.py"] == "The entry point “a3999” leads there."
    nul = named_in({"x.dist-info/entry_points.txt": b"[a]\n\0 = x\n"})
    assert "\0" not in nul["x.py"]
