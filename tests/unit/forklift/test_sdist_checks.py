"""Names and roots of sdists, judged by values that are made by hand."""

import pytest
from packaging.version import Version

from warehouse.forklift.archives import TarContents
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.sdist import SDIST_CHECKS, SDIST_NAME_CHECKS
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.values import Distribution, Sdist


def refused(value, checks):
    with pytest.raises(Refused) as caught:
        examine(value, checks)
    return caught.value


def distribution(filename, **changes):
    return Distribution(
        filename=filename, project="some-thing", version=Version("1.0"), **changes
    )


@pytest.mark.parametrize(
    ("filename", "reason"),
    [
        ("some_thing.tar.gz", Reason.SDIST_NAME_INVALID),
        ("some_thing-dog.tar.gz", Reason.SDIST_NAME_INVALID),
        ("other-1.0.tar.gz", Reason.WRONG_PROJECT),
        ("some-thing-1.0.tar.gz", Reason.SDIST_NAME_NOT_CANONICAL),
        ("Some_Thing-1.0.tar.gz", Reason.SDIST_NAME_NOT_CANONICAL),
        ("some_thing-1.00.tar.gz", Reason.SDIST_NAME_NOT_CANONICAL),
        ("some_thing-1.0-9.tar.gz", Reason.SDIST_NAME_NOT_CANONICAL),
        ("some_thing-1.0.zip", Reason.SDIST_NAME_NOT_CANONICAL),
        ("some_thing-2.0.tar.gz", Reason.SDIST_NAME_NOT_CANONICAL),
    ],
)
def test_sdists_have_one_name(filename, reason):
    assert refused(distribution(filename), SDIST_NAME_CHECKS).reason is reason
    examine(distribution("some_thing-1.0.tar.gz"), SDIST_NAME_CHECKS)


@pytest.mark.parametrize("name", ["some-thing-1.0", "Some.Thing-1.0.0", "some_thing-01.0"])
def test_an_operator_may_admit_old_names_of_sdists(name):
    old = distribution(f"{name}.tar.gz", allows_any_spelling=True)
    examine(old, SDIST_NAME_CHECKS)


@pytest.mark.parametrize(
    "filename",
    [
        *("some_thing-2.0.tar.gz", "some_thing-1.0.zip", "other-1.0.tar.gz"),
        *(
            "some_thing-1.0-9.tar.gz",
            "some_thing.tar.gz",
            "-1.0.tar.gz",
            "some_thing-.tar.gz",
        ),
        *("some-thing-1.0+x.tar.gz", "s\u1ecdme_thing-1.0.tar.gz"),
    ],
)
def test_old_names_say_the_same_project_and_version(filename):
    old = distribution(filename, allows_any_spelling=True)
    assert refused(old, SDIST_NAME_CHECKS).reason.status == 400


@pytest.mark.parametrize(
    "root",
    [
        *["some_thing-1.0", "Some.Thing-1.0", "some-thing-1.0.0", "SOME__thing-v1"],
        *["some-thing", "Some_Thing"],
    ],
)
def test_a_root_may_be_spelled_as_ever(root):
    examine(sdist(root), SDIST_CHECKS)


@pytest.mark.parametrize(
    "root",
    [
        *["other-9", "other-1.0", "some_thing-2.0", "some_thing-1.0.post1", "other"],
        *["some_thing-1.0-x", "some-thing-else-1.0", "some_thing_1.0", "-1.0", "some"],
        *["some_th\u0131ng-1.0", "\u017fome_thing-1.0", "some_thing-1.\u0660"],
    ],
)
def test_a_root_is_not_another_projects(root):
    refusal = refused(sdist(root), SDIST_CHECKS)
    assert refusal.reason is Reason.ROOT_WRONG
    assert f"is called '{root}', should be 'some_thing-1.0'." in refusal.message("")


def sdist(root):
    contents = TarContents(root, {}, frozenset(), b"")
    return Sdist(distribution=distribution("some_thing-1.0.tar.gz"), contents=contents)
