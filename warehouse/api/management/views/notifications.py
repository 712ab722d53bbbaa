"""What one is told about a project."""

from typing import Any

from warehouse.api.management import documents
from warehouse.api.management.bodies import Choice, Choices
from warehouse.api.management.calls import Answer, Call, endpoint
from warehouse.notifications import queries
from warehouse.notifications.models import How, Kind
from warehouse.notifications.services import SubscriptionService
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission

_FOLLOWS: dict[str, Any] = {
    "context": ProjectResource,
    "permission": Permission.PROJECT_FOLLOW,
}


@endpoint("api.v1.notifications", **_FOLLOWS)
def notifications(call: Call) -> dict[str, Any]:
    """Answer with what the account is told about a project."""
    chosen = queries.subscription_of(call.request.db, call.user.id, call.project.id)
    return documents.subscription_document(chosen)


@endpoint(
    "api.v1.notifications",
    "PUT",
    fields={
        "kinds": Choices(tuple(each.value for each in Kind)),
        "how": Choice(tuple(each.value for each in How), default=How.DAILY.value),
    },
    **_FOLLOWS,
)
def follow(call: Call) -> dict[str, Any]:
    """Tell the account of these things from now on."""
    call.request.service(SubscriptionService).follow(
        call.user,
        call.project,
        kinds=[Kind(each) for each in call.given["kinds"]],
        how=How(call.given["how"]),
    )
    chosen = queries.subscription_of(call.request.db, call.user.id, call.project.id)
    return documents.subscription_document(chosen)


@endpoint("api.v1.notifications", "DELETE", **_FOLLOWS)
def unfollow(call: Call) -> Answer:
    """Tell the account nothing more about a project."""
    service = call.request.service(SubscriptionService)
    service.unfollow(call.user.id, call.project.id)
    return Answer(204)
