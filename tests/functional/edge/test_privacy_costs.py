"""A private name costs a stranger what a name costs that nobody has: the same statements.

Counted behind the edge, which asks for each of them alike.
"""

import pytest

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace
from tests.functional.edge.public_routes import make_neighbours, make_project_among_them
from tests.functional.edge.test_privacy_matrix import (
    NAME,
    personal_questions,
    questions,
)
from warehouse.macaroons.caveats import TokenPermission
from warehouse.organizations.models import Organization
from warehouse.packaging.models import ProhibitedProjectName

ABSENT = "quince"
"""Nobody has it; it begins like the private one, and is as long."""


@pytest.fixture
def hidden(client, db):
    """The private project, and a stranger to it."""
    make_neighbours(client)
    make_project_among_them(client, is_private=True)
    return make_user(db, "stranger")


def headers_of(client, stranger, who):
    if who == "anonymous":
        return {}
    if who == "session":
        client.sign_in(stranger)
        return {"Cookie": f"session_id={client.cookies['session_id']}"}
    permission = TokenPermission(who)
    return {"Authorization": f"Bearer {client.token(stranger, permission=permission)}"}


def cost(client, statements, question, headers):
    """The statements for an answer, in their order."""
    statements.clear()
    method, kind = "GET", {}
    if question.body:
        method, kind = "POST", {"Content-Type": "text/xml"}
    client.request(
        question.path,
        method=method,
        body=question.body,
        headers={**headers, **kind},
        expect_errors=True,
    )
    return list(statements)


@pytest.mark.parametrize("who", ["anonymous", "read", "publish", "session"])
def test_strangers_learn_nothing_from_the_work_for_an_answer(
    client, statements, hidden, who
):
    headers = headers_of(client, hidden, who)
    asked = [each for each in questions(client) if each.is_named]
    if who != "anonymous":
        asked += personal_questions(client)
    assert len(asked) > 40
    total = 0
    for each in asked:
        private, absent = (
            [cost(client, statements, each.of(name), headers) for _ in range(2)]
            for name in (NAME, ABSENT)
        )
        assert private == absent, each
        total += len(absent[0])
    assert total > len(asked)


def upload(client, token, name):
    filename = f"{name}-1.0-py3-none-any.whl"
    content = wheel(name, "1.0")
    fields = forms.fields(filename, content, name=name, version="1.0")
    return client.post(
        "/legacy/",
        forms.body(fields, filename, content),
        headers=forms.headers(token),
        status="*",
    )


def test_an_upload_tells_a_private_name_from_no_prohibited_one(
    client, statements, hidden, db
):
    db.add(ProhibitedProjectName(name="quiver"))
    db.commit()
    token, told = client.token(hidden), {}
    upload(client, token, "quiver")
    for name in (NAME, "quiver"):
        statements.clear()
        answer = upload(client, token, name)
        said = answer.status.replace(name, "…"), answer.text.replace(name, "…")
        told[name] = (said, list(statements))
    assert told[NAME] == told["quiver"]
    assert told[NAME][0][0].startswith("400 The name '…' isn't allowed.")


def test_in_a_namespace_of_others_a_private_name_is_as_reserved_as_a_free_one(
    client, statements, hidden, db
):
    give_namespace(db, db.query(Organization).one(), "quarry")
    token = client.token(hidden)
    private, free = (
        upload(client, token, name).status.replace(name, "…")
        for name in (NAME, "quarry_free")
    )
    assert private == free
    assert private.startswith("409 The name '…' is in a namespace")
