"""How a project is: its state, what waits, and what its owners should look at."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pyramid.view import view_config

from warehouse.downloads.drawings import drawing_of
from warehouse.downloads.reports import report_of
from warehouse.i18n import Message, _, ngettext
from warehouse.macaroons.queries import macaroons_reaching
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging import queries
from warehouse.packaging.models import InvitationStatus
from warehouse.packaging.queries import ReleaseProof
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission
from warehouse.webhooks.models import WebhookState
from warehouse.webhooks.queries import webhooks_of

_COMPARED = 2


class Notice(NamedTuple):
    """Something that needs attention, and where to see to it."""

    sentence: str
    route: str
    action: Message


class ProjectOverview(ProjectView):
    """The page that one comes to first."""

    section = "manage.project"

    @view_config(
        route_name="manage.project",
        context=ProjectResource,
        renderer="manage/project/overview.html",
        permission=Permission.PROJECT_READ,
        uses_session=True,
        requires_reauth=True,
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """Show state, figures, what waits, and what is usually done."""
        db, key = self.request.db, self.project.id
        report = report_of(db, key, datetime.now(UTC).date())
        newest = queries.newest_proofs_of(db, self.project, limit=_COMPARED)
        organization = self.request.context.organization
        is_bound = organization is not None and organization.only_trusted_publishing
        may_write = self.request.has_permission(Permission.PROJECT_WRITE)
        return self.page(
            newest=newest[0] if newest else None,
            report=report,
            drawing=drawing_of(report),
            organization=organization,
            takes_tokens=not (self.project.only_trusted_publishing or is_bound),
            may_write=may_write,
            warnings=[*self._warnings(newest)] if may_write else [],
            waiting=[*self._waiting()],
        )

    def _warnings(self, newest: list[ReleaseProof]) -> Iterator[Notice]:
        yield from self._of_people()
        yield from self._of_tokens()
        if len(newest) == _COMPARED and newest[1].is_proved and not newest[0].is_proved:
            names = {"version": newest[0].version, "before": newest[1].version}
            without = _("${version} has no provenance, and ${before} has.", mapping=names)
            look = _("See who publishes")
            yield Notice(without, "manage.project.publishing", look)
        hooks = webhooks_of(self.request.db, self.project)
        failed = sum(each.state is WebhookState.FAILED for each in hooks)
        if failed:
            off = ngettext(
                "${n} webhook failed for days and is switched off.",
                "${n} webhooks failed for days and are switched off.",
                failed,
            )
            yield Notice(off, "manage.project.webhooks", _("See the webhooks"))

    def _of_people(self) -> Iterator[Notice]:
        owners = queries.owner_ids(self.request.db, self.project.id)
        if len(owners) == 1:
            alone = _("There is one owner, without whom nobody can manage the project.")
            another = _("Invite another owner")
            yield Notice(alone, "manage.project.invite", another)
        unguarded = queries.unguarded_people(self.request.db, self.project.id)
        if unguarded:
            without = ngettext(
                "${n} person who works on it has no second factor.",
                "${n} people who work on it have no second factor.",
                len(unguarded),
            )
            ask = _("See the people")
            yield Notice(without, "manage.project.people", ask)

    def _of_tokens(self) -> Iterator[Notice]:
        reaching = macaroons_reaching(self.request.db, self.project)
        endless = sum(each.expires is None for each in reaching)
        if endless:
            never = ngettext(
                "${n} token that can publish never ends.",
                "${n} tokens that can publish never end.",
                endless,
            )
            yield Notice(never, "manage.project.credentials", _("See the tokens"))

    def _waiting(self) -> Iterator[Notice]:
        sent = queries.invitations_to(self.request.db, self.project.id)
        open_ = sum(each.invite_status is InvitationStatus.PENDING for each in sent)
        if open_:
            waits = ngettext(
                "${n} invitation is not answered yet.",
                "${n} invitations are not answered yet.",
                open_,
            )
            yield Notice(waits, "manage.project.people", _("See the invitations"))
        if len(sent) > open_:
            over = ngettext(
                "${n} invitation has expired.",
                "${n} invitations have expired.",
                len(sent) - open_,
            )
            yield Notice(over, "manage.project.people", _("Invite again"))
