"""`warehouse tokens`: API tokens without the web."""

import time

import pytest

from tests.factories.packaging import make_project
from warehouse.accounts.models import User


@pytest.fixture
def project(rows, ann):
    owner = rows.query(User).filter_by(username=ann).one()
    return make_project(rows, "Foo.Bar", owner=owner)


def caveats(rows):
    from warehouse.macaroons.models import Macaroon

    rows.expire_all()
    return [each.caveats for each in rows.query(Macaroon).all()]


def test_a_token_is_printed_and_nothing_else(warehouse, ann):
    answer = warehouse.run("tokens", "create", "--user", ann)
    assert (answer.exit_code, answer.stderr) == (0, "")
    [token] = answer.stdout.splitlines()
    assert token.startswith("pypi-")
    assert token not in warehouse.good("tokens", "list", "--user", ann)


def test_a_narrow_token_that_expires(warehouse, ann, project, rows):
    words = ("--project", "foo-bar", "--expires", "12h", "--description", "laptop")
    warehouse.good("tokens", "create", "--user", ann, *words)
    [[names, ids, expiry, user]] = caveats(rows)
    assert names == [1, ["foo-bar"]]
    assert ids == [2, [str(project.id)]]
    assert expiry[0] == 0
    assert expiry[1] == pytest.approx(time.time() + 12 * 3600, abs=60)
    assert user[0] == 3


def test_a_token_that_reads(warehouse, ann, rows):
    warehouse.good("tokens", "create", "--user", ann, "--permission", "read")
    [[permission, user]] = caveats(rows)
    assert (permission, user[0]) == ([100, "read"], 3)


def test_tokens_are_listed(warehouse, ann):
    warehouse.good("tokens", "create", "--user", ann, "--description", "laptop")
    [row] = warehouse.rows("tokens", "list", "--user", ann)
    assert set(row) == {"id", "description", "created", "last used"}
    assert (row["description"], row["last used"]) == ("laptop", None)


def test_a_token_is_revoked_by_itself_or_by_its_id(warehouse, ann):
    token = warehouse.good("tokens", "create", "--user", ann).strip()
    warehouse.good("tokens", "create", "--user", ann, "--description", "second")
    assert warehouse.good("tokens", "revoke", token) == ""
    [row] = warehouse.rows("tokens", "list", "--user", ann)
    answer = warehouse.run("tokens", "revoke", row["id"])
    assert answer.stderr == "The token 'second' is revoked.\n"
    assert warehouse.rows("tokens", "list", "--user", ann) == []
    assert "There is no token" in warehouse.refused("tokens", "revoke", token)


def test_a_wrong_span_of_time_is_refused_with_its_value(warehouse, ann):
    for span in ("30x", "", "d", "0d", "-1d", "1.5d", "1e3d", "999999d"):
        words = ("tokens", "create", "--user", ann, f"--expires={span}")
        said = warehouse.refused(*words, status=2)
        assert f"{span!r} is no span of time; write 30d, 12h or 90m." in said


def test_a_token_needs_an_existing_account_and_project(warehouse, ann):
    for words, said in (
        (("--user", "nobody"), "There is no account named 'nobody'"),
        (("--user", "ann", "--project", "none"), "There is no project named 'none'"),
        (("--user", "ann", "--project", "nul\0"), "There is no project named"),
    ):
        assert said in warehouse.refused("tokens", "create", *words)


def test_a_token_is_only_for_ones_own_projects(warehouse, ann, rows):
    make_project(rows, "other")
    words = ("tokens", "create", "--user", "ann", "--project", "other")
    assert "has no role in the project other" in warehouse.refused(*words)


def test_a_description_is_used_once(warehouse, ann):
    words = ("tokens", "create", "--user", ann, "--description", "laptop")
    warehouse.good(*words)
    assert "a token called 'laptop' already" in warehouse.refused(*words)


def test_a_word_that_is_no_token_cannot_be_revoked(warehouse):
    for word in ("nonsense", "pypi-nonsense", "pypi-", ""):
        said = warehouse.refused("tokens", "revoke", word)
        assert "neither a token nor the id of one" in said
