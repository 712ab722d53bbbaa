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
    Permitted,
    ProjectID,
    ProjectName,
    RequestPublisher,
    RequestUser,
    TokenPermission,
)

OUTSIDE = "project-scoped token used outside of a project context"
ELSEWHERE = "project-scoped token is not valid for project: 'foo'"
OTHER_USER = "current user does not match user restriction in token"


def around(**changes):
    values = {"user_id": "u", "project_id": "p", "project_name": "foo", "now": 100.0}
    values["permission"] = TokenPermission.PUBLISH
    return Circumstances(**{**values, **changes})


READ, MANAGE = TokenPermission.READ, TokenPermission.MANAGE


@pytest.mark.parametrize(
    ("permission", "met"),
    [("publish", {"publish"}), ("read", {"read"}), ("manage", {"read", "manage"})],
)
def test_managing_includes_reading_and_publishing_is_apart(permission, met):
    caveat = Permitted(TokenPermission(permission))
    found = {
        needed.value
        for needed in TokenPermission
        if caveat.objection(around(permission=needed)) is None
    }
    assert found == met


def test_no_caveat_that_a_holder_adds_widens_a_token():
    for stored in ([], [[3, "u"]]):
        row = caveats.load(stored, user_id="u")
        added = caveats.parse(b'[100,"manage"]', user_id="u")
        for needed in (READ, MANAGE):
            said = [each.objection(around(permission=needed)) for each in (*row, added)]
            assert any(said)
    row = caveats.load([[100, "manage"]], user_id="u")
    narrowed = [*row, caveats.parse(b'[100,"read"]', user_id="u")]
    assert not any(each.objection(around(permission=READ)) for each in narrowed)
    assert any(each.objection(around(permission=MANAGE)) for each in narrowed)


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
        (Permitted(READ), b'[100,"read"]'),
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
    *(b"[100]", b'[100,"all"]', b'[100,["read"]]', b'[100,"read","manage"]', b"[100,{}]"),
    *(b'{"version":2,"permissions":"user"}', b'{"version":1,"permissions":"all"}'),
    *(b'{"version":1,"permissions":{"projects":"foo"}}', b'{"version":1,"permissions":{}}'),
    *(b'{"exp":2}', b'{"exp":"2","nbf":"1"}', b'{"project_ids":"x"}', b'{"more":1}'),
    *(b'{"exp":2,"nbf":1,"more":3}', b'{"version":1,"permissions":null}'),
]


@pytest.mark.parametrize("raw", UNREADABLE, ids=range(len(UNREADABLE)))
def test_an_unreadable_caveat_is_an_error(raw):
    with pytest.raises(CaveatUnreadable):
        caveats.parse(raw, user_id="u")


@pytest.mark.parametrize(
    ("publisher", "is_met"), [(None, False), ("other", False), ("pub", True)]
)
def test_a_caveat_about_a_publisher_is_met_by_that_one(publisher, is_met):
    for raw in (b'[4,"pub"]', b'[4,"pub",null]', b'[4,"pub",{"sha":"x"}]'):
        caveat = caveats.parse(raw, user_id=None)
        assert caveat == RequestPublisher("pub")
        assert (caveat.objection(around(publisher_id=publisher)) is None) is is_met
    for raw in (b"[4]", b"[4,1]", b'[4,"pub","x"]'):
        with pytest.raises(CaveatUnreadable):
            caveats.parse(raw, user_id=None)


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
