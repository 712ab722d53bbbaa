"""Reading caveats, each kind and each old form, and refusing unreadable ones."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.macaroons import caveats
from warehouse.macaroons.caveats import (
    CaveatUnreadable,
    Circumstances,
    Expiration,
    ProjectID,
    ProjectName,
    RequestUser,
)

OUTSIDE = "project-scoped token used outside of a project context"
ELSEWHERE = "project-scoped token is not valid for project: 'foo'"
OTHER_USER = "current user does not match user restriction in token"


def around(**changes):
    values = {"user_id": "u", "project_id": "p", "project_name": "foo", "now": 100.0}
    return Circumstances(**{**values, **changes})


NO_PROJECT = {"project_id": None, "project_name": None}


@pytest.mark.parametrize(
    ("caveat", "changes", "objection"),
    [
        (Expiration(200, 50), {}, None),
        (Expiration(200, 100), {}, None),
        (Expiration(100, 50), {}, "token is expired"),
        (Expiration(200, 101), {}, "token is expired"),
        (ProjectName(("bar", "foo")), {}, None),
        (ProjectName(("bar",)), {}, ELSEWHERE),
        (ProjectName(()), {}, ELSEWHERE),
        (ProjectName(("foo",)), NO_PROJECT, OUTSIDE),
        (ProjectID(("p",)), {}, None),
        (ProjectID(("q",)), {}, ELSEWHERE),
        (ProjectID(("p",)), NO_PROJECT, OUTSIDE),
        (RequestUser("u"), {}, None),
        (RequestUser("v"), {}, OTHER_USER),
        (RequestUser("u"), {"user_id": None}, OTHER_USER),
    ],
)
def test_a_caveat_objects_outside_its_bounds(caveat, changes, objection):
    assert caveat.objection(around(**changes)) == objection


@pytest.mark.parametrize(
    ("caveat", "wire"),
    [
        (Expiration(2, 1), b"[0,2,1]"),
        (ProjectName(("a", "b")), b'[1,["a","b"]]'),
        (ProjectID(("x",)), b'[2,["x"]]'),
        (RequestUser("u"), b'[3,"u"]'),
    ],
)
def test_the_wire_form_and_back(caveat, wire):
    assert caveat.serialize() == wire
    assert caveats.parse(wire, user_id=None) == caveat


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ({"version": 1, "permissions": "user"}, RequestUser("u")),
        ({"version": 1, "permissions": {"projects": ["foo"]}}, ProjectName(("foo",))),
        ({"exp": 2, "nbf": 1}, Expiration(2, 1)),
        ({"project_ids": ["x"]}, ProjectID(("x",))),
    ],
)
def test_the_objects_of_old(old, today):
    assert caveats.parse(json.dumps(old).encode(), user_id="u") == today


UNREADABLE = [
    *(b"", b"nonsense", b"\xff", b"null", b"1", b'"x"', b"[]", b"{}", b"[" * 100_000),
    *(b"[4]", b"[5,1]", b"[-1]", b'["0",2,1]', b"[true,[]]", b"[1.0,[]]", b"[null]"),
    *(b"[0]", b"[0,2]", b"[0,2,1,0]", b'[0,"2","1"]', b"[0,2.5,1]", b"[0,true,false]"),
    *(b"[1]", b'[1,"foo"]', b"[1,[1]]", b'[1,["a"],["b"]]', b"[2,{}]", b"[2,[null]]"),
    *(b"[3]", b"[3,1]", b"[3,null]", b'[3,["u"]]', b'[3,"u","v"]'),
    *(b'{"version":2,"permissions":"user"}', b'{"version":1,"permissions":"all"}'),
    *(b'{"version":1,"permissions":{"projects":"foo"}}', b'{"version":1,"permissions":{}}'),
    *(b'{"exp":2}', b'{"exp":"2","nbf":"1"}', b'{"project_ids":"x"}', b'{"more":1}'),
    *(b'{"exp":2,"nbf":1,"more":3}', b'{"version":1,"permissions":null}'),
]


@pytest.mark.parametrize("raw", UNREADABLE, ids=range(len(UNREADABLE)))
def test_an_unreadable_caveat_is_an_error(raw):
    with pytest.raises(CaveatUnreadable):
        caveats.parse(raw, user_id="u")


def test_the_unknown_is_named():
    with pytest.raises(CaveatUnreadable, match="unknown tag 99"):
        caveats.parse(b"[99]", user_id="u")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["exp", "nbf", "version", "permissions"]), inner)
    ),
    max_leaves=8,
)


@given(json_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=30))
def test_nothing_else_is_ever_raised(raw):
    try:
        caveats.parse(raw, user_id="u")
    except CaveatUnreadable:
        return
