"""Everybody asks every route of /admin by every method; a golden table has the answers.

The routes are those of the application, so a new one changes the table, which a person
reads: `yes` is an answer of the page itself, `no` a refusal, `hidden` an answer as if there
were nothing, `sign in` the way there. All that a path names is there, and nothing that
somebody is let do stays done.
Beside it stands the table A3 of the contract, which `STAFF_RIGHTS` has to agree with.
"""

import re

import pytest
from pyramid.interfaces import IRoutesMapper

from tests.architecture.snapshots import compare
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.staff import make_things_of_staff, part_of
from tests.fixtures.client import Client
from warehouse.application import wrap
from warehouse.http.views import READING
from warehouse.security.permissions import (
    ADMINS,
    GROUPS,
    MODERATORS,
    PSF_STAFF,
    STAFF_RIGHTS,
    SUPPORT,
    Permission,
)

ROLES = {
    "user": {},
    "psf_staff": {"is_psf_staff": True},
    "moderator": {"is_moderator": True},
    "support": {"is_support": True},
    "admin": {"is_superuser": True},
}
ASKERS = ("anonymous", *ROLES, "admin's token", "upload token")
COLUMNS = (PSF_STAFF, MODERATORS, SUPPORT, ADMINS)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

A3 = """
    dashboard                                        | ✓   | ✓   | ✓   | ✓
    banners read / write                             | ✓/✓ | ✓/- | ✓/- | ✓/✓
    sponsors read / write                            | ✓/✓ | ✓/- | ✓/- | ✓/✓
    e-mail log read / mass mail                      | ✓/✓ | ✓/- | ✓/- | -/-
    flags read / edit                                | ✓/✓ | ✓/- | ✓/- | -/-
    IP addresses read / ban                          | ✓/✓ | -/- | -/- | -/-
    journals                                         | ✓   | ✓   | ✓   | -
    token decode, detail / delete                    | ✓/✓ | -/- | -/- | -/-
    observations & malware reports read / verdict    | ✓/✓ | ✓/✓ | ✓/✓ | -/-
    verdict "remove malware"                         | ✓   | -   | -   | -
    organisations read                               | ✓   | ✓   | ✓   | -
    organisations edit, approve, rename, limits      | ✓   | ✓   | -   | -
    organisation/project roles add, delete           | ✓   | ✓   | ✓   | -
    projects read / set limits                       | ✓/✓ | ✓/✓ | ✓/✓ | -/-
    projects write                                   | ✓   | -   | -   | -
    projects, releases, files delete                 | ✓   | -   | -   | -
    prohibited project names read                    | ✓   | ✓   | ✓   | -
    … add, bulk add, remove                          | ✓   | -   | -   | -
    … release, ultranormalised release               | ✓   | ✓   | -   | -
    prohibited user names read / bulk add            | ✓/✓ | ✓/- | ✓/- | -/-
    prohibited e-mail domains read / write           | ✓/✓ | ✓/- | ✓/- | -/-
    users read                                       | ✓   | ✓   | ✓   | -
    users edit flags, delete, freeze, quarantine all | ✓   | -   | -   | -
    users e-mail edit, domain check                  | ✓   | ✓   | -   | -
    users reset password, recovery, burn codes       | ✓   | ✓   | -   | -
    user export                                      | ✓   | -   | -   | -
    vulnerabilities read / delete                    | ✓/✓ | -/- | -/- | -/-
"""
PERMISSIONS = """
    DASHBOARD BANNERS_READ/BANNERS_WRITE SPONSORS_READ/SPONSORS_WRITE MAIL_READ/MAIL_WRITE
    FLAGS_READ/FLAGS_WRITE ADDRESSES_READ/ADDRESSES_WRITE JOURNALS_READ
    TOKENS_READ/TOKENS_WRITE OBSERVATIONS_READ/OBSERVATIONS_WRITE MALWARE_REMOVE
    ORGANIZATIONS_READ ORGANIZATIONS_WRITE ROLES_WRITE PROJECTS_READ/LIMITS_WRITE
    PROJECTS_WRITE PROJECTS_DELETE NAMES_READ NAMES_WRITE NAMES_RELEASE
    USERNAMES_READ/USERNAMES_WRITE DOMAINS_READ/DOMAINS_WRITE USERS_READ USERS_WRITE
    USERS_EMAIL USERS_RECOVER USERS_EXPORT VULNERABILITIES_READ/VULNERABILITIES_WRITE
"""
ABSENT = {
    "admin.task_run.cancel": "only what waits in the queue is called off",
    "admin.saved_searches.add": "the form has to name a list",
    "admin.saved_searches.remove": "what others saved is theirs",
}
"""Routes where even those who have the right are told of nothing, with the reason."""
NARROWER = {
    "admin.approval": Permission.ADMIN_PROJECTS_WRITE,
    "admin.bulk.one": Permission.ADMIN_USERS_WRITE,
    "admin.bulk.stop": Permission.ADMIN_USERS_WRITE,
}
"""Routes that ask for the right to what they lead to, beside the one of the page."""
ASKING_HEAD = ("user", "admin")
"""Who asks for the head alone, which needs the permission that the page needs."""
OURS = (
    *("APPEALS_READ", "APPEALS_WRITE"),
    *("EVENTS_READ", "AUDIT_READ", "CLASSIFIERS_WRITE"),
    *("JOBS_READ", "JOBS_WRITE", "RULES_WRITE", "SETTINGS_READ"),
    *("UPSTREAMS_READ", "UPSTREAMS_WRITE"),
    *("VIEWS_READ", "VIEWS_WRITE"),
)
"""Permissions that the contract has no row for."""


def rights_of_the_contract() -> dict[str, tuple[str, ...]]:
    """The groups that hold each permission by the table A3."""
    found = {}
    rows = [line.split("|") for line in A3.strip().splitlines()]
    for (_, *cells), names in zip(rows, PERMISSIONS.split(), strict=True):
        for place, name in enumerate(names.split("/")):
            held = [cell.strip().split("/")[place] == "✓" for cell in cells]
            groups = tuple(g for g, is_held in zip(GROUPS, held, strict=True) if is_held)
            found[getattr(Permission, f"ADMIN_{name}")] = groups
    return found


def rights() -> dict[str, tuple[str, ...]]:
    """The groups that hold each permission by our table."""
    return {right.permission: right.groups for right in STAFF_RIGHTS}


def test_rights_of_staff_are_those_of_the_contract():
    ours, held = {getattr(Permission, f"ADMIN_{name}") for name in OURS}, rights()
    assert {key: held[key] for key in held.keys() - ours} == rights_of_the_contract()


def forgery_token(browser, path):
    """The value that a form of this browser has to send along."""
    return browser.get(path).html.select_one("input[name=csrf_token]")["value"]


@pytest.fixture
def askers(configurator, registry, db):
    """One browser or program for each column of the table, and the headers it sends."""
    application = wrap(configurator)
    nobody = Client(application, registry)
    found = {
        "anonymous": (nobody, {"X-CSRF-Token": forgery_token(nobody, "/account/login/")})
    }
    for role, flags in ROLES.items():
        browser = Client(application, registry)
        browser.sign_in(make_user(db, f"a-{role.replace('_', '-')}", **flags))
        token = forgery_token(browser, "/manage/account/password/")
        found[role] = (browser, {"X-CSRF-Token": token})
    program = Client(application, registry)
    root = make_user(db, "holder", is_superuser=True)
    project = make_project(db, "held", owner=root)
    for title, projects in zip(ASKERS[-2:], ((), (project,)), strict=True):
        token = program.token(root, projects=projects, description=title)
        found[title] = (program, {"Authorization": f"Bearer {token}"})
    return found


def permissions_of(configurator):
    """The permission that views need, by route and method."""
    found = {}
    for each in configurator.introspector.get_category("views"):
        view = each["introspectable"]
        if view["exception_only"] or view["route_name"] is None:
            continue
        named, allowed = view["request_methods"], set(view.get("methods") or READING)
        needed = [e["value"] for e in each["related"] if e.category_name == "permissions"]
        for method in allowed & (
            {named} if isinstance(named, str) else {*(named or allowed)}
        ):
            found[view["route_name"], method] = (needed or [None])[0]
    return found


def said(answer):
    """An answer in the words of the table."""
    if "/account/login/" in answer.headers.get("Location", ""):
        return "sign in"
    if answer.status_int == 404:
        return "hidden"
    if answer.status_int in (401, 403):
        return "no"
    assert answer.status_int in (200, 303, 400), answer
    return "yes"


def ask(asker, method, path, body=b""):
    """Ask, with the token of a form in a header."""
    client, headers = asker
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    return client.request(
        path, method=method, headers={**headers, **kind}, body=body, expect_errors=True
    )


def told(connection, asker, method, path, body=b""):
    """The word for the answer to somebody; whatever it changed is undone."""
    before = connection.begin_nested()
    found = said(ask(asker, method, path, body))
    before.rollback()
    return found


@pytest.fixture
def places(db, registry, askers):
    """The parts of paths that lead to one thing of each kind."""
    owner = make_user(db, "sly")
    project = make_project(db, "eggs", owner=owner)
    make_file(db, make_release(db, project, "1.0"), "eggs-1.0.tar.gz")
    make_organization(db, "acme", owner=owner)
    about = {"project": "eggs", "organization": "acme", "username": "sly"}
    return make_things_of_staff(registry, **about)


@pytest.fixture
def answers(configurator, connection, registry, places, askers):
    """The answers to everybody, by the name of the route, its pattern and the method."""
    found, known = {}, permissions_of(configurator)
    for route in registry.getUtility(IRoutesMapper).get_routes():
        if route.pattern.startswith("/admin/"):
            path = filled(places, route)
            for method in METHODS:
                if (route.name, method) in known:
                    asking = ASKING_HEAD if method == "HEAD" else ASKERS
                    found[route.name, route.pattern, method] = {
                        each: told(connection, askers[each], method, path)
                        for each in asking
                    }
    return found


def filled(places, route):
    """Return a path of a route of staff, to what is there."""
    return re.sub(
        r"\{(\w+)[^}]*\}",
        lambda found: str(part_of(places, route.name, found[1])),
        route.pattern,
    )


def test_everybody_may_do_what_the_table_says(configurator, answers):
    held, known = rights(), permissions_of(configurator)
    rows = [("method", "path", *ASKERS)]
    for (route, pattern, method), heard in answers.items():
        if method == "HEAD":
            of_page = answers[route, pattern, "GET"]
            assert known[route, method] == known[route, "GET"], pattern
            assert heard == {each: of_page[each] for each in ASKING_HEAD}, pattern
            continue
        needed = NARROWER.get(route, known[route, method])
        groups, is_there = held[needed], "hidden" not in heard.values()
        expected = ["yes" if group in groups else "no" for group in COLUMNS]
        by_right = [heard[each].replace("hidden", "yes") for each in ASKERS[2:6]]
        assert by_right == expected, (pattern, method)
        assert is_there or route in ABSENT, (pattern, method)
        rows.append((method, pattern, *heard.values()))
    compare("staff_permissions.txt", aligned(rows))


def aligned(rows):
    """Pad the cells of each column but the last to one width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    return [
        (*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1])
        for row in rows
    ]
