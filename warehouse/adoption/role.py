"""A database role for loading dumps, with no rights outside the database.

A superuser's SQL can run programs and read files on the server's machine, and a dump is
a stranger's SQL. So where ours is a superuser, as in the embedded server, a role that
lives as long as the loading does it instead.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, make_url, text

from warehouse.adoption.shape import verbatim


@contextmanager
def loading_role(connection: Connection, url: str) -> Iterator[URL]:
    """Yield the URL to load with; the tables belong to the connected role afterwards."""
    with connection.begin():
        is_superuser = connection.scalar(text("SELECT current_setting('is_superuser')"))
    if is_superuser != "on":
        yield make_url(url)
        return
    name, password = f"warehouse_loading_{secrets.token_hex(8)}", secrets.token_hex(32)
    with connection.begin():
        _create(connection, name, password)
    try:
        yield make_url(url).set(username=name, password=password)
    finally:
        with connection.begin():
            _drop(connection, name)


def _create(connection: Connection, name: str, password: str) -> None:
    database = connection.scalar(text("SELECT quote_ident(current_database())"))
    for statement in (
        f"CREATE ROLE {name} LOGIN PASSWORD '{password}'",
        f"GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {database} TO {name}",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {name}",
    ):
        connection.execute(verbatim(statement))


def _drop(connection: Connection, name: str) -> None:
    for statement in (
        f"REASSIGN OWNED BY {name} TO CURRENT_USER",
        f"DROP OWNED BY {name}",
        f"DROP ROLE {name}",
    ):
        connection.execute(verbatim(statement))
