"""WHEEL: a version that installers know, and what the filename says, too."""

import pytest
from packaging.version import Version

from tests.builders.wheels import wheel, wheel_file
from warehouse.forklift.opening import opened
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.values import Distribution
from warehouse.forklift.wheel_file import disagreements, parsed_wheel_file
from warehouse.packaging.models import PackageType

WHEEL = "example-1.0-py3-none-any.whl"
PATH = "example-1.0.dist-info/WHEEL"


@pytest.fixture
def result_of(tmp_path):
    """The reason to refuse a wheel with this WHEEL, or the warnings it is accepted with."""

    def result_of(text, filename=WHEEL, *, is_lenient=False):
        path = tmp_path / "wheel"
        path.write_bytes(wheel(extra={PATH: text}))
        distribution = Distribution(
            filename=filename,
            project="example",
            version=Version("1.0"),
            allows_any_tag=True,
            allows_any_spelling=is_lenient,
        )
        try:
            return opened(path, PackageType.BDIST_WHEEL, distribution).warnings
        except Refused as refused:
            return refused.reason, refused.facts["problem"]

    return result_of


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "it has no Wheel-Version"),
        (b"\n", "it has no Wheel-Version"),
        (b"Wheel-Version:\nTag: py3-none-any\n", "it has no Wheel-Version"),
        (b"\xff", "it is not UTF-8"),
        (wheel_file(version="99.0"), "its Wheel-Version is 99.0, and installers only know"),
        (wheel_file(version="2.0"), "its Wheel-Version is 2.0, and installers only know"),
        (wheel_file(version="1"), "its Wheel-Version is '1', not like 1.0"),
        (wheel_file(version="one"), "its Wheel-Version is 'one', not like 1.0"),
        (wheel_file(version="1.\u0660"), "its Wheel-Version is '1.\u0660', not like 1.0"),
        (wheel_file() + b"Wheel-Version: 2.0\n", "it has Wheel-Version more than once"),
        (wheel_file() + b"root-is-purelib: no\n", "it has Root-Is-Purelib more than once"),
        (b"Wheel-Version: 1.0\nRoot-Is-Purelib: 1\n", "its Root-Is-Purelib is '1', not"),
        (wheel_file("py3"), "its Tag 'py3' is none"),
        (wheel_file("py3-none-<any>"), "its Tag 'py3-none-<any>' is none"),
        (wheel_file("-".join(["a" + ".a" * 99] * 3)), "it has more than 20000 tags"),
    ],
)
def test_a_wheel_file_that_installers_do_not_take(result_of, text, problem):
    for is_lenient in (True, False):
        reason, said = result_of(text, is_lenient=is_lenient)
        assert reason is Reason.WHEEL_FILE_INVALID
        assert said.startswith(problem)


@pytest.mark.parametrize(
    ("filename", "text"),
    [
        (WHEEL, wheel_file()),
        (WHEEL, wheel_file(version="1.9")),
        (WHEEL, wheel_file(version="0.1")),
        (WHEEL, wheel_file("PY3-None-Any").replace(b"\n", b"\r\n")),
        ("example-1.0-py2.py3-none-any.whl", wheel_file("py2.py3-none-any")),
        (
            "example-1.0-py2.py3-none-any.whl",
            wheel_file("py3-none-any", "Tag: py2-none-any"),
        ),
        (
            "example-1.0-cp39-abi3-a.b.whl",
            wheel_file("cp39-abi3-b", "Tag: cp39-abi3-b.a"),
        ),
        ("example-1.0-7x-py3-none-any.whl", wheel_file("py3-none-any", "Build: 7x")),
    ],
)
def test_a_wheel_file_that_agrees(result_of, filename, text):
    assert result_of(text, filename) == ()


@pytest.mark.parametrize(
    ("filename", "text", "problem"),
    [
        (
            WHEEL,
            wheel_file("cp311-cp311-linux_x86_64"),
            "the tags in its filename are py3-none-any, those in WHEEL "
            "cp311-cp311-linux_x86_64",
        ),
        (
            "example-1.0-py2.py3-none-any.whl",
            wheel_file(),
            "the tags in its filename are py2-none-any, py3-none-any, those in WHEEL "
            "py3-none-any",
        ),
        (
            WHEEL,
            b"Wheel-Version: 1.0\n",
            "the tags in its filename are py3-none-any, those in WHEEL are missing",
        ),
        (
            "example-1.0-2-py3-none-any.whl",
            wheel_file("py3-none-any", "Build: 1"),
            "the build tag in its filename is '2', the one in WHEEL '1'",
        ),
        (
            WHEEL,
            wheel_file("py3-none-any", "Build: 1"),
            "the build tag in its filename is '', the one in WHEEL '1'",
        ),
    ],
)
def test_a_wheel_file_that_disagrees(result_of, filename, text, problem):
    assert result_of(text, filename) == (Reason.WHEEL_FILE_DISAGREES, problem)
    warning = f"Wheel {filename} is not what it says: {problem}."
    assert result_of(text, filename, is_lenient=True) == (warning,)


def test_many_tags_are_not_all_named():
    tags = [f"Tag: py3-none-p{number}" for number in range(9)]
    found = parsed_wheel_file(wheel_file("py3-none-any", *tags))
    [problem] = disagreements(WHEEL, found)
    assert problem.endswith("py3-none-p2, py3-none-p3, ...")
