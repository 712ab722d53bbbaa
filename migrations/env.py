"""How Alembic runs here: on the connection that `warehouse.db.migrate` hands over."""

import importlib
import importlib.util
import pkgutil
from typing import Literal

from alembic import context
from sqlalchemy import TypeDecorator

import warehouse
from warehouse.db import Base


def import_models() -> None:
    """Import the models of every package, so that the metadata is complete."""
    for package in pkgutil.iter_modules(warehouse.__path__, "warehouse."):
        if package.ispkg and importlib.util.find_spec(f"{package.name}.models"):
            importlib.import_module(f"{package.name}.models")


def render_item(kind: str, item: object, _: object) -> str | Literal[False]:
    """Spell our own column types as what they are made of: revisions import nothing of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run() -> None:
    """Run in a transaction for each revision, or in the caller's where there is one."""
    import_models()
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
        transaction_per_migration=not connection.in_transaction(),
    )
    with context.begin_transaction():
        context.run_migrations()


run()
