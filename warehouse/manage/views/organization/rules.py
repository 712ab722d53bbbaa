"""What an organization asks of whoever works for it, and who does not meet it."""

from typing import Any, ClassVar

from pyramid.view import view_config, view_defaults
from wtforms import Form, IntegerField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from warehouse.accounts.models import User
from warehouse.i18n import Message, _, ngettext
from warehouse.macaroons.queries import tokens_lasting_too_long
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
    page_of,
)
from warehouse.organizations.models import ProjectMakers
from warehouse.organizations.rules import Rule, unmet_by
from warehouse.organizations.services import RuleService
from warehouse.packaging.queries import people_working_for
from warehouse.security import Permission

_RULES = "manage.organization.rules"

MAKERS = {
    ProjectMakers.OWNERS: _("Owners"),
    ProjectMakers.MANAGERS: _("Owners and managers"),
    ProjectMakers.MEMBERS: _("Every member, but not managers of bills"),
}
"""Who may add projects, in words."""


@view_defaults(**page_of())
class RulesView(OrganizationView):
    """The rules for members."""

    section = _RULES

    @view_config(route_name=_RULES, renderer="manage/organization/rules.html")
    def show(self) -> dict[str, Any]:
        """Show what is asked, and to owners who and which tokens do not meet it."""
        page = self.page(makers=MAKERS)
        if not page["may_write"]:
            return page
        db = self.request.db
        people = people_working_for(db, self.organization)
        unmet = [(each, unmet_by(self.organization, each)) for each in people]
        return {
            **page,
            "lacking": [(user, rules) for user, rules in unmet if rules],
            "tokens": tokens_lasting_too_long(db, self.organization),
        }


class RuleAction(OrganizationAction):
    """The base of actions that change a rule."""

    section = _RULES

    @property
    def service(self) -> RuleService:
        """Return the service that changes rules."""
        return self.request.service(RuleService)


class AskedForm(Form):
    """Whether something is asked."""

    is_asked = SelectField(choices=[("yes", _("Yes")), ("no", _("No"))])


class AskedAction(RuleAction):
    """The base of rules that ask something, or do not."""

    form_class = AskedForm
    column: ClassVar[str]
    """The attribute of an organization that has the rule."""

    @property
    def is_asked(self) -> bool:
        """Return whether it is asked now."""
        return bool(getattr(self.organization, self.column))

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the other of the two, for which one comes here."""
        return AskedForm(data, data={"is_asked": "no" if self.is_asked else "yes"})

    def lacking(self, user: User) -> bool:
        """Return whether the rule would keep somebody out."""
        raise NotImplementedError

    def effects(self) -> list[str]:
        """Say who is kept out until they meet it, or who is no longer."""
        if self.is_asked:
            return [_("Whoever has none may work on its projects again, at once.")]
        people = people_working_for(self.request.db, self.organization)
        found = [each.username for each in people if self.lacking(each)]
        names = ngettext(
            "${n} person has none and can do nothing here until then: ${names}.",
            "${n} people have none and can do nothing here until then: ${names}.",
            len(found),
            names=", ".join(found),
        )
        return [
            _("It holds for all projects of the organization, and for tokens, too."),
            _("Without one, members stay members, and can only leave."),
            *([names] if found else []),
        ]


@organization_action(f"{_RULES}.{Rule.FACTOR}")
class AskFactor(AskedAction):
    """Ask people for a second factor, or no longer."""

    column = "requires_second_factor"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change the rule about second factors")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"is_asked": _("Everybody needs a second factor")}

    def lacking(self, user: User) -> bool:
        """Return whether somebody has no second factor."""
        return not user.has_second_factor

    def act(self, form: Any) -> Message:
        """Ask for it or not, unless one would keep oneself out."""
        is_asked, actor = form.is_asked.data == "yes", self.request.actor
        self.service.ask_second_factor(self.organization, is_asked=is_asked, actor=actor)
        if is_asked:
            return _("Every member needs a second factor now.")
        return _("Members need no second factor any more.")


@organization_action(f"{_RULES}.{Rule.PASSKEY}")
class AskPasskey(AskedAction):
    """Ask people for a security key or passkey, or no longer."""

    column = "requires_passkey"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change the rule about passkeys")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"is_asked": _("Everybody needs a security key or passkey")}

    def lacking(self, user: User) -> bool:
        """Return whether somebody has no security key."""
        return not user.security_keys

    def act(self, form: Any) -> Message:
        """Ask for it or not, unless one would keep oneself out."""
        is_asked, actor = form.is_asked.data == "yes", self.request.actor
        self.service.ask_passkey(self.organization, is_asked=is_asked, actor=actor)
        if is_asked:
            return _("Every member needs a security key or passkey now.")
        return _("Members need no security key or passkey any more.")


class HoursForm(Form):
    """A number of hours."""

    hours = IntegerField(
        validators=[
            Optional(),
            NumberRange(1, 8760, _("Type a number of hours from 1 to 8760, or nothing.")),
        ]
    )


@organization_action(f"{_RULES}.{Rule.SIGN_ON}", permission=Permission.ORGANIZATION_RECOVER)
class AskSignOn(RuleAction):
    """Ask members to sign in by the identity provider of the organization."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change how often members sign in by the identity provider")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"hours": _("Hours for which a sign-in is enough; empty to ask for none")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the hours there are."""
        return HoursForm(data, data={"hours": self.organization.sign_on_hours})

    def effects(self) -> list[str]:
        """Say whom it keeps out, and who can end it."""
        return [
            _(
                "It holds for members and their tokens, not for trusted publishers, nor "
                "for people who work on single projects and are no members."
            ),
            _("Members who did not sign in stay members, and can only leave or sign in."),
            _("Owners can always change this rule and the identity provider."),
        ]

    def act(self, form: Any) -> Message:
        """Set it, unless one would keep oneself out."""
        hours, actor = form.hours.data, self.request.actor
        self.service.ask_sign_on(self.organization, hours, actor=actor)
        if hours is None:
            return _("Members need not sign in by the identity provider any more.")
        return _("Members have to sign in by the identity provider now.")


@organization_action(f"{_RULES}.{Rule.PUBLISHING}")
class AskPublishers(AskedAction):
    """Take uploads of trusted publishers only, or of tokens again."""

    column = "only_trusted_publishing"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change the rule about uploads")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"is_asked": _("Only trusted publishers upload")}

    def effects(self) -> list[str]:
        """Say whose uploads are refused, or taken again."""
        if self.is_asked:
            return [_("Uploads with tokens are taken again, at once.")]
        return [
            _("It holds for all projects of the organization: uploads with tokens fail."),
            _("Projects without a trusted publisher take no uploads until they have one."),
        ]

    def act(self, form: Any) -> Message:
        """Take them only, or not."""
        is_asked, actor = form.is_asked.data == "yes", self.request.actor
        self.service.ask_publishers(self.organization, is_asked=is_asked, actor=actor)
        if is_asked:
            return _("Only trusted publishers upload to its projects now.")
        return _("Tokens upload to its projects again.")


@organization_action(f"{_RULES}.{Rule.PRIVACY}")
class KeepPrivate(AskedAction):
    """Make new projects private, or public."""

    column = "new_projects_are_private"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change the privacy of new projects")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"is_asked": _("New projects are private")}

    def effects(self) -> list[str]:
        """Say which projects it is about."""
        return [
            _("It holds for projects made from now on, by an upload, too."),
            _("The owners of a project can change it for theirs."),
        ]

    def act(self, form: Any) -> Message:
        """Set it."""
        is_asked, actor = form.is_asked.data == "yes", self.request.actor
        self.service.keep_private(self.organization, is_asked=is_asked, actor=actor)
        if is_asked:
            return _("New projects of the organization are private.")
        return _("New projects of the organization are public.")


class LifeForm(Form):
    """A number of days."""

    days = IntegerField(
        validators=[
            Optional(),
            NumberRange(1, 3650, _("Type a number of days from 1 to 3650, or nothing.")),
        ]
    )


@organization_action(f"{_RULES}.{Rule.TOKENS}")
class LimitTokens(RuleAction):
    """Set how long tokens may last."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change how long tokens may last")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"days": _("Days at most; leave it empty for any")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the limit there is."""
        return LifeForm(data, data={"days": self.organization.longest_token_days})

    def effects(self) -> list[str]:
        """Say which tokens fail."""
        return [
            _("Tokens that were made for longer, or for ever, fail for its projects."),
            _("Their owners are told by mail, and can use them for other projects."),
        ]

    def act(self, form: Any) -> Message:
        """Set it."""
        days, actor = form.days.data, self.request.actor
        self.service.limit_tokens(self.organization, days, actor=actor)
        return _("How long tokens may last is changed.")


class MakersForm(Form):
    """Who may add projects."""

    makers = SelectField(choices=[(each.value, words) for each, words in MAKERS.items()])


@organization_action(f"{_RULES}.{Rule.PROJECTS}")
class LetMakeProjects(RuleAction):
    """Set who may add projects."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change who may add projects")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"makers": _("Who may make projects in the organization, or add their own")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with who may now."""
        return MakersForm(data, data={"makers": self.organization.project_makers.value})

    def act(self, form: Any) -> Message:
        """Set it."""
        makers, actor = ProjectMakers(form.makers.data), self.request.actor
        self.service.let_make_projects(self.organization, makers, actor=actor)
        return _("Who may add projects is changed.")


class DomainsForm(Form):
    """Domains, one on each line."""

    domains = TextAreaField(
        validators=[Length(max=2000, message=_("Use at most 2000 characters."))]
    )


@organization_action(f"{_RULES}.{Rule.INVITATIONS}")
class AdmitDomains(RuleAction):
    """Set the domains of addresses that may be invited."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change who may be invited")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"domains": _("Domains of addresses, one on each line; none for all")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the domains there are."""
        now = "\n".join(self.organization.invited_domains)
        return DomainsForm(data, data={"domains": now})

    def effects(self) -> list[str]:
        """Say whom it concerns."""
        return [
            _("Whoever is invited needs a verified address of one of these domains."),
            _("Whoever belongs to the organization already stays."),
        ]

    def act(self, form: Any) -> Message:
        """Set them."""
        names, actor = (form.domains.data or "").split(), self.request.actor
        self.service.admit_domains(self.organization, names, actor=actor)
        return _("Who may be invited is changed.")
