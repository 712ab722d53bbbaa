"""Reading XML-RPC calls from anyone."""

import xmlrpc.client
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.api.xmlrpc.calls import DEEPEST, Call, read
from warehouse.api.xmlrpc.faults import Fault

TAGS = (
    *("methodCall", "methodName", "params", "param", "value", "int", "i8", "string"),
    *("array", "data", "struct", "member", "name", "nil", "double", "base64", "boolean"),
)
pieces = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS]),
    st.sampled_from([f"</{tag}>" for tag in TAGS]),
    st.sampled_from(["<nil/>", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&x;", "1", "x"]),
    st.text(max_size=3),
)


def outcome(body: bytes) -> Call | int:
    try:
        return read(body)
    except Fault as fault:
        return fault.code


@given(st.lists(pieces, max_size=30).map("".join))
def test_any_bytes_are_a_call_or_a_fault(body: str) -> None:
    found = outcome(body.encode("utf-8", "surrogatepass"))
    assert isinstance(found, Call) or found == -32700


values: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**31), 2**31 - 1)
    | st.floats(-1e30, 1e30).map(lambda each: round(each, 3))
    | st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.just("a") | st.just("b"), inner),
    max_leaves=10,
)


@given(st.lists(values, max_size=3).map(tuple))
def test_calls_written_by_the_standard_client_are_understood(
    arguments: tuple[Any, ...],
) -> None:
    body = xmlrpc.client.dumps(arguments, "some.method", allow_none=True)
    assert read(body.encode()) == Call("some.method", list(arguments))


def test_types_that_no_method_takes() -> None:
    moment = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001
    body = xmlrpc.client.dumps((moment, b"\0bytes"), "x")
    assert read(body.encode()).arguments == [moment, b"\0bytes"]


def test_values_nested_too_deeply_are_refused() -> None:
    def nested(depth: int) -> bytes:
        value: Any = []
        for _ in range(depth - 1):
            value = [value]
        return xmlrpc.client.dumps((value,), "x").encode()

    read(nested(DEEPEST))
    with pytest.raises(Fault, match="nested"):
        read(nested(DEEPEST + 2))
