"""The trusted publishers of a project: listing, adding, narrowing and removing them."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from wtforms import Form, StringField, ValidationError
from wtforms.validators import InputRequired

from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.publisher_choice import (
    asked_kind,
    identity_in,
    prefilled,
    sent_form,
    titles,
)
from warehouse.manage.publisher_forms import PublisherForm, environment_problem
from warehouse.manage.publisher_words import explain
from warehouse.manage.views.project.actions import (
    ActionRefused,
    OwnerAction,
    owner_action,
)
from warehouse.manage.views.project.base import ProjectView
from warehouse.manage.views.project.settings import SettingAction
from warehouse.oidc import queries
from warehouse.oidc.errors import OIDCError
from warehouse.oidc.models import GitHubPublisher, GitLabPublisher, OIDCPublisher
from warehouse.oidc.services import PublisherService
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission

SECTION = "manage.project.publishing"


@view_defaults(
    route_name=SECTION,
    context=ProjectResource,
    permission=Permission.PROJECT_WRITE,
    renderer="manage/project/publishing.html",
    uses_session=True,
    requires_reauth=True,
)
class PublishingView(ProjectView):
    """The publishers of a project, and the form of another one."""

    section = SECTION

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """List them, with the form that the address asks for."""
        kind = asked_kind(self.request)
        return self._page(kind, prefilled(self.request, kind))

    @view_config(request_method="POST", methods=("POST",))
    def add(self) -> dict[str, Any] | Response:
        """Let one more publish in the project."""
        kind, form = sent_form(self.request)
        identity = identity_in(self.request, kind, form)
        if identity is None:
            return self._page(kind, form)
        service = self.request.service(PublisherService)
        try:
            publisher = service.attach(self.project, identity, actor=self.request.actor)
        except OIDCError as error:
            self.request.db.rollback()
            return self._page(kind, form, problem=explain(error))
        values = {"publisher": publisher.specifier, "project": self.project.name}
        said = _("${publisher} may publish ${project} from now on.", mapping=values)
        self.request.session.flash(said)
        return HTTPSeeOther(self.path(SECTION))

    def _page(self, kind: str, form: PublisherForm, **values: Any) -> dict[str, Any]:
        found = queries.publishers_of(self.request.db, self.project.id)
        return self.page(
            publishers=found,
            wide=[each.id for each in found if is_wide(each)],
            kind=kind,
            kinds=titles(self.request),
            form=form,
            organization=self.request.context.organization,
            **{"problem": None, **values},
        )


def is_wide(publisher: OIDCPublisher) -> bool:
    """Return whether a publisher can be limited to an environment, and is not yet."""
    knows_environments = isinstance(publisher, GitHubPublisher | GitLabPublisher)
    return knows_environments and not publisher.environment


class PublisherAction(OwnerAction):
    """The base of actions on one publisher of the project, which the address names."""

    section = SECTION

    @property
    def publisher(self) -> OIDCPublisher:
        """Return the publisher; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.publisher_of, self.request.db, self.project.id),
            _("The project does not have that publisher."),
        )

    @property
    def service(self) -> PublisherService:
        """Return the service that changes publishers."""
        return self.request.service(PublisherService)

    def _named(self, sentence: Message) -> Message:
        publisher = self.publisher
        return sentence.with_values(
            publisher=publisher.specifier, project=self.project.name
        )

    def act(self, form: Any) -> str:
        """Do it and return what was done; raises `ActionRefused`."""
        try:
            return self.change(form)
        except OIDCError as error:
            raise ActionRefused(explain(error)) from error

    def change(self, form: Any) -> str:
        """Do it and return what was done; raises `OIDCError`."""
        raise NotImplementedError


@owner_action("manage.project.publishing.remove")
class RemovePublisher(PublisherAction):
    """Let a publisher publish no longer."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Remove ${publisher}"))

    def effects(self) -> list[str]:
        """Say what stops at once, and what stays."""
        return [
            self._named(_("It can publish ${project} no longer, nor can its open tokens.")),
            _("What it has published stays, with its provenance."),
        ]

    def change(self, form: Any) -> str:
        """Remove it."""
        said = self._named(_("${publisher} may publish ${project} no longer."))
        self.service.detach(self.project, self.publisher, actor=self.request.actor)
        return said


class ConstrainForm(Form):
    """The one environment in which a publisher may publish."""

    constrained_environment_name = StringField(
        validators=[InputRequired(_("Write the name of the environment."))]
    )

    def validate_constrained_environment_name(self, field: StringField) -> None:
        """Refuse what is no name of an environment."""
        problem = environment_problem(field.data or "")
        if problem is not None:
            raise ValidationError(problem)


@owner_action("manage.project.publishing.constrain")
class ConstrainPublisher(PublisherAction):
    """Limit a publisher to an environment."""

    form_class = ConstrainForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Limit ${publisher} to an environment"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"constrained_environment_name": _("Environment")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the environment that the address names."""
        name = self.request.GET.get("constrained_environment_name", "")[:255]
        values = {"constrained_environment_name": name}
        return ConstrainForm(data, data=None if data else values)

    def effects(self) -> list[str]:
        """Say what stops."""
        return [
            _("Builds outside of this environment can publish no longer."),
            _("An environment can ask somebody before each release."),
        ]

    def change(self, form: Any) -> str:
        """Limit it."""
        environment = form.constrained_environment_name.data
        narrowed = self.service.constrain(
            self.project, self.publisher, environment, actor=self.request.actor
        )
        values = {"publisher": narrowed.specifier, "project": self.project.name}
        return _("${publisher} may publish ${project} from now on.", mapping=values)


class PolicyAction(SettingAction):
    """The base of switching between publishers only, and tokens as well."""

    section = SECTION


@owner_action("manage.project.publishing.require")
class RequireTrustedPublishing(PolicyAction):
    """Refuse uploads with tokens of people."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Let only trusted publishers publish ${project}"))

    def effects(self) -> list[str]:
        """Say what stops, and whether anybody could publish then."""
        alone = _("There is no publisher yet, so nobody could publish. Add one first.")
        has_some = queries.publishers_of(self.request.db, self.project.id)
        return [
            _("Uploads with API tokens of people are refused, also with new ones."),
            _("You can undo it at any time, if you have a second factor."),
            *([] if has_some else [alone]),
        ]

    def act(self, form: Any) -> str:
        """Switch it on."""
        self.policy.require_trusted_publishing(self.project, actor=self.request.actor)
        return self._named(_("Only trusted publishers publish ${project} from now on."))


@owner_action("manage.project.publishing.allow")
class AllowTokens(PolicyAction):
    """Take uploads with tokens of people again."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Let API tokens publish ${project} again"))

    def effects(self) -> list[str]:
        """Say what becomes possible."""
        return [_("Whoever has a token that is good for the project can publish then.")]

    def act(self, form: Any) -> str:
        """Switch it off, for somebody who proves more than a password."""
        if not self.user.has_second_factor:
            raise ActionRefused(_("Add a second factor to your own account first."))
        self.policy.allow_tokens(self.project, actor=self.request.actor)
        return self._named(_("API tokens publish ${project} again."))


@owner_action("manage.project.publishing.attest")
class RequireAttestations(PolicyAction):
    """Refuse files that come without attestations."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Require attestations of files of ${project}"))

    def effects(self) -> list[str]:
        """Say what is refused then, and who can publish at all."""
        return [
            _("Files are refused that no attestation (PEP 740) comes along with."),
            _("Only trusted publishers can attest, so nobody else can publish then."),
            _("You can undo it at any time, with your password."),
        ]

    def act(self, form: Any) -> str:
        """Switch it on."""
        self.policy.require_attestations(self.project, actor=self.request.actor)
        return self._named(_("${project} takes files with attestations only."))


@owner_action("manage.project.publishing.unattest")
class WaiveAttestations(PolicyAction):
    """Take files without attestations again."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Take files of ${project} without attestations"))

    def effects(self) -> list[str]:
        """Say what nobody can see then."""
        return [_("Nothing proves then who made a file that comes without them.")]

    def act(self, form: Any) -> str:
        """Switch it off."""
        self.policy.waive_attestations(self.project, actor=self.request.actor)
        return self._named(_("${project} takes files without attestations again."))
