"""Measuring `/admin`: `make bench ARGS=--admin` fills an index and asks for every page.

Each list is asked for as it opens, by every order in both directions, on a later page, and
by every search term, with values that are in the database; each page about one thing is
asked for with a large one. It prints milliseconds and statements, the slowest first.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from pyramid.interfaces import IRoutesMapper
from pyramid.registry import Registry
from sqlalchemy import event, make_url, select

from tests.benchmarks.generator import BIG, bulk, fill
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.staff import Places, make_things_of_staff, part_of
from tests.fixtures.client import Client
from warehouse.accounts.models import User
from warehouse.application import wrap
from warehouse.config import configure
from warehouse.db import SessionFactory
from warehouse.db.migrate import upgrade
from warehouse.embedded import services
from warehouse.listings import LISTINGS, Listing
from warehouse.settings import Settings, load

MOST_MS, MOST_STATEMENTS = 100, 12
_ROUNDS = 5
_PART = re.compile(r"\{(\w+)[^}]*\}")

_USERS = """
    INSERT INTO users (id, username, name, password, is_active, date_joined, sitemap_bucket)
    SELECT gen_random_uuid(), 'more' || n, 'More', '!', true,
        '2015-01-01'::timestamp + n * '1 hour'::interval, '00'
    FROM generate_series(1, greatest(0, {users} - (SELECT count(*) FROM users))) AS n
"""
_ADDRESSES = """
    INSERT INTO user_emails (user_id, email, "primary", verified)
    SELECT id, username || '@example.com', true, true FROM users WHERE username ~ '^more'
"""
_NETWORKS = """
    INSERT INTO ip_addresses (id, ip_address)
    SELECT gen_random_uuid(), '10.0.0.0'::inet + n FROM generate_series(1, 50000) AS n
"""
_NUMBERED = """
    CREATE TEMPORARY TABLE numbered_{owners} AS
    SELECT id, row_number() OVER () AS number FROM {owners};
    CREATE INDEX ON numbered_{owners} (number);
"""
_EVENTS = """
    INSERT INTO {table} (id, source_id, tag, time, ip_address_id)
    SELECT gen_random_uuid(), owner.id, ('{{{tags}}}'::text[])[1 + n % {kinds}],
        '2016-01-01'::timestamp + n * '{step} seconds'::interval, network.id
    FROM generate_series(1, {events}) AS n
    JOIN numbered_{owners} AS owner
        ON owner.number = 1 + (n::bigint * 7919) % (SELECT count(*) FROM numbered_{owners})
    LEFT JOIN numbered_ip_addresses AS network ON network.number = 1 + n % 50000
"""
_OF_ONE = """
    UPDATE {table} SET source_id = (SELECT id FROM {owners} WHERE {name} = '{one}')
    WHERE id IN (SELECT id FROM {table} ORDER BY time DESC LIMIT 20000)
"""
_MAIL = """
    INSERT INTO email_messages (id, created, kind, sender, recipient, message_id, subject,
        body, html, status, due)
    SELECT gen_random_uuid(), '2020-01-01'::timestamp + n * '5 minutes'::interval,
        'verify-email', 'index@example.com', 'more' || n % 90000 || '@example.com',
        '<' || n || '@example.com>', 'Verify your address', 'A text', '<p>A text</p>',
        (CASE WHEN n % 1000 = 0 THEN 'failed' ELSE 'sent' END)::mailstatus, now()
    FROM generate_series(1, 500000) AS n
"""
_RUNS = """
    INSERT INTO task_runs (id, name, arguments, state, begun, ended)
    SELECT gen_random_uuid(), 'warehouse.email.tasks.deliver_mail', '["id"]',
        (CASE WHEN n % 1000 = 0 THEN 'failed' ELSE 'done' END)::runstate,
        now() - n * '10 seconds'::interval, now() - n * '10 seconds'::interval
    FROM generate_series(1, 200000) AS n
"""
_ACTIONS = """
    INSERT INTO staff_actions (created, action, actor_name, subject_kind, subject_id,
        subject_name, reason, before, after)
    SELECT '2020-01-01'::timestamp + n * '5 minutes'::interval, 'user.freeze', 'root',
        'user', n::text, 'more' || n, 'spam', '{}', '{}'
    FROM generate_series(1, 200000) AS n
"""
_TOKENS = """
    INSERT INTO macaroons (id, user_id, description, created, key, permissions_caveat)
    SELECT gen_random_uuid(), id, 'CI', now(), '\\x00', '{}' FROM users LIMIT 100000
"""
_OWNERS = {
    "user_events": ("users", "username", "person0"),
    "project_events": ("projects", "normalized_name", BIG),
}
_TAGS = {
    "user_events": "account:login:success,account:login:failure,account:create",
    "project_events": "project:release:add,file:add,project:role:add",
}


@dataclass(frozen=True)
class Measured:
    """One page: its time at the median, its statements, and the status of its answer."""

    title: str
    milliseconds: float
    statements: int
    status: int

    @property
    def is_slow(self) -> bool:
        """Whether it is beyond what we hold ourselves to."""
        return self.milliseconds > MOST_MS or self.statements > MOST_STATEMENTS


def measure(projects: int, users: int, events: int, database: str | None = None) -> None:
    """Fill an index of its own, or take `database`, and print a table of all pages."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        given = {} if database is None else {"DATABASE_URL": database}
        with services(Path(folder), given) as environment:
            url = environment["DATABASE_URL"]
            upgrade(url)
            if _is_empty(url):
                begun = time.monotonic()
                fill(url, projects)
                _fill_for_staff(url, users, events)
                print(f"filled in {time.monotonic() - begun:.0f} s")
            print(table(list(_measured(environment, folder))))


def table(found: list[Measured]) -> str:
    """Return a line for each page, the slowest first, and how many are too slow."""
    lines = [f"{'page':78}{'ms':>8}{'statements':>12}{'status':>8}"]
    for each in sorted(found, key=lambda each: -each.milliseconds):
        mark = " <--" if each.is_slow else ""
        lines.append(
            f"{each.title[:77]:78}{each.milliseconds:8.1f}{each.statements:12}"
            f"{each.status:8}{mark}"
        )
    slow = sum(each.is_slow for each in found)
    lines.append(
        f"{len(found)} pages; {slow} take more than {MOST_MS} ms or {MOST_STATEMENTS}"
        " statements"
    )
    return "\n".join(lines)


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(False)


def _is_empty(url: str) -> bool:
    with psycopg.connect(_plain(url)) as connection:
        return connection.execute("SELECT FROM projects LIMIT 1").rowcount == 0


def _fill_for_staff(url: str, users: int, events: int) -> None:
    with psycopg.connect(_plain(url)) as connection:
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for statement in (_USERS.format(users=users), _ADDRESSES, _NETWORKS):
            connection.execute(statement)
        for each in ("users", "projects", "ip_addresses"):
            connection.execute(_NUMBERED.format(owners=each))
        _fill_events(connection, events // len(_OWNERS))
        for statement in (_MAIL, _RUNS, _ACTIONS, _TOKENS):
            connection.execute(statement)
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _fill_events(connection: psycopg.Connection, number: int) -> None:
    """Make so many events of each kind; one owner has more than a page of them shows."""
    with bulk.bare(connection, tuple(_OWNERS)):
        for name, (owners, _, _) in _OWNERS.items():
            tags = _TAGS[name]
            connection.execute(
                _EVENTS.format(
                    table=name,
                    owners=owners,
                    tags=tags,
                    kinds=tags.count(",") + 1,
                    events=number,
                    step=300_000_000 // number,
                )
            )
    for name, (owners, column, one) in _OWNERS.items():
        connection.execute(_OF_ONE.format(table=name, owners=owners, name=column, one=one))


def _measured(environment: Mapping[str, str], folder: str) -> Iterator[Measured]:
    config = configure(
        load(
            Settings,
            {
                "REDIS_URL": environment["REDIS_URL"],
                "DATABASE_URL": environment["DATABASE_URL"],
                "WAREHOUSE_SECRET": "not-a-secret-but-long-enough-to-be-one",
                "FILES_PATH": folder,
                "LOG_LEVEL": "ERROR",
                "TWO_FACTOR": "optional",
                "CAPTCHA": "none",
            },
        )
    )
    registry, sent = config.registry, []
    engine = registry[SessionFactory].engine
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    client = Client(wrap(config), registry)
    with registry[SessionFactory].make() as db:
        client.sign_in(make_user(db, f"root{time.time_ns()}", is_superuser=True))
    asked = list(details(registry, _made(registry)))
    for path in (*(path for path, is_known in asked if is_known), *_lists(client)):
        yield _ask(client, path, sent)
    for path in (path for path, is_known in asked if not is_known):
        print(f"not measured, because nobody knows what to ask for: {path}")
    engine.dispose()


def _ask(client: Client, path: str, sent: list[str]) -> Measured:
    taken, numbers, status = [], [], 0
    for _ in range(_ROUNDS):
        sent.clear()
        begun = time.perf_counter()
        status = client.get(path, status="*").status_int
        taken.append((time.perf_counter() - begun) * 1_000)
        numbers.append(len(sent))
    return Measured(path, statistics.median(taken), max(numbers), status)


def _lists(client: Client) -> Iterator[str]:
    for listing in LISTINGS:
        yield listing.path
        yield from _questions(listing)
        following = client.get(listing.path, status="*").html.select_one("a[rel=next]")
        if following is not None:
            yield following["href"]


def _questions(listing: Listing) -> Iterator[str]:
    for column in listing.columns:
        if column.sorts:
            yield f"{listing.path}?o={column.key}"
            yield f"{listing.path}?o=-{column.key}"
    made_up = "00000000-0000-0000-0000-000000000000"
    for term in listing.terms:
        asked = term.example.replace("UUID", made_up).replace("DIGEST", "0" * 64)
        yield f"{listing.path}?{urlencode({'q': asked})}"
    for word in ("more77", "person0", BIG, "nothing-like-it"):
        yield f"{listing.path}?{urlencode({'q': word})}"


def details(registry: Registry, places: Places) -> Iterator[tuple[str, bool]]:
    """Yield the pages that are no lists, and whether all of their parts are known."""
    lists = {each.route for each in LISTINGS}
    for route in registry.getUtility(IRoutesMapper).get_routes():
        if not route.pattern.startswith("/admin/") or route.name in lists:
            continue
        parts = {
            each: part_of(places, route.name, each) for each in _PART.findall(route.pattern)
        }
        if None in parts.values():
            yield route.pattern, False
        else:
            yield _PART.sub(lambda found, of=parts: of[found[1]], route.pattern), True


def _made(registry: Registry) -> Places:
    """Make something to look at of each kind; what can be large belongs to `BIG`."""
    with registry[SessionFactory].make() as db:
        owner = db.scalars(select(User).where(User.username == "person0")).one()
        name = make_organization(db, owner=owner).name
    return make_things_of_staff(
        registry, project=BIG, organization=name, username="person0"
    )
