"""Deciding on actions that another member of staff asked for."""

from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from webob.multidict import MultiDict

from warehouse.admin.refusals import REFUSALS, ActionRefused, sentence
from warehouse.admin.views.actions import ACTIONS, Action
from warehouse.admin.views.base import AdminView
from warehouse.events.approvals import ApprovalRefused, ApprovalService, approval_with_id
from warehouse.events.models import ApprovalStatus, StaffApproval
from warehouse.http import Request
from warehouse.security import Permission


@view_defaults(
    route_name="admin.approval",
    permission=Permission.ADMIN_DASHBOARD,
    uses_session=True,
    renderer="admin/approval.html",
)
class ApprovalView(AdminView):
    """The page about one action that waits, for those who might do it themselves."""

    section = "admin.approvals"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.key: str = request.matchdict["id"]

    @property
    def approval(self) -> StaffApproval:
        """Return what the URL names; raises `HTTPNotFound`."""
        try:
            key = UUID(self.key)
        except ValueError as error:
            raise HTTPNotFound("There is no such action.") from error
        found = approval_with_id(self.request.db, key)
        if found is None or found.action not in ACTIONS:
            raise HTTPNotFound("There is no such action.")
        return found

    def prepared(self, approval: StaffApproval) -> Action:
        """Return the action as it was asked for; forbids it to those without the right.

        From here on the request is the one that was made then: its place and its form.
        """
        kind, permission = ACTIONS[approval.action]
        if not self.request.has_permission(permission):
            raise HTTPForbidden
        self.request.matchdict = dict(approval.place)
        self.request.POST = sent_then(approval)
        return kind(self.request)

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show what was asked for, and what it would do now."""
        return self._page(self.approval)

    @view_config(request_method="POST", methods=("POST",), requires_reauth=True)
    def decide(self) -> dict[str, Any] | Response:
        """Do it, or decline it."""
        approval = self.approval
        is_approved = self.request.POST.get("decision") == "approve"
        prepared = self.prepared(approval)
        status = ApprovalStatus.APPROVED if is_approved else ApprovalStatus.DECLINED
        try:
            self.request.service(ApprovalService).decide(
                approval.id, status, actor=self.request.actor
            )
            said = self._done(approval, prepared) if is_approved else "It is declined."
        except (ApprovalRefused, *REFUSALS) as refused:
            self.request.db.rollback()
            return self._page(self.approval, problem=sentence(refused))
        self.request.session.flash(said)
        return HTTPSeeOther(self.request.route_path("admin.approvals"))

    def _done(self, approval: StaffApproval, prepared: Action) -> str:
        form = prepared.make_form(self.request.POST)
        if not prepared.is_right(form):
            raise ActionRefused("It cannot be done any more as it was asked for.")
        prepared.asked_by = approval.asked_by
        return prepared.perform(form)

    def _page(self, approval: StaffApproval, **values: Any) -> dict[str, Any]:
        prepared = self.prepared(approval)
        is_waiting = approval.status == ApprovalStatus.WAITING
        return self.page(
            approval=approval,
            title=prepared.title,
            effects=prepared.effects() if is_waiting else [],
            is_waiting=is_waiting,
            is_own=approval.asked_by_id == self.request.identity.user.id,
            **values,
        )


def sent_then(approval: StaffApproval) -> "MultiDict[str, str]":
    """Return the form that was filled in when the action was asked for."""
    sent: MultiDict[str, str] = MultiDict()
    for key, texts in approval.form.items():
        for text in texts if isinstance(texts, list) else [texts]:
            sent.add(key, text)
    return sent
