"""Severity comes from a word or from a vector."""

import pytest

from warehouse.vulnerabilities.severity import Severity, base_score, severity_of, worst

ALL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        (ALL, 9.8),
        (ALL.replace("S:U", "S:C"), 10.0),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N", 5.5),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", 1.6),
        (f"{ALL}/E:P/RL:O", 9.8),
        (ALL.replace("C:H/I:H/A:H", "C:N/I:N/A:N"), 0.0),
    ],
)
def test_base_scores_are_those_of_the_specification(vector, score):
    assert base_score(vector) == score


@pytest.mark.parametrize(
    "vector",
    ["", "9.8", "CVSS:4.0/AV:N", ALL.replace("AV:N", "AV:X"), ALL.replace("/S:U", "")],
)
def test_other_vectors_have_no_score(vector):
    assert base_score(vector) is None


@pytest.mark.parametrize(
    ("document", "severity"),
    [
        ({}, None),
        ({"database_specific": {"severity": "MODERATE"}}, Severity.MEDIUM),
        (
            {"database_specific": {"severity": "bad"}, "severity": [{"score": ALL}]},
            Severity.CRITICAL,
        ),
        ({"severity": [{"score": "x"}, {"score": 9}, 5, {}]}, None),
        ({"severity": "high", "database_specific": []}, None),
        ({"severity": [{"score": ALL.replace("C:H/I:H/A:H", "C:N/I:N/A:N")}]}, None),
    ],
)
def test_the_word_of_an_advisory_counts_more_than_its_vector(document, severity):
    assert severity_of(document) == severity


def test_the_worst_is_the_most_severe_that_is_known():
    assert worst(["low", None, "high", "odd"]) is Severity.HIGH
    assert worst([None]) is None
