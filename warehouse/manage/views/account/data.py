"""Taking along a copy of everything that is kept about one's own account."""

from datetime import UTC, datetime
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.listeners import EXPORT
from warehouse.accounts.services.exports import KEPT_FOR, ExportService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.security import LinkBroken, LinkExpired, LinkSigner, Permission


@view_defaults(
    permission=Permission.ACCOUNT_SECURE, uses_session=True, requires_reauth=True
)
class DataViews(AccountView):
    """The page about one's data, and the download of the copy."""

    section = "manage.account.data"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.exports = request.service(ExportService)

    @view_config(
        route_name="manage.account.data",
        renderer="manage/account/data.html",
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """Say whether there is a copy."""
        export = self.exports.current(self.user)
        return self.page(
            export=export,
            download=None if export is None else self._download(str(export.id)),
        )

    @view_config(route_name="manage.account.data", request_method="POST", methods=("POST",))
    def ask(self) -> Response:
        """Have a copy made."""
        self.exports.request(self.user, actor=self.request.actor)
        return HTTPSeeOther(self.request.route_path("manage.account.data"))

    @view_config(route_name="manage.account.data.download", request_method=("GET", "HEAD"))
    def download(self) -> Response:
        """Send the copy to whoever has the link and is signed in as its owner."""
        export = self.exports.current(self.user)
        if export is None or export.content is None or not self._is_link_to(export.id):
            raise HTTPNotFound(_("There is no such copy, or it is deleted by now."))
        name = f"{self.user.username}-{datetime.now(UTC):%Y-%m-%d}.zip"
        return Response(
            body=export.content,
            content_type="application/zip",
            content_disposition=f'attachment; filename="{name}"',
        )

    def _is_link_to(self, key: object) -> bool:
        signer: LinkSigner = self.request.registry[LinkSigner]
        try:
            values = signer.read(EXPORT, self.request.GET.get("token", ""), lasts=KEPT_FOR)
        except (LinkBroken, LinkExpired):
            return False
        return values.get("export.id") == str(key)

    def _download(self, key: str) -> str:
        token = self.request.registry[LinkSigner].sign(EXPORT, **{"export.id": key})
        path: str = self.request.route_path(
            "manage.account.data.download", _query={"token": token}
        )
        return path
