"""The form of a publisher that a request chooses, and the identity that it leads to."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from pyramid.httpexceptions import HTTPBadRequest

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.manage.generic_forms import GENERIC, OTHER, GenericForm
from warehouse.manage.outside_accounts import AccountLookup, AccountNotFound
from warehouse.manage.publisher_forms import (
    ACTIVESTATE,
    BUILT_IN,
    GITHUB,
    GITLAB,
    GOOGLE,
    IssuerForm,
    PublisherForm,
)
from warehouse.oidc.errors import IdentityInvalid
from warehouse.oidc.identities import (
    ActiveStateIdentity,
    GenericIdentity,
    GitHubIdentity,
    GitLabIdentity,
    GoogleIdentity,
    PublisherIdentity,
)
from warehouse.oidc.models.columns import GITLAB_COM

FORMS: Mapping[str, type[PublisherForm]] = {**BUILT_IN, **GENERIC}
"""All forms, by the word that names them in addresses."""

_MOST_PREFILLED = 300


def titles(request: Request) -> dict[str, str]:
    """Return what each form is called that is offered here, in their order."""
    offered = FORMS if request.settings.trusted_publishing.issuers else BUILT_IN
    found = {kind: each.title for kind, each in offered.items()}
    return {**found, OTHER: _("Another issuer")} if OTHER in offered else found


def asked_kind(request: Request) -> str:
    """Return the form that the address asks for, or GitHub's if it is not offered."""
    kind = request.GET.get("provider", "")
    return kind if kind in titles(request) else GITHUB


def prefilled(request: Request, kind: str) -> PublisherForm:
    """Return a form with the values that the address has for its fields."""
    made = FORMS[kind]
    values = {
        name: request.GET[name][:_MOST_PREFILLED]
        for name in made.labels
        if name in request.GET
    }
    return _vouched(request, made(data=values))


def sent_form(request: Request) -> tuple[str, PublisherForm]:
    """Return which form was sent, and what is in it; raises `HTTPBadRequest`."""
    kind = request.POST.get("provider", "")
    if kind not in FORMS:
        values = {"provider": kind[:100], "providers": ", ".join(FORMS)}
        raise HTTPBadRequest(
            _(
                "There is no provider “${provider}”; use one of ${providers}.",
                mapping=values,
            )
        )
    return kind, _vouched(request, FORMS[kind](request.POST))


def identity_in(
    request: Request, kind: str, form: PublisherForm
) -> PublisherIdentity | None:
    """Return the publisher that a form describes, or None, when the form says why not."""
    if not form.validate():
        return None
    try:
        return _IDENTITIES.get(kind, _generic)(request, form)
    except AccountNotFound as error:
        form.refuse(error.field, error.message)
    except IdentityInvalid as error:
        field = error.field if error.field in form.labels else next(iter(form.labels))
        problem = _("It does not tell your builds from others: ${problem}.")
        form.refuse(field, problem.with_values(problem=error.reason))
    return None


def _vouched(request: Request, form: PublisherForm) -> PublisherForm:
    """Ask for a confirmation of issuers that neither we nor the operator name."""
    if isinstance(form, IssuerForm):
        listed = request.settings.trusted_publishing.issuers
        form.needs_confirmation = not form.is_known and form.issuer not in listed
    return form


def _github(request: Request, form: PublisherForm) -> PublisherIdentity:
    owner = request.registry[AccountLookup].github(form.value("owner"))
    return GitHubIdentity(
        owner=owner.name,
        owner_id=owner.id,
        repository=form.value("repository"),
        workflow=form.value("workflow_filename"),
        environment=form.value("environment"),
        calls=form.value("reusable_workflow"),
    )


def _gitlab(request: Request, form: PublisherForm) -> PublisherIdentity:
    return GitLabIdentity(
        namespace=form.value("namespace"),
        project=form.value("project"),
        workflow=form.value("workflow_filepath"),
        environment=form.value("environment"),
        issuer=form.value("issuer_url") or GITLAB_COM,
    )


def _google(request: Request, form: PublisherForm) -> PublisherIdentity:
    return GoogleIdentity(email=form.value("email"), sub=form.value("sub"))


def _activestate(request: Request, form: PublisherForm) -> PublisherIdentity:
    organization = form.value("organization")
    lookup = request.registry[AccountLookup]
    actor = lookup.activestate(organization, form.value("actor"))
    return ActiveStateIdentity(
        organization=organization,
        project=form.value("project"),
        actor=actor.name,
        actor_id=actor.id,
    )


def _generic(request: Request, form: PublisherForm) -> PublisherIdentity:
    described = cast(GenericForm, form)
    return GenericIdentity(
        issuer=described.issuer,
        kind=described.kind,
        subject=described.subject,
        claims=described.rules,
    )


_IDENTITIES: dict[str, Callable[[Request, Any], PublisherIdentity]] = {
    GITHUB: _github,
    GITLAB: _gitlab,
    GOOGLE: _google,
    ACTIVESTATE: _activestate,
}
