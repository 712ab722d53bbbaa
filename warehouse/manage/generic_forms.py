"""The forms of trusted publishers of any issuer: ready-made ones, and a free one."""

import re
from typing import Any, cast

from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional

from warehouse.http.fields import trimmed
from warehouse.i18n import _
from warehouse.manage.build_services import BUILD_SERVICES, BuildService
from warehouse.manage.publisher_forms import IssuerForm, text_field

OTHER = "other"

Rules = dict[str, dict[str, Any]]
"""What claims must be: a rule and its value, by the name of the claim."""

_LINE = r"\s*(?P<claim>[!-~]+?)\s*(?P<sign>=|~|\sin\s)\s*(?P<value>.+?)\s*"
_KINDS = {"=": "exact", "~": "glob", "in": "one_of"}
_MOST_RULES = 20


class GenericForm(IssuerForm):
    """The base of forms of publishers of any issuer."""

    kind = ""
    """The ready-made form that a publisher is made with; empty for the free one."""

    @property
    def rules(self) -> Rules:
        """Return what the claims must be, besides ``sub``."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """Return what ``sub`` must be, where a star stands for any text."""
        raise NotImplementedError


class ReadyMadeForm(GenericForm):
    """The base of forms that are made from data."""

    service: BuildService

    @property
    def issuer(self) -> str:
        """Return the issuer that the fields lead to."""
        return self.service.filled(self.service.issuer, self._values)

    @property
    def rules(self) -> Rules:
        """Return the rules that the fields lead to; what was left empty has none."""
        found: Rules = {}
        for claim, rule in self.service.claims.items():
            ((kind, text),) = rule.items()
            value = self.service.filled(text, self._values)
            if value:
                found[claim] = {kind: value.split(",") if kind == "one_of" else value}
        return found

    @property
    def is_known(self) -> bool:
        """Return whether the service itself runs the issuer."""
        return self.service.issuer.startswith("https://")

    @property
    def subject(self) -> str:
        """Return the subject that the fields lead to."""
        return self.service.filled(self.service.subject, self._values)

    @property
    def _values(self) -> dict[str, str]:
        return {each.name: self.value(each.name) for each in self.service.asks}


def ready_made(service: BuildService) -> type[ReadyMadeForm]:
    """Return the form of a build service."""
    fields = {
        each.name: text_field(each.pattern, each.problem, is_optional=each.is_optional)
        for each in service.asks
    }
    about = {
        "service": service,
        "kind": service.kind,
        "title": service.name,
        "about": service.about,
        "labels": {each.name: each.label for each in service.asks},
        "hints": {each.name: each.hint for each in service.asks if each.hint},
    }
    made = type(f"{service.kind.title()}Form", (ReadyMadeForm,), {**about, **fields})
    return cast("type[ReadyMadeForm]", made)


class OtherForm(GenericForm):
    """Any issuer, and rules for claims that the owner writes."""

    title = "OpenID Connect"
    issuer_url = text_field(
        r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~%/-]*)?",
        _("Begin it with https://, and leave out what follows a question mark."),
    )
    sub = text_field(r"[ -~]+", _("Use nothing outside ASCII."), most=500)
    claims = TextAreaField(
        validators=[
            Optional(),
            Length(
                max=4000,
                message=_("Use at most ${most} characters.").with_values(most=4000),
            ),
        ],
        filters=[trimmed],
        default="",
    )
    labels = {
        "issuer_url": _("Issuer"),
        "sub": _("Subject"),
        "claims": _("Other claims that must match (optional)"),
    }
    hints = {
        "issuer_url": _("Exactly as tokens have it in the claim iss."),
        "sub": _("What tokens have in the claim sub. A star stands for any text."),
        "claims": _(
            "One in each line: “claim = value”, “claim ~ pattern*”, or “claim in one, two”."
        ),
    }

    def validate_sub(self, field: StringField) -> None:
        """Refuse a pattern that everybody matches."""
        if not (field.data or "").strip("* "):
            raise ValidationError(_("A pattern of stars only would let everybody publish."))

    def validate_claims(self, field: TextAreaField) -> None:
        """Refuse lines that are no rules."""
        read_rules(field.data or "")

    @property
    def issuer(self) -> str:
        """Return the issuer that was written."""
        return self.value("issuer_url")

    @property
    def rules(self) -> Rules:
        """Return the rules that were written."""
        return read_rules(self.value("claims"))

    @property
    def subject(self) -> str:
        """Return the subject that was written."""
        return self.value("sub")


def read_rules(text: str) -> Rules:
    """Read rules, one in each line; raises `ValidationError` for the first that is none."""
    found: Rules = {}
    for line in filter(str.strip, text.splitlines()):
        claim, rule = _read_rule(line)
        if claim in found or claim == "sub":
            twice = {"claim": claim}
            raise ValidationError(_("There are two rules for “${claim}”.", mapping=twice))
        found[claim] = rule
    if len(found) > _MOST_RULES:
        most = {"most": _MOST_RULES}
        raise ValidationError(_("Use at most ${most} rules.", mapping=most))
    return found


def _read_rule(line: str) -> tuple[str, dict[str, Any]]:
    match = re.fullmatch(_LINE, line)
    if match is None or not line.isprintable():
        shown = {"line": line.strip()[:100]}
        raise ValidationError(
            _(
                "“${line}” is not written as the hint says.",
                mapping=shown,
            )
        )
    kind, value = _KINDS[match["sign"].strip()], match["value"]
    if kind != "one_of":
        return match["claim"], {kind: value}
    values = [each.strip() for each in value.split(",") if each.strip()]
    return match["claim"], {kind: values}


READY_MADE = {kind: ready_made(each) for kind, each in BUILD_SERVICES.items()}
GENERIC: dict[str, type[GenericForm]] = {**READY_MADE, OTHER: OtherForm}
