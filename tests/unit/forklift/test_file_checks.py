"""Files before they are opened."""

from datetime import UTC, datetime, timedelta

import pytest

from warehouse.forklift.checks import examine
from warehouse.forklift.checks.candidate import FILE_CHECKS, PLACEMENT_CHECKS
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.values import Candidate, Limits, Placement, Stored
from warehouse.packaging.models import PackageType

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MIB = 1024**2
SDIST, WHEEL = PackageType.SDIST, PackageType.BDIST_WHEEL


def candidate(filename="a-1.whl", kind=WHEEL, *, total=0, digests=None, **changes):
    file = {
        "filename": filename,
        "content_type": "application/octet-stream",
        "path": None,
        "size": 1000,
        "md5": "a" * 32,
        "sha256": "b" * 64,
        "blake2_256": "c" * 64,
        **changes,
    }
    return Candidate(
        project_name="a",
        project_size=total,
        file=SpooledFile(**file),
        packagetype=kind,
        digests=digests or {},
        limits=Limits(
            file_bytes=100 * MIB, project_bytes=1024 * MIB, open_for=timedelta(days=14)
        ),
    )


def refused(value, checks=FILE_CHECKS):
    with pytest.raises(Refused) as caught:
        examine(value, checks)
    return caught.value


@pytest.mark.parametrize(
    ("filename", "kind"),
    [("a-1.whl", WHEEL), ("a-1.tar.gz", SDIST), ("a-1.zip", SDIST)],
)
def test_good_files_pass(filename, kind):
    digests = {"md5_digest": "A" * 32, "sha256_digest": "b" * 64}
    examine(candidate(filename, kind, digests=digests), FILE_CHECKS)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"filename": "a\n.whl"}, Reason.FILENAME_UNPRINTABLE),
        ({"filename": "a\x7f.whl"}, Reason.FILENAME_UNPRINTABLE),
        ({"filename": "a/b.whl"}, Reason.FILENAME_HAS_SLASH),
        ({"filename": "a\\b.whl"}, Reason.FILENAME_HAS_SLASH),
        ({"filename": "a" * 250 + ".whl"}, Reason.FILENAME_TOO_LONG),
        ({"filename": "é" * 125 + ".whl"}, Reason.FILENAME_CHARACTERS),
        ({"filename": ""}, Reason.EXTENSION_UNKNOWN),
        ({"filename": "a-1.exe"}, Reason.EXTENSION_UNKNOWN),
        ({"filename": "a-1.WHL"}, Reason.EXTENSION_MISMATCH),
        ({"filename": "a-1.tar.gz"}, Reason.EXTENSION_MISMATCH),
        ({"filename": "a-1.whl", "kind": SDIST}, Reason.EXTENSION_MISMATCH),
        ({"content_type": ""}, Reason.CONTENT_TYPE_INVALID),
        ({"content_type": "Image/png"}, Reason.CONTENT_TYPE_INVALID),
        ({"size": 101 * MIB}, Reason.FILE_TOO_LARGE),
        ({"is_cut_off": True}, Reason.FILE_TOO_LARGE),
        ({"total": 1024 * MIB}, Reason.PROJECT_TOO_LARGE),
        ({"digests": {"md5_digest": "b"}}, Reason.DIGEST_MISMATCH),
        ({"digests": {"md5_digest": "é"}}, Reason.DIGEST_MISMATCH),
        ({"digests": {"blake2_256_digest": "d" * 64}}, Reason.DIGEST_MISMATCH),
    ],
)
def test_bad_files_are_refused(changes, reason):
    assert refused(candidate(**changes)).reason is reason


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("<", "'<'"),
        ("?", "'?'"),
        ("#", "'#'"),
        ("%", "'%'"),
        ("'", '"\'"'),
        (" ", "' '"),
        ("é", "U+00E9 (LATIN SMALL LETTER E WITH ACUTE)"),
        ("\u212a", "U+212A (KELVIN SIGN)"),
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("\u200b", "U+200B (ZERO WIDTH SPACE)"),
        ("\u0661", "U+0661 (ARABIC-INDIC DIGIT ONE)"),
        ("\x85", "U+0085 (unnamed character)"),
        ("\ud800", "U+D800 (unnamed character)"),
        ("\U0001f40d", "U+1F40D (SNAKE)"),
    ],
)
@pytest.mark.parametrize("kind", [SDIST, WHEEL])
def test_filenames_are_ascii(character, shown, kind):
    ending = ".whl" if kind is WHEEL else ".tar.gz"
    for name in (f"a{character}-1", f"a-1{character}", f"a-1-1{character}-py3-none-any"):
        refusal = refused(candidate(f"{name}{ending}", kind))
        assert refusal.reason is Reason.FILENAME_CHARACTERS
        assert refusal.message("").startswith(f"Cannot upload a file with {shown} in the")


def test_sizes_are_told_in_whole_mebibytes():
    text = refused(candidate(size=101 * MIB)).message("https://i.example")
    assert text.startswith("File too large. Limit for project 'a' is 100 MB.")
    text = refused(candidate(total=1024 * MIB)).message("")
    assert "Limit for project 'a' total size is 1 GB." in text


def placement(**changes):
    candidate_ = changes.pop("candidate", None) or candidate()
    return Placement(candidate=candidate_, now=NOW, **changes)


def stored(filename="a-1.whl", sha256="b" * 64, blake2_256="c" * 64):
    return Stored(filename=filename, sha256=sha256, blake2_256=blake2_256)


def test_only_the_very_same_file_is_already_there():
    assert placement(duplicate=stored()).is_already_stored
    assert placement(duplicate=stored(sha256="B" * 64)).is_already_stored
    assert not placement(duplicate=stored(filename="b.whl")).is_already_stored
    assert not placement(duplicate=stored(sha256=None)).is_already_stored
    assert not placement().is_already_stored


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"duplicate": stored(sha256="d" * 64)}, Reason.FILE_EXISTS),
        ({"duplicate": stored(filename="b.whl")}, Reason.FILE_EXISTS),
        ({"duplicate": stored(sha256=None, blake2_256=None)}, Reason.FILE_EXISTS),
        ({"is_name_used": True}, Reason.FILENAME_REUSED),
        ({"quarantined_version": "1.0"}, Reason.RELEASE_QUARANTINED),
        ({"release_created": NOW - timedelta(days=15)}, Reason.RELEASE_CLOSED),
        (
            {"candidate": candidate("a-1.tar.gz", SDIST), "has_sdist": True},
            Reason.SECOND_SDIST,
        ),
    ],
)
def test_an_upload_is_refused_for_a_file_or_status_in_its_way(changes, reason):
    assert refused(placement(**changes), PLACEMENT_CHECKS).reason is reason


def test_a_young_release_takes_more_files():
    value = placement(release_created=NOW - timedelta(days=13), has_sdist=True)
    examine(value, PLACEMENT_CHECKS)


def test_clients_that_skip_what_exists_know_the_words():
    found = refused(placement(duplicate=stored(sha256="d" * 64)), PLACEMENT_CHECKS)
    assert found.message("https://i.example").startswith("File already exists ('a-1.whl'")
