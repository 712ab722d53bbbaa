"""The personal parts of public pages, which a script fetches into them.

Whoever is not signed in gets nothing, and costs no query; whoever may not see a part, a
bare 403. None makes a session.
"""

from functools import partial
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts import queries
from warehouse.accounts.models import User
from warehouse.accounts.services.preferences import PreferenceService
from warehouse.accounts.services.terms import TermsService
from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.notifications.queries import subscription_of
from warehouse.packaging.queries import readable_projects
from warehouse.packaging.resources import ProjectsResource
from warehouse.pages.reminders import reminder_of
from warehouse.security import Permission, Root

QUEUES = ("error", "warning", "success", "info", "")
"""Where messages wait for the next page, the gravest first; the last has no name."""

_MOST_FOUND = 5
_LONGEST_SEARCH = 100

Values: TypeAlias = "dict[str, Any] | Response"

part = partial(view_config, uses_session=True)


@part(
    route_name="pages.includes.current_user",
    renderer="pages/includes/current_user.html",
)
def current_user(request: Request) -> Values:
    """Show the menu of the signed-in user, or links to sign in and to register."""
    if request.identity is None:
        query = urlencode({"next": _page(request)})
        return {"user": None, "sign_in": f"{request.route_path('login.login')}?{query}"}
    user = request.identity.user
    return {
        "user": user,
        "is_staff": request.has_permission(Permission.ADMIN_DASHBOARD, Root(request)),
        "theme": request.service(PreferenceService).of(user.id).theme,
        "csrf_token": request.session.get_csrf_token(),
        "next": _page(request),
    }


@part(route_name="pages.includes.flashes", renderer="pages/includes/flashes.html")
def flashes(request: Request) -> Values:
    """Show the messages that wait for the visitor, once."""
    waiting = [
        (queue or "info", text)
        for queue in QUEUES
        for text in request.session.pop_flash(queue)
    ]
    return {"messages": waiting} if waiting else Response()


@part(
    route_name="pages.includes.notifications",
    renderer="pages/includes/notifications.html",
)
def notifications(request: Request) -> Values:
    """Show what the signed-in user should do about their account first."""
    user = _reader(request)
    if user is None:
        return Response()
    has_agreed = request.service(TermsService).has_agreed(user)
    path = urlsplit(_page(request)).path
    reminder = reminder_of(
        user,
        path,
        has_agreed=has_agreed,
        is_guarded=request.identity.has_two_factors,
    )
    return Response() if reminder is None else {"reminder": reminder}


@part(
    route_name="pages.includes.profile_callout",
    renderer="pages/includes/profile_callout.html",
)
@part(
    route_name="pages.includes.profile_actions",
    renderer="pages/includes/profile_actions.html",
)
def own_profile(request: Request) -> Values:
    """Show what only the owner of a profile sees on it."""
    reader = _reader(request)
    if reader is None or reader.username.lower() != request.matchdict["username"].lower():
        return Response()
    return {}


@part(
    route_name="pages.includes.profile_email",
    renderer="pages/includes/profile_email.html",
)
def profile_email(request: Request) -> Values:
    """Show the public address of a profile to signed-in users."""
    if _reader(request) is None:
        return Response()
    owner = queries.user_named(request.db, request.matchdict["username"])
    if owner is None:
        raise HTTPNotFound
    email = owner.public_email
    return {"address": email.email} if email is not None else Response()


@part(
    route_name="pages.includes.edit_project",
    renderer="pages/includes/edit_project.html",
)
def edit_project(projects: ProjectsResource, request: Request) -> Values:
    """Show the link for managing a project to those who may."""
    if _reader(request) is None:
        return Response()
    try:
        project = projects[request.matchdict["name"]]
    except KeyError as error:
        raise HTTPNotFound from error
    if not request.has_permission(Permission.PROJECT_READ, project):
        # A browser complains of a 403 in its console, and our script asks it not to.
        is_quiet = request.headers.get("Prefer") == "return=minimal"
        return Response(status=204 if is_quiet else 403)
    return {"project": project.project}


@part(
    route_name="pages.includes.follow_project",
    renderer="pages/includes/follow_project.html",
)
def follow_project(projects: ProjectsResource, request: Request) -> Values:
    """Show a button for following a project, or that the signed-in user does."""
    user = _reader(request)
    if user is None:
        return Response()
    try:
        project = projects[request.matchdict["name"]].project
    except KeyError as error:
        raise HTTPNotFound from error
    return {
        "project": project,
        "is_followed": subscription_of(request.db, user.id, project.id) is not None,
        "csrf_token": request.session.get_csrf_token(),
    }


@part(
    route_name="pages.includes.private_projects",
    renderer="pages/includes/private_projects.html",
)
def private_projects(request: Request) -> Values:
    """Show the private projects that the signed-in user may read and that match a search.

    The page around it is the same for everybody, and knows of none.
    """
    user = _reader(request)
    search = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_SEARCH]
    if user is None or not search:
        return Response()
    found = readable_projects(request.db, user.id, search=search, limit=_MOST_FOUND + 1)
    shown = {"projects": found, "most": _MOST_FOUND, "search": search}
    return shown if found else Response()


def _reader(request: Request) -> User | None:
    """Return the signed-in user, or None."""
    user: User | None = request.identity.user if request.identity is not None else None
    return user


def _page(request: Request) -> str:
    """Return the path of the page that the part is for."""
    host = urlsplit(request.host_url).netloc
    parts = urlsplit(safe_target(request.referer, host=host, default="/"))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
