"""What the parts of a rule say of a file, in words for whoever asks why."""

from datetime import datetime
from typing import Any

from warehouse.i18n import Message, _
from warehouse.index_views.deciding import Decision, Part, Said, Verdict

_PARTS: dict[Part, Message] = {
    Part.SOURCES: _("Where it comes from"),
    Part.DENY: _("Denied projects"),
    Part.ALLOW: _("Allowed projects"),
    Part.COOLDOWN: _("Age"),
    Part.ADVISORIES: _("Known vulnerabilities"),
    Part.LICENCES: _("Licence"),
    Part.PROVENANCE: _("Provenance"),
    Part.TRUSTED: _("Trusted publisher"),
    Part.WHEELS: _("Kind of file"),
    Part.PRERELEASES: _("Pre-releases"),
    Part.YANKED: _("Yanked"),
    Part.PYTHON: _("Python versions"),
    Part.PLATFORMS: _("Platforms"),
}

_SENTENCES: dict[Said, Message] = {
    Said.FROM_SOURCE: _("It comes from the source ${source}, which the rule names."),
    Said.OTHER_SOURCE: _("The rule does not name the source ${source} it comes from."),
    Said.DENIED: _("The rule denies it by “${pattern}”."),
    Said.NOT_DENIED: _("Nothing that the rule denies is meant by it."),
    Said.ALLOWED: _("The rule allows it by “${pattern}”."),
    Said.NOT_ALLOWED: _("Nothing that the rule allows is meant by it."),
    Said.OLD_ENOUGH: _("It has been public since ${since}, for at least ${days} days."),
    Said.TOO_NEW: _(
        "It has been public since ${since} only. The rule asks for ${days} days, which end "
        "on ${until}."
    ),
    Said.EXEMPT: _("It need not wait: “${pattern}” is an exception."),
    Said.FIXES: _("It need not wait, because it fixes known vulnerabilities: ${ids}."),
    Said.NOT_VULNERABLE: _("No known vulnerability of its release counts."),
    Said.VULNERABLE: _("Its release has known vulnerabilities: ${ids}."),
    Said.LICENCE_ALLOWED: _("The rule allows its licence, ${licence}."),
    Said.LICENCE_NOT_ALLOWED: _("The rule does not allow its licence, ${licence}."),
    Said.LICENCE_UNKNOWN: _("Its release states no licence as an SPDX expression."),
    Said.LICENCE_UNREAD: _(
        "Nobody knows its licence: only those of the newest releases are looked up "
        "elsewhere."
    ),
    Said.HAS_PROVENANCE: _("It has a verified provenance."),
    Said.NO_PROVENANCE: _("It has no provenance."),
    Said.BELIEVED_PROVENANCE: _(
        "Where it comes from it is said to have a provenance, which the rule believes."
    ),
    Said.UNVERIFIED_PROVENANCE: _(
        "Where it comes from it is said to have a provenance. Nobody has verified it here."
    ),
    Said.TRUSTED: _("A trusted publisher uploaded it."),
    Said.NOT_TRUSTED: _("It was not uploaded by a trusted publisher."),
    Said.WHEEL: _("It is a wheel."),
    Said.NO_WHEEL: _("It is no wheel."),
    Said.FINAL: _("The version ${version} is no pre-release."),
    Said.PRERELEASE: _("The version ${version} is a pre-release."),
    Said.NOT_YANKED: _("It is not yanked."),
    Said.YANKED: _("It is yanked."),
    Said.RUNS_ON_PYTHON: _("It can be used with Python ${versions}."),
    Said.OTHER_PYTHON: _("It cannot be used with Python ${versions}."),
    Said.RUNS_ON_PLATFORM: _("It is for a platform that the rule names: ${platforms}."),
    Said.OTHER_PLATFORM: _("It is for other platforms than the rule names: ${platforms}."),
}


def title(part: Part) -> Message:
    """Return what a part of a rule is about, in a few words."""
    return _PARTS[part]


def explain(verdict: Verdict) -> Message:
    """Return what a part says of a file, as a sentence."""
    return _SENTENCES[verdict.said].with_values(**_shown(verdict.facts))


def objection(decision: Decision) -> Message:
    """Return what keeps a file out of view: the first part that time alone does not mend.

    Of a file that is only too young it is its age.
    """
    hiding = [each for each in decision.verdicts if not each.passes]
    lasting = [each for each in hiding if each.passes_from is None]
    return explain((lasting or hiding)[0])


def _shown(facts: Any) -> dict[str, object]:
    return {name: _value(found) for name, found in facts.items()}


def _value(found: object) -> object:
    """Return a fact as it stands in a sentence; moments are exact, in UTC."""
    if isinstance(found, datetime):
        return f"{found:%Y-%m-%d %H:%M} UTC"
    return found
