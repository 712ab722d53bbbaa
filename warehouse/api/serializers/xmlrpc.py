"""XML-RPC answers. Results are few shapes and may be long, so they are written directly."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from warehouse.api.serializers.characters import legal

_HEAD = "<?xml version='1.0'?>\n<methodResponse>\n"
_FOOT = "</methodResponse>\n"
_NIL = "<value><nil/></value>"


def result(value: Any) -> bytes:
    """Return the response of a call that returned `value`."""
    return _result(_value(value))


def changes(rows: Iterable[Any]) -> bytes:
    """Return the response with journal rows, five columns each, written directly.

    The action has character references for what is not ASCII, as it always had.
    """
    return _result("".join(["<value><array><data>\n", *map(_change, rows), _END]))


def fault(code: int, text: str) -> bytes:
    """Return the response of a call that failed."""
    content = _value({"faultCode": code, "faultString": text})
    return f"{_HEAD}<fault>\n{content}</fault>\n{_FOOT}".encode()


_END = "</data></array></value>\n"
_NOT_PLAIN = re.compile("[^ -%'-;=?-~]")
"""Anything that cannot be written as it is: not ASCII, a control character, markup."""


def _result(content: str) -> bytes:
    return f"{_HEAD}<params>\n<param>\n{content}</param>\n</params>\n{_FOOT}".encode()


def _change(row: Any) -> str:
    name, version, timestamp, action, serial = row
    if _NOT_PLAIN.search(f"{name}{version}{action}"):
        name, version = _clean(name), None if version is None else _clean(version)
        action = _clean(action.encode("ascii", "xmlcharrefreplace").decode())
    shown = _NIL if version is None else f"<value><string>{version}</string></value>"
    return (
        f"<value><array><data>\n<value><string>{name}</string></value>\n{shown}\n"
        f"<value><int>{timestamp}</int></value>\n<value><string>{action}</string></value>\n"
        f"<value><int>{serial}</int></value>\n{_END}"
    )


def _clean(text: str) -> str:
    return escape(legal(text))


def _string(text: str) -> str:
    return f"<value><string>{_clean(text)}</string></value>"


def _value(value: Any) -> str:
    match value:
        case None:
            return f"{_NIL}\n"
        case bool():
            return f"<value><boolean>{int(value)}</boolean></value>\n"
        case int():
            return f"<value><int>{value}</int></value>\n"
        case str():
            return f"{_string(value)}\n"
        case Mapping():
            return f"<value><struct>\n{_members(value)}</struct></value>\n"
        case Sequence():
            return f"<value><array><data>\n{''.join(map(_value, value))}{_END}"
    raise TypeError(f"{type(value).__name__} has no form in XML-RPC")


def _members(value: Mapping[str, Any]) -> str:
    return "".join(
        f"<member>\n<name>{_clean(name)}</name>\n{_value(each)}</member>\n"
        for name, each in value.items()
    )
