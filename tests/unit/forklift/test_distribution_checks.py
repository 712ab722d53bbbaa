"""Names of distributions, and what must be in them."""

import base64
import hashlib
import re

import pytest
from packaging.version import Version

from tests.builders.wheels import members, metadata, record, wheel, wheel_file, zipped
from tests.builders.zips import Entry, archive
from warehouse.forklift.archives import opened_wheel
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.described import DESCRIBED_CHECKS
from warehouse.forklift.checks.wheel import WHEEL_NAME_CHECKS
from warehouse.forklift.metadata import check, from_file
from warehouse.forklift.opening import opened
from warehouse.forklift.platform_tags import is_supported
from warehouse.forklift.record import RecordUnreadable, record_differences
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.values import Described, Distribution
from warehouse.packaging import limits
from warehouse.packaging.descriptions import Rendered
from warehouse.packaging.models import PackageType

WHEEL = "example-1.0-py3-none-any.whl"
INFO = "example-1.0.dist-info"


def refused(value, checks):
    with pytest.raises(Refused) as caught:
        examine(value, checks)
    return caught.value


def distribution(filename, project="some-thing", version="1.0", **changes):
    return Distribution(
        filename=filename, project=project, version=Version(version), **changes
    )


@pytest.mark.parametrize(
    ("filename", "text"),
    [
        ("some_thing-1.0-any.whl", "Invalid wheel filename (wrong number of parts)"),
        ("some_thing-dog-py3-none-any.whl", "Invalid wheel filename (invalid version)"),
        ("some_thing-1.0-x-py3-none-any.whl", "Invalid build number: x"),
        ("some_thing-1.0-1+x-py3-none-any.whl", "Invalid build number: 1+x"),
        ("some_thing-1.0-1!-py3-none-any.whl", "Invalid build number: 1!"),
        ("some_thing-1.0-py+3-none-any.whl", "Invalid wheel filename (invalid tags)"),
        ("some_thing-1.0-py3..py2-none-any.whl", "Invalid wheel filename (invalid tags)"),
        ("some_thing-1.0-py3--any.whl", "Invalid wheel filename (invalid tags)"),
        ("some_thing-1.0-1-py3-none-any!.whl", "Invalid wheel filename (invalid tags)"),
        ("some__thing-1.0-py3-none-any.whl", "Invalid project name"),
        (
            "some_thing-1.0-py3-none-linux_x86_64.whl",
            "Binary wheel 'some_thing-1.0-py3-none-linux_x86_64.whl' has an unsupported "
            "platform tag 'linux_x86_64'.",
        ),
        (
            "some_thing-1.0-py3-none-any.macosx_11_1_arm64.whl",
            "Binary wheel 'some_thing-1.0-py3-none-any.macosx_11_1_arm64.whl' has an "
            "unsupported platform tag 'macosx_11_1_arm64'.",
        ),
        (
            "other-1.0-py3-none-any.whl",
            "Start filename for 'some-thing' with 'some_thing'.",
        ),
        (
            "Some_Thing-1.0-py3-none-any.whl",
            "Filename 'Some_Thing-1.0-py3-none-any.whl' should contain the normalized "
            "project name 'some_thing', not 'Some_Thing'.",
        ),
        (
            "some_thing-2.0-py3-none-any.whl",
            "Version in filename should be '1.0' not '2.0'.",
        ),
    ],
)
def test_wheels_have_a_name(filename, text):
    assert refused(distribution(filename), WHEEL_NAME_CHECKS).message("").startswith(text)


def test_versions_of_wheels_are_compared_and_not_spelled():
    examine(distribution("some_thing-1.0.0-1a-py3-none-any.whl"), WHEEL_NAME_CHECKS)


def test_an_operator_may_admit_every_tag():
    name = "some_thing-1.0-py3-none-linux_x86_64.whl"
    examine(distribution(name, allows_any_tag=True), WHEEL_NAME_CHECKS)


@pytest.mark.parametrize(
    ("tag", "is_known"),
    [
        ("any", True),
        ("win_arm64", True),
        ("manylinux1_x86_64", True),
        ("manylinux1_aarch64", False),
        ("manylinux2014_s390x", True),
        ("manylinux_2_28_riscv64", True),
        ("musllinux_1_2_ppc64", False),
        ("linux_armv7l", True),
        ("linux_x86_64", False),
        ("macosx_10_9_universal2", True),
        ("macosx_26_0_arm64", True),
        ("macosx_16_0_arm64", False),
        ("macosx_11_1_arm64", False),
        ("ios_13_0_arm64_iphoneos", True),
        ("ios_13_0_arm64_iphoneosx", False),
        ("android_21_x86_64", True),
        ("android_21_x86_64_more", False),
        ("pyemscripten_2026_0_wasm32", True),
        ("win32\n", False),
    ],
)
def test_the_list_of_platforms(tag, is_known):
    assert is_supported(tag) is is_known


@pytest.fixture
def reason_of(tmp_path):
    def reason_of(data, filename=WHEEL, project="example"):
        path = tmp_path / "wheel"
        path.write_bytes(data)
        value = distribution(filename, project)
        try:
            opened(path, PackageType.BDIST_WHEEL, value)
        except Refused as refusal:
            return refusal.reason, refusal.facts.get("differences", "")
        return None, ""

    return reason_of


def line(name, data, algorithm="sha256", size=None):
    digest = base64.urlsafe_b64encode(hashlib.new(algorithm, data).digest())
    length = len(data) if size is None else size
    return f"{name},{algorithm}={digest.decode().rstrip('=')},{length}\n".encode()


def in_hexadecimal(text):
    """A RECORD as uv_build wrote it until its version 0.8.12."""

    def changed(match):
        return b"sha256=" + base64.urlsafe_b64decode(match[1] + b"=").hex().encode()

    return re.sub(rb"sha256=([^,]+)", changed, text)


GOOD = record(members(), f"{INFO}/RECORD")


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        (GOOD + line("ghost.py", b""), "'ghost.py' is listed, but not there"),
        (GOOD.partition(b"\n")[2], "'example/__init__.py' is there, but not listed"),
        (
            GOOD.replace(b"sha256=", b"sha256=AA"),
            "'example/__init__.py' does not have the digest that is listed; "
            "'example-1.0.dist-info/METADATA' does not have the digest that is listed; "
            "'example-1.0.dist-info/WHEEL' does not have the digest that is listed",
        ),
        (
            GOOD.replace(b",12\n", b",13\n"),
            "'example/__init__.py' does not have the size that is listed",
        ),
        (
            in_hexadecimal(line("example/__init__.py", b"answer = 43\n"))
            + GOOD.partition(b"\n")[2],
            "'example/__init__.py' does not have the digest that is listed, which is in "
            "hexadecimal where URL-safe base64 without padding is expected (uv_build "
            "writes that since 0.8.13: upgrade it)",
        ),
        (
            line("example/__init__.py", b"answer = 42\n", "md5") + GOOD.partition(b"\n")[2],
            "'example/__init__.py' is listed without a digest of at least SHA-256",
        ),
    ],
)
def test_a_record_that_lies_is_refused(reason_of, text, difference):
    assert reason_of(wheel(record_file=text)) == (Reason.RECORD_MISMATCH, difference)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace(b"example/__init__", b"example\\__init__"),
        GOOD + f"{INFO}/RECORD.jws,,\n".encode(),
        line("example/__init__.py", b"answer = 42\n", "sha512") + GOOD.partition(b"\n")[2],
        GOOD.replace(b"\n", b"\r\n"),
        GOOD + GOOD,
        GOOD + GOOD.replace(b"example/__init__", b"example\\__init__"),
        in_hexadecimal(GOOD),
        in_hexadecimal(GOOD).replace(b"sha256=a", b"sha256=A"),
    ],
)
def test_a_record_that_tells_the_truth_passes(reason_of, text):
    assert reason_of(wheel(record_file=text)) == (None, "")


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({f"{INFO}/RECORD": None}, Reason.RECORD_MISSING),
        ({f"{INFO}/METADATA": None}, Reason.METADATA_MISSING),
        ({f"{INFO}/WHEEL": None}, Reason.WHEEL_FILE_MISSING),
        ({"other-1.0.dist-info/METADATA": b""}, Reason.DIST_INFO_NOT_ONE),
        ({"../evil": b""}, Reason.MEMBER_UNSAFE),
        ({"/evil": b""}, Reason.MEMBER_UNSAFE),
        ({"a\\evil": b""}, Reason.MEMBER_UNSAFE),
        ({"C:/evil": b""}, Reason.MEMBER_UNSAFE),
        ({"a": b"", "a/b": b""}, Reason.MEMBER_UNSAFE),
        ({f"{INFO}/entry_points.txt": b"\xff"}, Reason.ENTRY_POINTS_INVALID),
        ({f"{INFO}/entry_points.txt": b"x"}, Reason.ENTRY_POINTS_INVALID),
        (
            {f"{INFO}/entry_points.txt": b"[console_scripts]\na b = c:d"},
            Reason.ENTRY_POINTS_INVALID,
        ),
        (
            {f"{INFO}/entry_points.txt": b"[gui_scripts]\n../x = c:d"},
            Reason.ENTRY_POINTS_INVALID,
        ),
        *[
            (
                {f"{INFO}/entry_points.txt": b"[console_scripts]\n" + line},
                Reason.ENTRY_POINTS_INVALID,
            )
            for line in (b".. = a:b", b"a = b", b"a = b:c()", b"a =", b"a = :b", b"=b:c")
        ],
        (
            {f"{INFO}/entry_points.txt": b"[console_scripts]\na=b:c\n[gui_scripts]\nA=b:c"},
            Reason.ENTRY_POINTS_INVALID,
        ),
    ],
)
def test_wheels_that_are_not_right_inside(reason_of, extra, reason):
    assert reason_of(wheel(extra=extra))[0] is reason


def test_entry_points_with_percent_and_case_pass(reason_of):
    text = (
        b"[console_scripts]\nRun-it.2 = a:b\nc = d : e.f [g,h]\n[x]\nany thing = %(oops)s\n"
    )
    assert reason_of(wheel(extra={f"{INFO}/entry_points.txt": text}))[0] is None


def test_devices_of_windows_matter_there_only(reason_of):
    for name in ("example/aux.py", "example/x:y"):
        assert reason_of(wheel(extra={name: b""}))[0] is None
        data = wheel(extra={name: b"", f"{INFO}/WHEEL": wheel_file("py3-none-win32")})
        found = reason_of(data, "example-1.0-py3-none-win32.whl")
        assert found[0] is Reason.MEMBER_UNSAFE


def test_members_are_what_their_names_say(reason_of):
    contents = members()
    contents[f"{INFO}/RECORD"] = record(contents, f"{INFO}/RECORD")
    entries = [Entry(name.encode(), data) for name, data in contents.items()]
    assert reason_of(archive(*entries))[0] is None
    for name, mode in (
        (b"a", 0o120777),
        (b"a", 0o040755),
        (b"a", 0o020644),
        (b"a/", 0o120777),
    ):
        odd = Entry(name, b"", central={"mode": mode})
        assert reason_of(archive(*entries, odd))[0] is Reason.MEMBER_UNSAFE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.RECORD_MISMATCH),
        (b"a,b\n", Reason.RECORD_UNREADABLE),
        (b"\xff", Reason.RECORD_UNREADABLE),
        (b'"a', Reason.RECORD_UNREADABLE),
        (GOOD + line("example/__init__.py", b"other"), Reason.RECORD_UNREADABLE),
    ],
)
def test_records_that_cannot_be_read(reason_of, data, reason):
    assert reason_of(wheel(record_file=data))[0] is reason


def test_a_record_of_too_many_rows_is_not_read(tmp_path):
    most = limits.RECORD_ROWS.most
    rows = b"".join(b"a%d,,\n" % number for number in range(most + 1))
    path = tmp_path / "wheel"
    path.write_bytes(wheel(record_file=rows))
    with pytest.raises(RecordUnreadable, match=f"more than {most} rows"):
        record_differences(opened_wheel(path), "example-1.0.dist-info")


def test_an_empty_zip_is_no_wheel(reason_of):
    assert reason_of(zipped({}))[0] is Reason.WHEEL_FILE_MISSING


def described(core, form=None, members=()):
    rendered = Rendered(None) if core.endswith(b"*oops") else Rendered("")
    return Described(
        filename="x.whl",
        form=check(from_file(form or metadata())),
        core=check(from_file(core)),
        license_root="x",
        members=frozenset(members),
        rendered=rendered,
    )


@pytest.mark.parametrize(
    ("core", "reason"),
    [
        (metadata("other"), Reason.METADATA_DISAGREES),
        (metadata(version="2.0"), Reason.METADATA_DISAGREES),
        (metadata(body="*oops"), Reason.DESCRIPTION_NOT_RENDERED),
        (
            metadata(metadata_version="2.4", License_File="LICENSE"),
            Reason.LICENSE_MISSING,
        ),
    ],
)
def test_the_metadata_agrees_with_the_rest(core, reason):
    assert refused(described(core), DESCRIBED_CHECKS).reason is reason


def test_spelling_is_no_disagreement():
    form = metadata("Some.Thing", "1.0.0")
    examine(described(metadata("some_thing"), form), DESCRIBED_CHECKS)


def test_licenses_of_old_metadata_are_not_looked_for():
    examine(described(metadata(License_File="LICENSE")), DESCRIBED_CHECKS)
    core = metadata(metadata_version="2.4", License_File="a/LICENSE")
    examine(described(core, members=["x/a/LICENSE"]), DESCRIBED_CHECKS)


def test_a_form_may_say_what_the_file_says_before_its_time():
    old = metadata(License_File="LICENSE")
    examine(described(old, old), DESCRIBED_CHECKS)
    newer = metadata(metadata_version="2.4", License_File="LICENSE")
    examine(described(newer, old, members=["x/LICENSE"]), DESCRIBED_CHECKS)
    refusal = refused(described(metadata(), old), DESCRIBED_CHECKS)
    assert "license-file introduced in metadata version 2.4, not 2.1" in refusal.message("")
