"""Messages with made-up values, to look at."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from warehouse.email.messages import Mail

LINK = "https://index.example/somewhere/?token=eyJhIjoiYiJ9.aXhw&b=2"
_BY_NAME = {
    "address": "somebody@example.com",
    "former": "before@example.com",
    "network": "198.51.100.0/24",
    "token": "laptop",
    "username": "somebody",
    "where": "https://example.org/code/upload.sh",
}
_BY_TYPE: dict[Any, Any] = {
    str: "Sample value",
    int: 3,
    bool: True,
    tuple[str, ...]: ("one", "another"),
    datetime: datetime(2026, 3, 7, 16, 30, tzinfo=UTC),
}


def sample(kind: type[Mail]) -> Mail:
    """Return a message with a value for each of its fields."""
    values = {each.name: _value(each.name, each.type) for each in fields(kind)}  # type: ignore[arg-type]
    return kind(**values)


def _value(name: str, kind: Any) -> Any:
    if name.endswith("link"):
        return LINK
    return _BY_NAME.get(name, _BY_TYPE[kind]) if kind is str else _BY_TYPE[kind]
