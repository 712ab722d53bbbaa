"""The lines that tell installers to install."""

import pytest

from warehouse.pages.installers import MOST_EXTRAS, installers_for, requirement_of

URL = "https://packages.example/simple/"


def lines_of(site, wanted):
    return {
        tool.key: [
            " ".join(str(wanted) if word is None else word for word in line)
            for line in tool.lines
        ]
        for tool in installers_for(URL, site)
    }


def test_each_installer_is_told_of_the_index_by_what_is_copied():
    wanted = requirement_of("some-thing", "2.0", None, is_newest=False)
    assert lines_of("Our Index!", wanted) == {
        "pip": [f"pip install --index-url {URL} some-thing==2.0"],
        "uv": [f"uv add --index {URL} some-thing==2.0"],
        "poetry": [
            f"poetry source add our-index {URL}",
            "poetry add --source our-index some-thing==2.0",
        ],
        "pdm": [f"pdm config --local pypi.url {URL}", "pdm add some-thing==2.0"],
        "hatch": [
            *("dependencies = some-thing==2.0", "", "[tool.hatch.envs.default.env-vars]"),
            f'PIP_INDEX_URL = "{URL}"',
        ],
    }


def test_an_index_whose_name_has_no_letter_still_names_a_source():
    wanted = requirement_of("a", "1", None, is_newest=True)
    assert lines_of("索引", wanted)["poetry"][0] == f"poetry source add index {URL}"


@pytest.mark.parametrize("version", ["1.0; rm -rf ~", "$(id)", "a b", "1.0'", "`id`", ""])
def test_a_version_that_no_installer_understands_is_in_no_line(version):
    assert requirement_of("a", version, None, is_newest=False) is None


def test_a_version_that_means_something_to_a_shell_is_quoted():
    assert str(requirement_of("a", "1!2.0", None, is_newest=False)) == "'a==1!2.0'"
    assert str(requirement_of("a", "1!2.0", None, is_newest=True)) == "a"


def test_only_extras_with_valid_names_can_be_ticked_and_not_all_of_thousands():
    said = ["slow", "fast", "fast", "$(id)", 'a"', "", "-x", "é", "x" * 9]
    wanted = requirement_of("a", "1", said, is_newest=True)
    assert wanted.extras == ("fast", "slow", "x" * 9)
    many = requirement_of("a", "1", map(str, range(2_000)), is_newest=True)
    assert len(many.extras) == MOST_EXTRAS
