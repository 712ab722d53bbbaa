"""Words and facets of the document of a project."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from trove_classifiers import classifiers

from warehouse.search.documents import (
    LICENSES,
    facets_of,
    python_versions,
    row_of,
)
from warehouse.search.facts import ProjectFacts


def facts(**given: Any) -> ProjectFacts:
    values = {
        "project_id": UUID(int=1),
        "name": "Example",
        "status": "active",
        "created": None,
        "version": "1.0",
        "summary": None,
        "keywords": None,
        "requires_python": None,
        "license_expression": None,
        "description": "",
        "classifiers": [],
        "has_wheel": False,
        "has_provenance": False,
        "releases": 1,
        "updated": datetime(2026, 1, 1),  # noqa: DTZ001
    }
    return ProjectFacts(**{**values, **given})


def of_kind(kind: str, **given: Any) -> set[str]:
    return {value for each, value in facets_of(facts(**given)) if each == kind}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("requests", "requests"),
        ("scikit-learn", "scikit learn"),
        ("zope.interface", "zope interface"),
        ("BeautifulSoup", "BeautifulSoup Beautiful Soup"),
        ("HTTPServer2", "HTTPServer2 HTTP Server 2"),
    ],
)
def test_words_of_a_name(name, words):
    assert row_of(facts(name=name))["name_words"] == words


def test_text_is_cut_into_words():
    row = row_of(facts(summary="A/B: c\0d_e", keywords="x,y; z", description="# T\n`f()`"))
    assert row["summary_words"] == "A B c d e"
    assert row["summary"] == "A/B: cd_e"
    assert row["keyword_words"] == "x y z"
    assert row["description_words"] == "T f"


def test_a_classifier_is_also_what_it_is_below():
    found = of_kind("classifier", classifiers=["Framework :: Django :: 5.0"])
    assert found == {"Framework", "Framework :: Django", "Framework :: Django :: 5.0"}


@pytest.mark.parametrize(
    ("expression", "classified", "found"),
    [
        (None, [], set()),
        ("MIT", ["License :: OSI Approved :: BSD License"], {"MIT"}),
        ("MIT OR (Apache-2.0 AND GPL-2.0+)", [], {"MIT", "Apache-2.0", "GPL-2.0+"}),
        (None, ["License :: OSI Approved :: MIT License"], {"MIT"}),
        (None, ["License :: Other/Proprietary License"], set()),
    ],
)
def test_licences_come_from_expressions_and_classifiers(expression, classified, found):
    given = {"license_expression": expression, "classifiers": classified}
    assert of_kind("license", **given) == found


def test_licences_are_those_of_classifiers():
    assert {each.rpartition(" :: ")[2] for each in classifiers} >= LICENSES.keys()


def test_versions_of_python():
    assert of_kind("python") == set()
    named = ["Programming Language :: Python :: 3.9", "Programming Language :: Python :: 3"]
    assert of_kind("python", classifiers=named) == {"3.9"}
    given = of_kind("python", requires_python=">=3.10.2,<3.13", classifiers=named)
    assert given == {"3.10", "3.11", "3.12"}
    assert of_kind("python", requires_python="three") == set()
    assert python_versions().index("3.9") < python_versions().index("3.10")


def test_wheels_and_status():
    found = facets_of(facts(has_wheel=True, has_provenance=True, status="archived"))
    assert found == {
        ("wheels", "yes"),
        ("has", "provenance"),
        ("status", "archived"),
    }


def tags(**given: Any) -> set[str]:
    return set(row_of(facts(**given))["tags"])


def test_tags_are_what_operators_find():
    assert tags(imports=["yaml", "a.B.c"]) == {"import:yaml"} | {
        "import:a",
        "import:a.b",
        "import:a.b.c",
    }
    assert tags(commands=["Black"]) == {"command:black"}
    assert tags(requires=["Six>=1; extra == 'x'", "a.b"]) == {"depends:six", "depends:a-b"}
    assert tags(provides=["old (1.0)"]) == {"provides:old"}
    assert tags(keywords="web, x\0y") == {"keyword:web", "keyword:xy"}
    assert tags(keywords="a b", keyword_list=["a b"]) == {"keyword:a b"}


def test_addresses_are_no_names_of_authors():
    found = tags(authors="Jo Doe, ann@example.com, Ed <ed@example.org>")
    assert found == {"author:jo", "author:doe", "author:ed"}
    assert tags(authors="=?utf-8?q?J=C3=BCrgen?= <j@example.com>") == {"author:jürgen"}


def test_names_to_import_are_words_unless_the_name_says_them():
    words = row_of(facts(name="PyYAML", imports=["yaml", "pyyaml"]))["keyword_words"]
    assert words == "yaml"


def test_files_and_types_are_facets():
    assert of_kind("has", has_sdist=True, is_typed=True) == {"sdist", "types"}
    assert of_kind("has", name="types-six") == of_kind("has", name="a-stubs") == {"types"}
    assert of_kind("has", classifiers=["Typing :: Typed"]) == {"types"}
    assert of_kind("is", is_latest_yanked=True) == {"yanked-latest"}


def test_standing_grows_with_releases_and_with_youth():
    plain = row_of(facts())["standing"]
    assert row_of(facts(releases=10))["standing"] > plain
    old = datetime(1999, 1, 1)  # noqa: DTZ001
    assert 0 < row_of(facts(updated=old))["standing"] < plain
