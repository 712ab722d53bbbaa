"""The table of routes and views, and what must be true of every one of them."""

import re
from typing import Any

import pytest

from tests.architecture.snapshots import compare
from warehouse import settings
from warehouse.http.views import READING
from warehouse.security import Permission
from warehouse.security.policy import AcceptsPredicate
from warehouse.signals import Signal

SAFE = {"GET", "HEAD", "OPTIONS"}
PUBLIC_WRITERS = {
    "warehouse.login.views.login.LoginViews.submit": "whoever signs in is nobody yet",
    "warehouse.login.views.two_factor.TwoFactorViews.submit": "is nobody yet, either",
    "warehouse.login.views.two_factor.RecoveryCodeViews.submit": "is nobody yet, either",
    "warehouse.login.views.webauthn.SecurityKeyViews.validate": "is nobody yet, either",
    "warehouse.login.views.webauthn.PasskeyViews.validate": "is nobody yet, either",
    "warehouse.login.views.login.LogoutViews.submit": "ends what the session holds",
    "warehouse.login.views.newcomers.NewcomerViews.submit": "a provider vouches for them",
    "warehouse.login.views.registration.RegistrationViews.submit": "strangers register",
    "warehouse.login.views.passwords.RequestResetViews.submit": "who lost it is nobody",
    "warehouse.login.views.passwords.ResetPasswordViews.submit": "the link permits it",
    "warehouse.login.views.recovery.RecoverViews.submit": "who lost all is nobody",
    "warehouse.login.views.recovery.FollowViews.confirm": "the link permits it",
    "warehouse.login.views.recovery.FollowViews.name_place": "the link permits it",
    "warehouse.login.views.recovery.FollowViews.withdraw": "the link permits it",
    "warehouse.login.views.recovery.ObjectionViews.submit": "the link permits it",
    "warehouse.login.views.undoing.UndoViews.submit": "the link permits it",
    "warehouse.manage.views.appeals.LinkedAppealView.submit": "the link permits it",
    "warehouse.forklift.views.upload": "its checks ask for the permission",
    "warehouse.forklift.views.redirect": "says where to go",
    "warehouse.forklift.views.moved": "says where to go",
    "warehouse.api.views.xmlrpc.endpoint.Endpoint.answer": "XML-RPC reads by POST",
    "warehouse.login.views.confirm_login.ConfirmLoginViews.submit": "its link is signed",
    "warehouse.login.views.unsubscribe.UnsubscribeViews.end": "its link is signed",
    "warehouse.login.views.unfollow.UnfollowViews.end": "its link is signed",
    "warehouse.api.views.leaked_tokens.disclose": "its signature is the permission",
    "warehouse.api.views.mail_events.take_events": "its signature is the permission",
    "warehouse.api.views.downloads.take_log": "its signature is the permission",
    "warehouse.api.views.trusted_publishing.mint": "its token is the permission",
    "warehouse.api.views.trusted_publishing.standard_mint": "its token is the permission",
    "warehouse.api.views.vulnerabilities.report": "its signature is the permission",
}


def dotted(view: dict[str, Any]) -> str:
    function = view["callable"]
    attribute = f".{view['attr']}" if view["attr"] else ""
    return f"{function.__module__}.{function.__qualname__}{attribute}"


def methods(view: dict[str, Any]) -> tuple[str, ...]:
    named = view["request_methods"]
    allowed = set(view.get("methods") or READING)
    if named is not None:
        allowed &= {named} if isinstance(named, str) else set(named)
    return tuple(sorted(allowed))


def permission(view: dict[str, Any]) -> str:
    return str(view["permission"] or "-")


@pytest.fixture(scope="module")
def routes(configurator) -> dict[str, Any]:
    found = configurator.introspector.get_category("routes")
    return {each["introspectable"]["name"]: each["introspectable"] for each in found}


@pytest.fixture(scope="module")
def views(configurator, routes) -> list[dict[str, Any]]:
    """Every view with a route, and with what is registered about its permission."""
    found = []
    for each in configurator.introspector.get_category("views"):
        view = dict(each["introspectable"])
        if view["route_name"] is None or view["exception_only"]:
            continue
        view["permission"] = next(
            (e["value"] for e in each["related"] if e.category_name == "permissions"), None
        )
        found.append(view)
    order = list(routes)
    return sorted(found, key=lambda v: (order.index(v["route_name"]), dotted(v)))


def accepted(route: dict[str, Any]) -> tuple[str, ...]:
    predicates = route["object"].predicates
    return next((e.value for e in predicates if isinstance(e, AcceptsPredicate)), ())


def kept(view: dict[str, Any]) -> str:
    for option in ("cached_for", "stored_for"):
        if view.get(option) is not None:
            return f"{option.replace('_', ' ')} {view[option]}"
    return "-"


def row(view: dict[str, Any], route: dict[str, Any]) -> tuple[str, ...]:
    context = view["context"] or route["factory"]
    extras = ("request_param", "match_param", "header", "accept")
    given = [f"{name}={view[name]}" for name in extras if view.get(name)]
    return (
        view["route_name"],
        route["pattern"],
        ",".join((*methods(view), *given)),
        "-" if context is None else context.__name__,
        permission(view),
        ",".join(accepted(route)) or "-",
        dotted(view),
        kept(view),
        "session" if view.get("uses_session") else "-",
    )


def writers(views: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [view for view in views if set(methods(view)) - SAFE]


def test_the_table_of_routes_is_as_reviewed(views, routes):
    compare("routes.txt", [row(view, routes[view["route_name"]]) for view in views])


def test_every_route_has_a_view_and_a_name_of_ours(views, routes):
    assert set(routes) == {view["route_name"] for view in views}
    assert [name for name in routes if not re.fullmatch(r"[a-z_.0-9]+", name)] == []


def test_every_writing_view_needs_a_permission_or_is_listed_as_public(views):
    open_to_all = {dotted(view) for view in writers(views) if view["permission"] is None}
    assert open_to_all == set(PUBLIC_WRITERS)


def test_every_view_that_writes_by_session_is_guarded_against_forgery(views, routes):
    for view in writers(views):
        if view.get("require_csrf") is False:
            assert not view.get("uses_session"), dotted(view)
            assert "session" not in accepted(routes[view["route_name"]]), dotted(view)


def test_cacheable_views_use_no_session_and_no_permission(views):
    for view in views:
        if kept(view) != "-":
            assert not view.get("uses_session"), dotted(view)
            assert view["permission"] is None, dotted(view)


def test_a_view_with_a_permission_can_know_who_asks(views, routes):
    known = {value for name, value in vars(Permission).items() if name.isupper()}
    for view in views:
        if view["permission"] is not None:
            assert view["permission"] in known, dotted(view)
            credentials = accepted(routes[view["route_name"]])
            assert credentials, dotted(view)
            assert "session" not in credentials or view.get("uses_session"), dotted(view)


def test_the_table_of_settings_is_as_reviewed():
    def shown(variable: settings.Variable) -> str:
        return "(required)" if variable.is_required else repr(variable.default)

    known = settings.known_variables()
    compare("settings.txt", [(each.name, shown(each), each.help) for each in known])


def signals_below(kind: type[Signal]) -> list[type[Signal]]:
    found = [kind] if kind.tag or kind.journal else []
    return found + [each for sub in kind.__subclasses__() for each in signals_below(sub)]


def test_the_table_of_signals_is_as_reviewed(configurator):
    ours = [
        each for each in signals_below(Signal) if each.__module__.startswith("warehouse")
    ]
    rows = [
        (f"{each.__module__}.{each.__name__}", each.tag or "-", each.journal or "-")
        for each in ours
    ]
    compare("signals.txt", sorted(rows))
