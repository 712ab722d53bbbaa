"""`warehouse users`: accounts without the web."""

import stat
import zipfile
from datetime import UTC, datetime

import redis
from sqlalchemy import select

from tests.factories.packaging import make_project
from tests.functional.login.factors import give_codes, give_totp
from warehouse.accounts.models import (
    DisableReason,
    ProhibitedEmailDomain,
    SecurityKey,
    User,
)
from warehouse.accounts.passwords import PasswordHasher
from warehouse.events.models import UserEvent
from warehouse.recovery.models import LostBecause, RecoveryRequest, RecoveryStatus
from warehouse.sessions import SessionIndex
from warehouse.sessions.session import key_of
from warehouse.settings.hashing import hash_cost


def person(rows, name="ann"):
    rows.expire_all()
    return rows.scalars(select(User).where(User.username == name)).one()


def test_an_account_is_made_and_listed(warehouse, ann):
    [row] = [row for row in warehouse.rows("users", "list") if row["name"] == ann]
    assert row == {
        "name": "ann",
        "email": "ann@example.com",
        "active": True,
        "superuser": False,
    }
    table = warehouse.good("users", "list").splitlines()
    assert table[0].split() == ["NAME", "EMAIL", "ACTIVE", "SUPERUSER"]
    assert any(line.split() == ["ann", *list(map(str, row.values()))[1:]] for line in table)


def test_a_password_is_made_up_and_printed_alone(warehouse, rows):
    answer = warehouse.run("users", "create", "bob", "--email", "bob@example.com")
    assert (answer.exit_code, answer.stderr) == (0, "Made the account bob.\n")
    password = answer.stdout.strip()
    assert len(password) >= 20
    user = person(rows, "bob")
    assert PasswordHasher().verify(password, user.password)[0]
    assert (user.is_active, user.primary_email.verified) == (False, False)


def test_a_given_password_is_not_printed(warehouse, ann, rows):
    words = ("users", "reset", "ann", "--password-stdin")
    assert warehouse.good(*words, input="another password\r\n") == ""
    assert PasswordHasher().verify("another password", person(rows).password)[0]


def test_someone_becomes_an_administrator(warehouse, ann, rows):
    answer = warehouse.run("users", "promote", "ANN")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert person(rows).is_superuser


WRONG = [
    ("ann", "new@example.com", "'ann' is not available"),
    ("Ann", "new@example.com", "'Ann' is not available"),
    ("bob", "ANN@example.com", "belongs to an account already"),
    ("bob", "nonsense", "'nonsense' is not an e-mail address"),
    ("bob", "", "is not an e-mail address"),
    ("-bob-", "bob@example.com", "'-bob-' is not a username"),
    ("bo b", "bob@example.com", "'bo b' is not a username"),
    ("b" * 51, "bob@example.com", "is not a username"),
    ("", "bob@example.com", "is not a username"),
]


def test_wrong_names_and_addresses_are_refused_in_words(warehouse, ann):
    before = warehouse.rows("users", "list")
    for name, email, said in WRONG:
        assert said in warehouse.refused("users", "create", "--email", email, "--", name)
    assert warehouse.rows("users", "list") == before


def test_short_passwords_are_refused(warehouse):
    words = ("users", "create", "bob", "--email", "bob@example.com", "--password-stdin")
    assert "at least 8 characters" in warehouse.refused(*words, input="short\n")
    assert "at least 8 characters" in warehouse.refused(*words, input="")
    assert "encoded as UTF-8" in warehouse.refused(*words, input=b"\xff\xfe secret pass\n")


def test_nobody_is_nobody(warehouse):
    for command in ("promote", "reset"):
        said = warehouse.refused("users", command, "nobody")
        assert "There is no account named 'nobody'" in said


def test_an_address_is_needed(warehouse):
    assert "--email" in warehouse.refused("users", "create", "bob", status=2)


def test_an_address_counts_as_verified_when_an_operator_says_so(warehouse, rows):
    warehouse.good("users", "create", "bob", "--email", "bob@example.com")
    for _ in range(2):
        assert warehouse.good("users", "verify", "bob") == ""
    bob = person(rows, "bob")
    assert (bob.is_active, bob.primary_email.verified) == (True, True)
    tag = UserEvent.tag == "account:email:verified"
    [event] = rows.scalars(select(UserEvent).where(tag, UserEvent.source_id == bob.id))
    assert event.additional["email"] == "bob@example.com"


def test_an_operator_invites_somebody(warehouse, ann, rows):
    link = warehouse.good("users", "invite", "bob@example.com", "--url", "http://x:81/")
    assert link.startswith("http://x:81/account/register/?invitation=")
    [mail] = warehouse.rows("mail", "list")
    assert (mail["to"], mail["status"]) == ("bob@example.com", "kept")
    link = warehouse.good(
        *("users", "invite", "bob@example.com"),
        WAREHOUSE_DOMAIN="index.example",
        WAREHOUSE_HTTPS="require",
    )
    assert link.startswith("https://index.example/account/register/?invitation=")
    taken = warehouse.refused("users", "invite", "ANN@example.com")
    assert "belongs to an account already" in taken
    assert "is not an e-mail address" in warehouse.refused("users", "invite", "nobody")
    rows.add(ProhibitedEmailDomain(domain="spam.example"))
    rows.commit()
    said = warehouse.refused("users", "invite", "x@spam.example")
    assert "Addresses at spam.example are prohibited." in said


def test_an_operator_closes_an_account_and_opens_it_again(warehouse, ann, rows):
    warehouse.good("users", "disable", "ann")
    assert person(rows).is_frozen
    person(rows).disabled_for = DisableReason.ACCOUNT_FROZEN
    rows.commit()
    warehouse.good("users", "enable", "ann")
    rows.expire_all()
    assert (person(rows).is_frozen, person(rows).disabled_for) == (False, None)
    warehouse.good("users", "enable", "ann")
    events = rows.scalars(
        select(UserEvent)
        .where(UserEvent.source_id == person(rows).id)
        .where(UserEvent.tag.startswith("account:password:"))
        .order_by(UserEvent.time)
    ).all()
    tags = ["account:password:disabled", "account:password:enabled"]
    assert [each.tag for each in events] == tags
    assert events[0].additional["reason"] == "account frozen"


def test_all_data_of_an_account_is_written_for_its_owner_only(warehouse, ann, tmp_path):
    archive = tmp_path / "ann.zip"
    assert warehouse.good("users", "export", "ann", str(archive)) == ""
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert "ann/users.json" in zipfile.ZipFile(archive).namelist()
    again = warehouse.run("users", "export", "ann", str(archive))
    assert (again.exit_code, "cannot be written" in again.stderr) == (1, True)


def test_an_account_is_deleted_for_good(warehouse, ann, rows):
    asked = warehouse.run("users", "delete", "ann", input="n\n")
    assert asked.exit_code == 1
    assert person(rows) is not None
    assert warehouse.good("users", "delete", "ann", "--yes") == ""
    rows.expire_all()
    assert rows.scalar(select(User).where(User.username == "ann")) is None
    again = warehouse.run("users", "create", "Ann", "--email", "ann@example.com")
    assert "'Ann' is not available" in again.stderr


def test_an_only_owner_is_not_deleted(warehouse, ann, rows):
    make_project(rows, "foo", owner=person(rows))
    answer = warehouse.run("users", "delete", "ann", "--yes")
    assert (answer.exit_code, "ann alone owns foo" in answer.stderr) == (1, True)
    assert person(rows) is not None


def test_an_operator_takes_lost_factors_away(warehouse, ann, rows):
    user = person(rows)
    give_totp(rows, user)
    give_codes(rows, user, "0" * 16, "1" * 16)
    key = SecurityKey(label="blue", credential_id="a", public_key="b", sign_count=0)
    user.security_keys.append(key)
    rows.commit()
    answer = warehouse.run("users", "reset-2fa", "ann")
    assert answer.stderr.endswith("Second factors removed from ann: 2.\n")
    user = person(rows)
    assert not user.has_second_factor
    assert user.recovery_codes == []
    assert user.sessions_from is not None
    tag = "account:two_factor:method_removed"
    kept = rows.scalars(select(UserEvent.additional).where(UserEvent.tag == tag)).all()
    assert sorted(each["method"] for each in kept) == ["totp", "webauthn"]


def test_sessions_are_listed_and_ended(warehouse, ann, rows):
    user = person(rows)
    valkey = redis.from_url(warehouse.environment["REDIS_URL"])
    valkey.set(key_of("a name"), "{}")
    details = {"client": "curl/8", "network": "192.0.2.1", "begun": 1764331200.0}
    SessionIndex(valkey).note(str(user.id), "a name", used=1764331260.0, **details)
    assert warehouse.rows("users", "sessions", "ann") == [
        {
            "device": "curl",
            "network": "192.0.2.1",
            "begun": "2025-11-28T12:00:00Z",
            "used": "2025-11-28T12:01:00Z",
        }
    ]
    answer = warehouse.run("users", "sessions", "ann", "--end")
    assert answer.stderr.endswith("Sessions of ann ended: 1.\n")
    assert not valkey.exists(key_of("a name"))
    assert warehouse.rows("users", "sessions", "ann") == []
    valkey.close()


def test_the_cost_of_hashes_is_calibrated_and_printed_as_a_setting(warehouse):
    printed = warehouse.good("users", "calibrate", "--target", "40", "--memory", "7")
    name, _, value = printed.strip().partition("=")
    assert name == "PASSWORD_HASH_COST"
    cost = hash_cost(value)
    assert cost.memory == 7168
    assert cost.passes >= 5


def test_requests_for_lost_accounts_are_listed(warehouse, ann, rows):
    for contact, confirmed in (("a@example.org", True), ("b@example.org", False)):
        rows.add(
            RecoveryRequest(
                user_id=person(rows).id,
                username="Ann",
                contact=contact,
                reason=LostBecause.MAIL,
                projects=["towel"],
                proof="account-recovery-1",
                locale="en",
                status=RecoveryStatus.OPEN if confirmed else RecoveryStatus.UNCONFIRMED,
                confirmed=datetime(2026, 11, 28, tzinfo=UTC) if confirmed else None,
            )
        )
    rows.commit()
    [row] = warehouse.rows("users", "recoveries")
    assert (row["account"], row["exists"], row["lost"]) == ("ann", True, "mail")
    assert (row["contact"], row["status"]) == ("a@example.org", "open")
    rows.query(RecoveryRequest).update({"status": RecoveryStatus.CLOSED})
    rows.commit()
    assert warehouse.rows("users", "recoveries") == []
    assert len(warehouse.rows("users", "recoveries", "--all")) == 1
