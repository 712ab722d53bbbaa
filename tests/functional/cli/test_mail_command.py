"""Mail as an operator sees it: what was sent, and what became of it."""

import pytest

from warehouse.email.models import EmailMessage, MailStatus


@pytest.fixture
def message(rows):
    row = EmailMessage(
        kind="verify-email",
        sender="index@example.org",
        recipient="ann@example.com",
        message_id="<1@example.org>",
        subject="Verify your address",
        body="Hello\n",
        html="<p>Hello</p>",
        status=MailStatus.BOUNCED,
        problem="550 5.1.1 no such mailbox",
    )
    rows.add(row)
    rows.commit()
    return row


def test_a_message_that_came_back_is_listed_with_its_reason(warehouse, message):
    [row] = warehouse.rows("mail", "list", "--status", "bounced")
    assert (row["status"], row["problem"]) == ("bounced", "550 5.1.1 no such mailbox")
    assert warehouse.rows("mail", "list", "--status", "soft bounced") == []
    line = warehouse.good("mail", "list").splitlines()[1]
    assert "bounced" in line


def test_a_message_is_shown(warehouse, message):
    shown = warehouse.good("mail", "show", str(message.id))
    assert shown == "To: ann@example.com\nSubject: Verify your address\n\nHello\n\n"
    assert "<p>Hello</p>" in warehouse.good("mail", "show", str(message.id), "--html")


def test_a_message_that_does_not_exist_is_told(warehouse):
    missing = "11111111-1111-4111-8111-111111111111"
    assert "no message" in warehouse.refused("mail", "show", missing)
