"""Reading a call.

The body comes from anyone, so it may not have a document type declaration (whence all
entities come), may not be large, and its values may not be nested deeply.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from warehouse.api.xmlrpc.faults import not_well_formed
from warehouse.packaging import limits

LARGEST = limits.CALL.most
DEEPEST = limits.CALL_DEPTH.most

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}\Z", re.ASCII)
_DOUBLE = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{0,40})?([eE][+-]?[0-9]{1,3})?\Z", re.ASCII)


@dataclass(frozen=True)
class Call:
    """A method and its arguments, still unchecked."""

    method: str
    arguments: list[Any]


def read(body: bytes) -> Call:
    """Return the call that `body` is; raises `Fault`."""
    if len(body) > LARGEST:
        raise not_well_formed(f"a call has at most {LARGEST} bytes")
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise not_well_formed() from error
    method = (root.findtext("methodName") or "").strip()
    if root.tag != "methodCall" or not method:
        raise not_well_formed()
    return Call(method, [_only_value(each) for each in root.iterfind("params/param")])


def _only_value(parent: Element, depth: int = 0) -> Any:
    if len(parent) != 1 or parent[0].tag != "value":
        raise not_well_formed()
    return _value(parent[0], depth)


def _value(element: Element, depth: int) -> Any:
    if depth > DEEPEST:
        raise not_well_formed(f"values are nested at most {DEEPEST} deep")
    if len(element) == 0:
        return element.text or ""
    if len(element) > 1:
        raise not_well_formed()
    typed = element[0]
    if typed.tag == "array":
        return _array(typed, depth)
    if typed.tag == "struct":
        return _struct(typed, depth)
    read_scalar = _SCALARS.get(typed.tag)
    if read_scalar is None or len(typed):
        raise not_well_formed()
    try:
        return read_scalar(typed.text or "")
    except ValueError as error:
        raise not_well_formed() from error


def _array(element: Element, depth: int) -> list[Any]:
    if len(element) != 1 or element[0].tag != "data":
        raise not_well_formed()
    if any(each.tag != "value" for each in element[0]):
        raise not_well_formed()
    return [_value(each, depth + 1) for each in element[0]]


def _struct(element: Element, depth: int) -> dict[str, Any]:
    found = {}
    for member in element:
        name, value = member.findtext("name"), member.find("value")
        if member.tag != "member" or name is None or value is None:
            raise not_well_formed()
        found[name] = _value(value, depth + 1)
    return found


def _integer(text: str) -> int:
    if not _INTEGER.match(text.strip()):
        raise ValueError(text)
    return int(text)


def _double(text: str) -> float:
    if not _DOUBLE.match(text.strip()):
        raise ValueError(text)
    return float(text)


def _boolean(text: str) -> bool:
    if text.strip() not in {"0", "1"}:
        raise ValueError(text)
    return text.strip() == "1"


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error as error:
        raise ValueError(text) from error


def _moment(text: str) -> datetime:
    """Parse a time without a zone, as the protocol has it."""
    return datetime.strptime(text.strip(), "%Y%m%dT%H:%M:%S")  # noqa: DTZ007


_SCALARS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("int", "i4", "i8"), _integer),
    "double": _double,
    "boolean": _boolean,
    "string": str,
    "nil": lambda text: None,
    "base64": _base64,
    "dateTime.iso8601": _moment,
}
