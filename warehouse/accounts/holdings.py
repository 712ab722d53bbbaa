"""The tables in which something is kept about people, found by their foreign keys.

Nobody has to remember to add a table here: whatever refers to an account, or to a row that
belongs to one, is part of what is kept about its owner.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Column, LargeBinary, Select, Table, select

from warehouse.accounts.models import User
from warehouse.db import Base

_SECRETS = {"body", "code", "html", "key", "last_totp_value", "password", "token"}
"""Columns with which somebody could become the owner: messages have links, for example.

Bytes are secret anyway.
"""

_ADDRESS = "ip_address"


@dataclass(frozen=True)
class Holding:
    """A table, and the columns of it that lead to an account."""

    table: Table
    link: Column[Any]
    target: Column[Any]
    within: "Holding | None" = None

    @property
    def name(self) -> str:
        """Return the name of the file with its rows.

        Rows that belong to somebody have the name of their table; others that mention them
        are told apart by the column which does.
        """
        links = [link for link, _ in _links(self.table, self.target.table)]
        belonging = [link for link in links if _goes_along(link)]
        if len(links) < 2 or belonging == [self.link]:
            return self.table.name
        return f"{self.table.name}.{self.link.name}"

    def rows_of(self, user: User) -> Select[Any]:
        """Select the rows of `user`, with the address that an event came from."""
        columns = [each for each in self.table.columns if not _is_secret(each)]
        address = _address_of(self.table)
        found = select(*columns)
        if address is not None:
            own, other = address
            found = select(*columns, other.table.c.ip_address.label(_ADDRESS))
            found = found.outerjoin_from(self.table, other.table, own == other)
        return found.where(self._belongs_to(user)).order_by(*self.table.primary_key)

    def shown(self, row: Mapping[Any, Any]) -> dict[str, object]:
        """Return what the owner may see of a row; not the address of somebody else."""
        shown = {str(name): value for name, value in row.items()}
        additional = shown.get("additional")
        if isinstance(additional, dict) and additional.get("redact_ip"):
            shown.pop(_ADDRESS, None)
            shown.pop("ip_address_id", None)
            kept = {k: v for k, v in additional.items() if k != "user_agent"}
            shown["additional"] = kept
        return shown

    def _belongs_to(self, user: User) -> Any:
        if self.within is None:
            return self.link == getattr(user, self.target.name)
        inner = select(self.target).where(self.within._belongs_to(user))
        return self.link.in_(inner)


def of_people() -> Iterator[Holding]:
    """Yield every table that has something about people, the nearest to them first.

    A table that is reached in several ways has rows of others in all but the nearest.
    """
    users = _table(User)
    yield Holding(users, users.c.id, users.c.id)
    found = [
        Holding(table, link, target)
        for table in Base.metadata.sorted_tables
        for link, target in _links(table, users)
    ]
    seen = {users.name, *(each.table.name for each in found)}
    while found:
        yield from found
        found = [inner for each in found for inner in _within(each, seen)]


def _within(holding: Holding, seen: set[str]) -> Iterator[Holding]:
    """Yield the tables whose rows are deleted with those of `holding`, each once."""
    for table in Base.metadata.sorted_tables:
        for link, target in _links(table, holding.table):
            if table.name not in seen and _goes_along(link):
                seen.add(table.name)
                yield Holding(table, link, target, holding)


def _links(table: Table, other: Any) -> Iterator[tuple[Column[Any], Column[Any]]]:
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table is other:
                yield column, key.column


def _goes_along(link: Column[Any]) -> bool:
    return any(key.ondelete == "CASCADE" for key in link.foreign_keys)


def _is_secret(column: Column[Any]) -> bool:
    return column.name in _SECRETS or isinstance(column.type, LargeBinary)


def _address_of(table: Table) -> tuple[Column[Any], Column[Any]] | None:
    links = _links(table, Base.metadata.tables["ip_addresses"])
    return next(links, None)


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)
