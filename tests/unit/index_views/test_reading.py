"""A rule is read strictly, and all that is wrong with it is said at once."""

import pytest

from warehouse.index_views.errors import RuleInvalid
from warehouse.index_views.reading import LONGEST, read_rule
from warehouse.index_views.rules import Fact, Rule

WHOLE = """
sources = ["own", "pypi"]
allow = ["acme-*", "requests<3"]
deny = ["evil"]
cooldown-days = 7
cooldown-except = ["acme-*"]
cooldown-except-fixes = false
only-with-provenance = true
only-trusted-publishers = true
only-wheels = true
prereleases = false
yanked = false
keep-files = true
python = ["3.12", "3.13", "3.12"]
platforms = ["manylinux*_x86_64"]
[advisories]
hide-from = "high"
unknown = "show"
ignore = ["PYSEC-2026-1"]
[licences]
allow = ["MIT", "BSD-*"]
deny = ["AGPL-*"]
unknown = "show"
"""


def problems(document, sources=("own",)):
    with pytest.raises(RuleInvalid) as refused:
        read_rule(document, sources)
    return refused.value.problems


def test_every_key_is_read():
    rule = read_rule(WHOLE, ["own", "pypi"])
    assert rule.sources == ("own", "pypi")
    assert [each.text for each in rule.allow] == ["acme-*", "requests<3"]
    assert rule.deny[0].name == "evil"
    assert rule.cooldown.days == 7
    assert rule.cooldown.exceptions[0].names("acme-tool")
    assert not rule.cooldown.spares_fixes
    asked = (rule.only_with_provenance, rule.only_trusted_publishers, rule.only_wheels)
    assert asked == (True, True, True)
    assert (rule.prereleases, rule.yanked, rule.keeps_files) == (False, False, True)
    assert rule.python == ((3, 12), (3, 13))
    assert rule.platforms == ("manylinux*_x86_64",)
    assert rule.advisories.ignored == {"PYSEC-2026-1"}
    assert not rule.advisories.hides_unknown
    assert rule.licences.allow == ("mit", "bsd-*")
    assert rule.licences.allows_unknown
    assert rule.needs == {Fact.VULNERABILITIES, Fact.PUBLISHERS, Fact.LICENCES}


def test_nothing_is_a_rule_that_hides_nothing():
    assert read_rule("") == Rule()
    assert read_rule("").needs == frozenset()


def test_a_stored_rule_may_name_a_source_that_is_gone():
    assert read_rule("sources = ['gone']").sources == ("gone",)


WRONG = [
    ("yanked =", "", "This is no TOML"),
    ("yanked = 'no'", "yanked", "'no' is neither true nor false"),
    ("sources = []", "sources", "The list is empty"),
    ("sources = ['pypi']", "sources", "There is no source 'pypi'. There are 'own'."),
    ("sources = 'own'", "sources", "'own' is no list"),
    ("allow = [7]", "allow", "7 is no text"),
    ("allow = ['']", "allow", "'' is no text"),
    ("allow = ['-x']", "allow", "'-x' names no project"),
    ("allow = ['x=3']", "allow", "'=3' in 'x=3' is no version specifier"),
    ("deny = ['x[y]']", "deny", "names no project"),
    ("cooldown-days = '7'", "cooldown-days", "'7' is no whole number of days"),
    ("cooldown-days = true", "cooldown-days", "True is no whole number of days"),
    ("cooldown-days = -1", "cooldown-days", "-1 days are too many or too few"),
    ("cooldown-days = 9999", "cooldown-days", "9999 days are too many"),
    ("advisories = 'high'", "advisories", "'high' is no table"),
    ("[advisories]\nhide-from = 'bad'", "advisories.hide-from", "'bad' is no severity"),
    ("[advisories]\nunknown = 'no'", "advisories.unknown", "write 'hide' or 'show'"),
    ("[licences]\nallow = ['MIT OR X']", "licences.allow", "no identifier of a licence"),
    ("[licences]\nalow = []", "licences.alow", "Did you mean 'allow'?"),
    ("[licences]\nxyz = []", "licences.xyz", "There are allow, deny, unknown."),
    ("python = [3.12]", "python", "3.12 is no version of Python"),
    ("python = ['2.7']", "python", "'2.7' is no version of Python"),
    ("platforms = ['Linux x']", "platforms", "'Linux x' is no platform tag"),
    ("cooldown = 7", "cooldown", "Did you mean 'cooldown-days'?"),
    ("#" * (LONGEST + 1), "", "at most"),
]


@pytest.mark.parametrize(("document", "key", "said"), WRONG)
def test_a_mistake_is_named_with_its_value_and_how_to_mend_it(document, key, said):
    [problem] = problems(document)
    assert problem.key == key
    assert said in problem.sentence


def test_all_mistakes_are_named_at_once():
    found = problems("yanked = 1\nprereleases = 2\n[licences]\nunknown = 3")
    assert {each.key for each in found} == {"yanked", "prereleases", "licences.unknown"}
    assert "yanked: 1 is neither" in "\n".join(map(str, found))


def test_a_name_is_enough_to_tell_that_nothing_of_a_project_is_shown():
    rule = read_rule("allow = ['acme-*', 'requests<3']\ndeny = ['acme-old', 'acme-x<2']")
    assert [rule.may_have(each) for each in ("acme-a", "requests", "acme-x")] == [True] * 3
    assert [rule.may_have(each) for each in ("acme-old", "flask")] == [False] * 2
