"""Each part of a rule lets files pass or hides them, and says why."""

from datetime import UTC, datetime, timedelta

import pytest

from warehouse.index_views.candidates import Candidate, KnownVulnerability
from warehouse.index_views.deciding import Part, Said, decide
from warehouse.index_views.explanations import explain, objection, title
from warehouse.index_views.reading import read_rule
from warehouse.index_views.rules import Rule

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def candidate(filename="example-1.0-py3-none-any.whl", **facts):
    version = facts.pop("version", "1.0")
    age = facts.pop("age", 100)
    uploaded = NOW - timedelta(days=age)
    return Candidate(
        **{
            "source": "own",
            "project": "example",
            "version": version,
            "filename": filename,
            "uploaded": uploaded,
            "first_seen": uploaded,
            **facts,
        }
    )


def verdict_of(document, it, part):
    decision = decide(read_rule(document), it, NOW)
    [verdict] = [each for each in decision.verdicts if each.part is part]
    assert explain(verdict).english
    assert title(part).english
    return verdict


def high(*ids):
    return tuple(KnownVulnerability(each, "high") for each in ids)


CASES = [
    ("", {}, Part.SOURCES, Said.FROM_SOURCE),
    ("", {"source": "pypi"}, Part.SOURCES, Said.OTHER_SOURCE),
    ("deny = ['example']", {}, Part.DENY, Said.DENIED),
    ("deny = ['example<1']", {}, Part.DENY, Said.NOT_DENIED),
    ("deny = ['example<1']", {"version": "0.9"}, Part.DENY, Said.DENIED),
    ("deny = ['example<2']", {"version": "2.0a1"}, Part.DENY, Said.NOT_DENIED),
    ("deny = ['example<=2']", {"version": "2.0a1"}, Part.DENY, Said.DENIED),
    ("deny = ['example<9']", {"version": "of-old"}, Part.DENY, Said.NOT_DENIED),
    ("deny = ['exam*']", {"version": "of-old"}, Part.DENY, Said.DENIED),
    ("deny = ['EX_ample.-Two']", {"project": "ex-ample-two"}, Part.DENY, Said.DENIED),
    ("allow = ['acme-*', 'example>=1']", {}, Part.ALLOW, Said.ALLOWED),
    ("allow = ['acme-*']", {}, Part.ALLOW, Said.NOT_ALLOWED),
    ("cooldown-days = 7", {"age": 7}, Part.COOLDOWN, Said.OLD_ENOUGH),
    ("cooldown-days = 7", {"age": 6.9999}, Part.COOLDOWN, Said.TOO_NEW),
    ("cooldown-days = 0", {"age": 0}, Part.COOLDOWN, Said.OLD_ENOUGH),
    (
        "cooldown-days = 7\ncooldown-except = ['exa*']",
        {"age": 0},
        Part.COOLDOWN,
        Said.EXEMPT,
    ),
    (
        "cooldown-days = 7\ncooldown-except = ['acme']",
        {"age": 0},
        Part.COOLDOWN,
        Said.TOO_NEW,
    ),
    ("cooldown-days = 7", {"age": 0, "fixes": ("CVE-1",)}, Part.COOLDOWN, Said.FIXES),
    (
        "cooldown-days = 7\ncooldown-except-fixes = false",
        {"age": 0, "fixes": ("CVE-1",)},
        Part.COOLDOWN,
        Said.TOO_NEW,
    ),
    ("[advisories]", {}, Part.ADVISORIES, Said.NOT_VULNERABLE),
    ("[advisories]", {"vulnerabilities": high("A")}, Part.ADVISORIES, Said.VULNERABLE),
    (
        "[advisories]\nhide-from = 'critical'",
        {"vulnerabilities": high("A")},
        Part.ADVISORIES,
        Said.NOT_VULNERABLE,
    ),
    (
        "[advisories]\nhide-from = 'high'\nignore = ['A']",
        {"vulnerabilities": high("A")},
        Part.ADVISORIES,
        Said.NOT_VULNERABLE,
    ),
    (
        "[advisories]\nhide-from = 'critical'",
        {"vulnerabilities": (KnownVulnerability("A"),)},
        Part.ADVISORIES,
        Said.VULNERABLE,
    ),
    (
        "[advisories]\nunknown = 'show'",
        {"vulnerabilities": (KnownVulnerability("A"),)},
        Part.ADVISORIES,
        Said.NOT_VULNERABLE,
    ),
    (
        "[licences]\nallow = ['mit']",
        {"licence": "MIT"},
        Part.LICENCES,
        Said.LICENCE_ALLOWED,
    ),
    (
        "[licences]\nallow = ['BSD-*']",
        {"licence": "MIT"},
        Part.LICENCES,
        Said.LICENCE_NOT_ALLOWED,
    ),
    (
        "[licences]\ndeny = ['AGPL-*']",
        {"licence": "AGPL-3.0-only"},
        Part.LICENCES,
        Said.LICENCE_NOT_ALLOWED,
    ),
    (
        "[licences]\ndeny = ['AGPL-*']",
        {"licence": "MIT"},
        Part.LICENCES,
        Said.LICENCE_ALLOWED,
    ),
    ("[licences]", {}, Part.LICENCES, Said.LICENCE_UNKNOWN),
    ("[licences]", {"is_licence_read": False}, Part.LICENCES, Said.LICENCE_UNREAD),
    ("[licences]", {"licence": "free"}, Part.LICENCES, Said.LICENCE_UNKNOWN),
    ("only-with-provenance = true", {}, Part.PROVENANCE, Said.NO_PROVENANCE),
    (
        "only-with-provenance = true",
        {"claims_provenance": True},
        Part.PROVENANCE,
        Said.UNVERIFIED_PROVENANCE,
    ),
    (
        "only-with-provenance = true\nbelieve-upstream-provenance = true",
        {"claims_provenance": True},
        Part.PROVENANCE,
        Said.BELIEVED_PROVENANCE,
    ),
    (
        "only-with-provenance = true",
        {"has_provenance": True},
        Part.PROVENANCE,
        Said.HAS_PROVENANCE,
    ),
    ("only-trusted-publishers = true", {}, Part.TRUSTED, Said.NOT_TRUSTED),
    (
        "only-trusted-publishers = true",
        {"is_trusted": True},
        Part.TRUSTED,
        Said.TRUSTED,
    ),
    ("only-wheels = true", {}, Part.WHEELS, Said.WHEEL),
    (
        "only-wheels = true",
        {"filename": "example-1.0.tar.gz"},
        Part.WHEELS,
        Said.NO_WHEEL,
    ),
    ("prereleases = false", {}, Part.PRERELEASES, Said.FINAL),
    ("prereleases = false", {"version": "2.0rc1"}, Part.PRERELEASES, Said.PRERELEASE),
    ("yanked = false", {}, Part.YANKED, Said.NOT_YANKED),
    ("yanked = false", {"yanked": True}, Part.YANKED, Said.YANKED),
]
HIDING = {
    *(Said.OTHER_SOURCE, Said.DENIED, Said.NOT_ALLOWED, Said.TOO_NEW, Said.VULNERABLE),
    *(Said.LICENCE_NOT_ALLOWED, Said.LICENCE_UNKNOWN, Said.NO_PROVENANCE),
    *(Said.UNVERIFIED_PROVENANCE, Said.LICENCE_UNREAD),
    *(Said.NOT_TRUSTED, Said.NO_WHEEL, Said.PRERELEASE, Said.YANKED),
    *(Said.OTHER_PYTHON, Said.OTHER_PLATFORM),
}


@pytest.mark.parametrize(("document", "facts", "part", "said"), CASES)
def test_a_part_says_what_it_does(document, facts, part, said):
    verdict = verdict_of(document, candidate(**facts), part)
    assert verdict.said is said
    assert verdict.passes == (said not in HIDING)


PYTHONS = [
    ("example-1.0-py3-none-any.whl", None, True),
    ("example-1.0-py2.py3-none-any.whl", None, True),
    ("example-1.0-py2-none-any.whl", None, False),
    ("example-1.0-py311-none-any.whl", None, True),
    ("example-1.0-py313-none-any.whl", None, False),
    ("example-1.0-cp312-cp312-linux_x86_64.whl", None, True),
    ("example-1.0-cp311-cp311-linux_x86_64.whl", None, False),
    ("example-1.0-cp39-abi3-linux_x86_64.whl", None, True),
    ("example-1.0-cp313-abi3-linux_x86_64.whl", None, False),
    ("example-1.0-none-none-any.whl", None, False),
    ("example-1.0-and-some-other-thing-any.whl", None, False),
    ("example-1.0.tar.gz", None, True),
    ("example-1.0.tar.gz", ">=3.9", True),
    ("example-1.0.tar.gz", ">=3.12.1", True),
    ("example-1.0.tar.gz", "<3.12", False),
    ("example-1.0.tar.gz", ">=3.13", False),
    ("example-1.0.tar.gz", "whatever", True),
]


@pytest.mark.parametrize(("filename", "requires", "passes"), PYTHONS)
def test_files_that_no_named_python_can_use_are_hidden(filename, requires, passes):
    it = candidate(filename, requires_python=requires)
    verdict = verdict_of("python = ['3.12']", it, Part.PYTHON)
    assert verdict.passes is passes


PLATFORMS = [
    ("example-1.0-py3-none-any.whl", True),
    ("example-1.0.tar.gz", True),
    ("example-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", True),
    ("example-1.0-cp312-cp312-manylinux_2_17_aarch64.whl", False),
    ("example-1.0-cp312-cp312-win_amd64.whl", False),
]


@pytest.mark.parametrize(("filename", "passes"), PLATFORMS)
def test_files_for_other_platforms_are_hidden(filename, passes):
    document = "platforms = ['manylinux*_x86_64']"
    assert verdict_of(document, candidate(filename), Part.PLATFORMS).passes is passes


def test_every_part_and_every_sentence_is_tried():
    assert {part for _, _, part, _ in CASES} | {Part.PYTHON, Part.PLATFORMS} == {*Part}
    last = {
        *(Said.RUNS_ON_PYTHON, Said.OTHER_PYTHON),
        *(Said.RUNS_ON_PLATFORM, Said.OTHER_PLATFORM),
    }
    assert {said for *_, said in CASES} | last == {*Said}


def test_a_rule_that_says_nothing_shows_all():
    decision = decide(Rule(), candidate(age=0, yanked=True), NOW)
    assert decision.is_visible
    assert decision.visible_from is None


def test_a_file_comes_of_age_at_the_very_moment():
    rule, it = read_rule("cooldown-days = 7"), candidate(age=6)
    decision = decide(rule, it, NOW)
    moment = NOW + timedelta(days=1)
    assert (decision.is_visible, decision.visible_from) == (False, moment)
    assert "2026-11-30 12:00 UTC" in objection(decision).english
    before = decide(rule, it, moment - timedelta(microseconds=1))
    assert not before.is_visible
    assert decide(rule, it, moment).is_visible


def test_time_alone_does_not_show_what_another_part_hides():
    rule = read_rule("cooldown-days = 7\nyanked = false")
    decision = decide(rule, candidate(age=6, yanked=True), NOW)
    assert decision.visible_from is None
    assert objection(decision).english == "It is yanked."


def test_a_file_without_an_upload_time_counts_from_when_it_was_seen():
    rule = read_rule("cooldown-days = 7")
    it = candidate(uploaded=None, first_seen=NOW - timedelta(days=8))
    assert decide(rule, it, NOW).is_visible
