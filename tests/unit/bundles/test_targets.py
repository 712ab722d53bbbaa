"""Tags and markers of a target are those that an installer there has."""

import sys

import pytest
from packaging.markers import default_environment
from packaging.tags import sys_tags

from warehouse.bundles.errors import RequestInvalid
from warehouse.bundles.targets import Target, targets


def tags(platform, python="3.12"):
    return [str(each) for each in Target(python, platform).tags]


def test_this_machine_is_what_installers_see_here():
    (found,) = targets([], [])
    assert list(map(str, found.tags))[:20] == list(map(str, sys_tags()))[:20]
    here = {name: str(value) for name, value in default_environment().items()}
    alike = ("os_name", "sys_platform", "platform_machine", "python_version")
    assert {key: found.environment[key] for key in alike} == {
        key: here[key] for key in alike
    }
    assert f"{sys.version_info.major}." in str(found)


@pytest.mark.parametrize(
    ("platform", "has", "has_not"),
    [
        ("manylinux_2_28_x86_64", "manylinux_2_28_x86_64", "manylinux_2_29_x86_64"),
        ("manylinux_2_28_x86_64", "manylinux2014_x86_64", "manylinux_2_28_aarch64"),
        ("manylinux_2_28_x86_64", "manylinux1_x86_64", "musllinux_1_1_x86_64"),
        ("manylinux_2_28_aarch64", "manylinux2014_aarch64", "manylinux2010_aarch64"),
        ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_18_x86_64"),
        ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64", "manylinux1_x86_64"),
        ("linux_armv7l", "linux_armv7l", "linux_x86_64"),
        ("macosx_11_0_arm64", "macosx_11_0_arm64", "macosx_12_0_arm64"),
        ("macosx_14_0_arm64", "macosx_11_0_universal2", "macosx_14_0_x86_64"),
        ("win_amd64", "win_amd64", "win32"),
    ],
)
def test_older_platforms_fit_and_newer_ones_do_not(platform, has, has_not):
    found = tags(platform)
    assert f"cp312-cp312-{has}" in found
    assert f"cp312-cp312-{has_not}" not in found
    assert {"py3-none-any", f"cp311-abi3-{has}", "py312-none-any"} <= set(found)


@pytest.mark.parametrize(
    ("platform", "values"),
    [
        ("manylinux_2_28_aarch64", ("posix", "linux", "Linux", "aarch64")),
        ("manylinux2014_x86_64", ("posix", "linux", "Linux", "x86_64")),
        ("musllinux_1_2_x86_64", ("posix", "linux", "Linux", "x86_64")),
        ("macosx_11_0_arm64", ("posix", "darwin", "Darwin", "arm64")),
        ("win32", ("nt", "win32", "Windows", "x86")),
    ],
)
def test_markers_are_those_of_the_target(platform, values):
    found = Target("3.12.4", platform).environment
    names = ("os_name", "sys_platform", "platform_system", "platform_machine")
    assert tuple(found[name] for name in names) == values
    assert (found["python_version"], found["python_full_version"]) == ("3.12", "3.12.4")


@pytest.mark.parametrize(
    ("python", "platform"),
    [("2.7", "win32"), ("3", "win32"), ("3.12", "amiga"), ("3.12", "manylinux_3_1_x86_64")],
)
def test_other_targets_are_refused(python, platform):
    with pytest.raises(RequestInvalid):
        targets([python], [platform])


def test_every_python_meets_every_platform():
    found = targets(["3.11", "3.12", "3.11"], ["win32", "win_amd64"])
    assert [str(each) for each in found] == [
        "Python 3.11 on win32",
        "Python 3.11 on win_amd64",
        "Python 3.12 on win32",
        "Python 3.12 on win_amd64",
    ]
