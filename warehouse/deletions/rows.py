"""Copying a row with all that its deletion takes along, and putting them back.

What goes along is read from the foreign keys of all tables (`ON DELETE CASCADE`), so that
a table that somebody adds is kept without being named here. PostgreSQL copies the rows; a
project of any size passes through no memory of ours.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    Table,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from warehouse.db import Base
from warehouse.deletions.models import DeletedRow
from warehouse.packaging.models import Description, Release

_LINKS = 1_000
"""The place of what only pointed at deleted rows, and points at nothing now."""

_DERIVED = frozenset({"popular_projects", "project_requirements", "search_documents"})
"""Tables that follow from others, and are written anew."""


def copy_rows(db: Session, deletion_id: UUID, table: Table, row_id: UUID) -> None:
    """Copy a row and everything below it; descriptions of releases go with them."""
    found = dict(_below(table, row_id))
    for place, (each, condition) in enumerate(found.items()):
        content = func.to_jsonb(literal_column(f'"{each.name}".*'))
        _copy(db, deletion_id, place, _of(each, content).where(condition))
    for each, key in _pointing_at(found):
        column = key.parent
        content = func.jsonb_build_object("id", each.c.id, column.name, column)
        condition = column.in_(_ids(key.column.table, found[key.column.table]))
        _copy(db, deletion_id, _LINKS, _of(each, content).where(condition))


def _of(table: Table, content: ColumnElement[Any]) -> Select[Any]:
    return select(literal(table.name), content).select_from(table)


def _copy(db: Session, deletion_id: UUID, place: int, rows: Select[Any]) -> None:
    """Copy rows of a table name and a content."""
    columns = ["table_name", "content", "deletion_id", "place"]
    copied = rows.add_columns(literal(deletion_id), literal(place))
    db.execute(insert(DeletedRow).from_select(columns, copied))


def _pointing_at(found: Mapping[Table, Any]) -> Iterator[tuple[Table, ForeignKey]]:
    """Yield the foreign keys that become null when rows of `found` go."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.ondelete == "SET NULL" and key.column.table in found:
                yield table, key


def put_back(db: Session, deletion_id: UUID) -> None:
    """Insert the rows of a deletion again.

    One that needs a row which is gone meanwhile, such as the role of a deleted account,
    is left out; where the column may be null it becomes null.
    """
    for name in _tables_of(db, deletion_id):
        _insert(db, deletion_id, name)
    for row in db.scalars(_rows(deletion_id).where(DeletedRow.place == _LINKS)):
        _point(db, row)


def _insert(db: Session, deletion_id: UUID, name: str) -> None:
    table = Base.metadata.tables[name]
    keys = _columns_of(db, deletion_id, name)
    names = [column.name for column in table.columns if column.name in keys]
    listed = ", ".join(f'"{each}"' for each in names)
    values = ", ".join(_value(table, each) for each in names)
    conditions = "".join(_needs(table, names))
    db.execute(
        text(
            f'INSERT INTO "{name}" ({listed}) SELECT {values} FROM deleted_rows'
            f' CROSS JOIN LATERAL jsonb_populate_record(NULL::"{name}", content) AS r'
            f" WHERE deletion_id = :id AND table_name = :name AND place < {_LINKS}"
            f"{conditions} ORDER BY deleted_rows.id"
        ),
        {"id": deletion_id, "name": name},
    )


def _point(db: Session, row: DeletedRow) -> None:
    """Have a row point again at what it pointed at, unless it points elsewhere now."""
    table = Base.metadata.tables[row.table_name]
    for name in row.content.keys() - {"id"}:
        column = table.c[name]
        db.execute(
            update(table)
            .where(table.c.id == UUID(row.content["id"]), column.is_(None))
            .values({column: UUID(row.content[name])})
        )


def count_rows(db: Session, deletion_id: UUID, table: Table) -> int:
    """Return how many rows of a table were copied."""
    rows = _rows(deletion_id).where(DeletedRow.table_name == table.name)
    return db.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _below(root: Table, row_id: UUID) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield tables, parents first, each with the condition for the rows that go along."""
    found: dict[Table, ColumnElement[bool]] = {root: root.c.id == row_id}
    for table in Base.metadata.sorted_tables:
        if table is not root and table.name not in _DERIVED:
            conditions = [
                key.parent.in_(_ids(key.column.table, found[key.column.table]))
                for key in table.foreign_keys
                if key.ondelete == "CASCADE" and key.column.table in found
            ]
            if conditions:
                found[table] = or_(*conditions)
    releases, descriptions = Release.__table__, Description.__table__
    if releases in found:
        owned = select(releases.c.description_id).where(found[releases])
        yield descriptions, descriptions.c.id.in_(owned)  # type: ignore[misc]
    yield from found.items()


def _ids(table: Table, condition: ColumnElement[bool]) -> Select[tuple[UUID]]:
    return select(table.c.id).where(condition)


def _tables_of(db: Session, deletion_id: UUID) -> list[str]:
    named = (
        select(DeletedRow.table_name)
        .where(DeletedRow.deletion_id == deletion_id, DeletedRow.place < _LINKS)
        .group_by(DeletedRow.table_name, DeletedRow.place)
        .order_by(DeletedRow.place)
    )
    known = Base.metadata.tables
    return [name for name in db.scalars(named) if name in known]


def _columns_of(db: Session, deletion_id: UUID, name: str) -> set[str]:
    """Return the columns that the table had, which may have others today."""
    rows = _rows(deletion_id).where(DeletedRow.table_name == name)
    one = rows.where(DeletedRow.place < _LINKS).limit(1).subquery()
    return set(db.scalars(select(func.jsonb_object_keys(one.c.content))))


def _rows(deletion_id: UUID) -> Select[DeletedRow]:
    return select(DeletedRow).where(DeletedRow.deletion_id == deletion_id)


def _value(table: Table, name: str) -> str:
    """Return the SQL for a column; null if it names a row that is gone."""
    keys = table.c[name].foreign_keys
    if not keys or not table.c[name].nullable:
        return f'r."{name}"'
    return f'CASE WHEN {_is_there(next(iter(keys)))} THEN r."{name}" END'


def _needs(table: Table, names: list[str]) -> Iterator[str]:
    """Yield the SQL of conditions: the rows are there that this one cannot do without."""
    for name in names:
        for key in table.c[name].foreign_keys:
            if not table.c[name].nullable:
                yield f" AND {_is_there(key)}"


def _is_there(key: ForeignKey) -> str:
    parent = key.column
    return (
        f'EXISTS (SELECT FROM "{parent.table.name}" AS parent'
        f' WHERE parent."{parent.name}" = r."{key.parent.name}")'
    )
