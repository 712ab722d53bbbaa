"""Explaining why a token matches the publishers of a project, or does not."""

from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import Form, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.i18n import _
from warehouse.manage.claim_words import printed, words_of
from warehouse.manage.views.project.base import ProjectView
from warehouse.oidc import queries
from warehouse.oidc.errors import TokenUnreadable
from warehouse.oidc.tokens import LONGEST, IdentityVerifier
from warehouse.oidc.trials import compare, general_checks, read_claims
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission


class TrialForm(Form):
    """A token, or its claims as JSON."""

    token = TextAreaField(
        validators=[
            InputRequired(_("Paste a token, or claims as JSON.")),
            Length(max=LONGEST, message=_("That is too long for a token.")),
        ]
    )


@view_defaults(
    route_name="manage.project.publishing.try",
    context=ProjectResource,
    permission=Permission.PROJECT_WRITE,
    renderer="manage/project/publishing_trial.html",
    uses_session=True,
    requires_reauth=True,
)
class TrialView(ProjectView):
    """A token is compared, and nothing else happens: none is made, and none is used up."""

    section = "manage.project.publishing"

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        return self._page(TrialForm())

    @view_config(request_method="POST", methods=("POST",))
    def explain(self) -> dict[str, Any]:
        """Show what came of each claim; the signature is not shown, nor sent back."""
        form = TrialForm(self.request.POST)
        if not form.validate():
            form.token.data = ""
            return self._page(form)
        try:
            claims = read_claims(form.token.data or "")
        except TokenUnreadable:
            form.token.data = ""
            form.token.errors = [_("That is neither a token nor a JSON object of claims.")]
            return self._page(form)
        form.token.data = printed(claims)
        publishers = queries.publishers_of(self.request.db, self.project.id)
        audience = self.request.registry[IdentityVerifier].audience
        return self._page(
            form,
            general=general_checks(claims, audience),
            trials=compare(publishers, claims),
        )

    def _page(self, form: TrialForm, **values: Any) -> dict[str, Any]:
        return self.page(form=form, words=words_of, **{"trials": None, **values})
