"""The overview of an account shows how far one is on the way to a safe one."""

from tests.factories.accounts import make_user
from tests.functional.login.factors import give_codes, give_totp


def open_steps(client):
    rungs = client.get("/manage/account/").html.select(".ladder > li")
    assert len(rungs) == 4
    return [each.a.text for each in rungs if each.a]


def test_each_step_that_is_open_has_one_button(client, db):
    user = make_user(db)
    client.sign_in(user)
    assert open_steps(client) == ["Keep recovery codes", "Add an app", "Add a passkey"]
    give_codes(db, user, "0" * 16, burned=0)
    page = client.get("/manage/account/").click("Keep recovery codes")
    assert page.request.path.endswith("/burn")
    give_codes(db, user, "1" * 16, "2" * 16)
    give_totp(db, user)
    assert open_steps(client) == ["Add a passkey"]
