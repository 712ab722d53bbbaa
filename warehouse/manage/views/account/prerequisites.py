"""What comes before a second factor: recovery codes that are kept."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.i18n import _


def missing_step(request: Request, user: User) -> Response | None:
    """Return a redirect to the step before a second factor, or None if all are done."""
    if not user.recovery_codes:
        request.session.flash(_("Make recovery codes before you add a second factor."))
        return HTTPSeeOther(request.route_path("manage.account.two_factor"))
    if not user.has_burned_code:
        request.session.flash(_("Show that you kept the recovery codes: use one of them."))
        return HTTPSeeOther(request.route_path("manage.account.recovery.burn"))
    return None
