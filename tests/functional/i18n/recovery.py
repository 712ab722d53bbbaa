"""A request of somebody who lost everything, and the links in messages about it."""

from warehouse.recovery.models import LostBecause
from warehouse.recovery.services import ClosingService, RecoveryService, Wanted
from warehouse.security import SYSTEM


def recovery_links(request):
    """Return what stands in messages about a request for the account."""
    wanted = Wanted(
        username="alice",
        contact="former@example.com",
        reason=LostBecause.STOLEN,
        statement="",
        projects=("example",),
        locale="xx",
    )
    service, closing = request.service(RecoveryService), request.service(ClosingService)
    asked = service.ask(wanted, actor=SYSTEM)
    link = service.link_of(asked)
    service.confirm(link, actor=SYSTEM)
    return {"recovery": link, "objection": closing.objection_link(asked)}
