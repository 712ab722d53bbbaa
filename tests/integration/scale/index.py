"""An application over a database that a generator filled, and what it asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from tests.fixtures.client import Client
from warehouse.accounts.models import User
from warehouse.application import wrap
from warehouse.config import configure
from warehouse.db import SessionFactory
from warehouse.packaging import queries
from warehouse.packaging.models import Role
from warehouse.settings import Settings, load


@dataclass(frozen=True)
class Statement:
    """One statement with its parameters, as it was sent."""

    text: str
    parameters: Any


class Index:
    """The application, and a client of it that commits what it does."""

    def __init__(self, environ: dict[str, str]) -> None:
        config = configure(load(Settings, environ))
        self.registry = config.registry
        self.files = Path(environ["FILES_PATH"])
        self.client = Client(wrap(config), self.registry)
        self.engine = self.registry[SessionFactory].engine

    def close(self) -> None:
        self.engine.dispose()
        self.registry[redis.Redis].close()

    def statements(
        self, path: str, *, status: int = 200, **options: Any
    ) -> list[Statement]:
        """Return the statements that the application sent to answer a request."""
        ask = self.client.post if "params" in options else self.client.get
        self.registry[redis.Redis].flushdb()
        with self._noted() as sent:
            ask(path, status=status, **options)
        return sent

    def own(self, db: Session, owner: User, name: str) -> None:
        """Let someone upload to a project, if there is one of this name."""
        project = queries.project_named(db, name)
        if project is not None:
            db.add(Role(project=project, user=owner, role_name="Maintainer"))
            db.commit()

    def value(self, query: str, **parameters: Any) -> Any:
        """The one value that a query finds."""
        with self.engine.connect() as connection:
            return connection.execute(text(query), parameters).scalar_one()

    def plan(self, statement: Statement) -> dict[str, Any]:
        """Return PostgreSQL's plan for a statement."""
        return self._explained("FORMAT JSON", statement)

    def blocks(self, statement: Statement) -> int:
        """Return how many blocks of 8 kB PostgreSQL reads to answer a query."""
        plan = self._explained("ANALYZE, BUFFERS, FORMAT JSON", statement)
        found: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        return found

    def _explained(self, options: str, statement: Statement) -> dict[str, Any]:
        with self.engine.connect() as connection:
            explain = f"EXPLAIN ({options}) {statement.text}"
            found = connection.exec_driver_sql(explain, statement.parameters).scalar_one()
        plan: dict[str, Any] = found[0]["Plan"]
        return plan

    @contextmanager
    def _noted(self) -> Iterator[list[Statement]]:
        sent: list[Statement] = []

        def note(connection: Any, cursor: Any, text: str, values: Any, *rest: Any) -> None:
            first = values[0] if isinstance(values, list) else values
            if not text.startswith(("SET ", "SAVEPOINT ", "RELEASE ", "ROLLBACK ")):
                sent.append(Statement(text, first))

        event.listen(self.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(self.engine, "before_cursor_execute", note)
