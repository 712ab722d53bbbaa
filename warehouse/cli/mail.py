"""`warehouse mail`: what was sent, and what nobody could send."""

from datetime import UTC, datetime
from uuid import UUID

import click

from warehouse.cli import fail
from warehouse.cli.requests import json_option, print_rows, request
from warehouse.cli.terminal import printable
from warehouse.email import Transport
from warehouse.email.models import MailStatus
from warehouse.email.queries import message_by_id, newest_messages
from warehouse.email.tasks import deliver_mail


@click.group()
def mail() -> None:
    """Read and resend mail."""


@mail.command("list")
@click.option("--status", type=click.Choice([each.value for each in MailStatus]))
@click.option("--to", "recipient", help="Only mail to this address.")
@click.option("--limit", default=50, show_default=True, help="How many, at most.")
@json_option
def list_mail(status: str | None, recipient: str | None, limit: int, as_json: bool) -> None:
    """List messages, the newest first."""
    with request() as made:
        found = newest_messages(
            made.db,
            status=MailStatus(status) if status else None,
            recipient=recipient,
            limit=limit,
        )
        rows = [
            (each.id, each.created, each.status, each.recipient, each.subject, each.problem)
            for each in found
        ]
    headings = ("id", "created", "status", "to", "subject", "problem")
    print_rows(headings, rows, as_json)


@mail.command()
@click.argument("key", metavar="ID", type=click.UUID)
@click.option("--html", "as_html", is_flag=True, help="Print the HTML instead.")
def show(key: UUID, as_html: bool) -> None:
    """Print one message."""
    with request() as made:
        found = message_by_id(made.db, key)
        if found is None:
            raise fail(f"There is no message {key}.")
        if as_html:
            click.echo(printable(found.html, lines=True))
            return
        said = f"To: {found.recipient}\nSubject: {found.subject}\n\n{found.body}"
        click.echo(printable(said, lines=True))


@mail.command()
@click.argument("key", metavar="ID", type=click.UUID)
def resend(key: UUID) -> None:
    """Send one message now, whatever became of it."""
    with request() as made:
        if Transport not in made.registry:
            raise fail("There is no mail server: set SMTP_URL.")
        found = message_by_id(made.db, key)
        if found is None:
            raise fail(f"There is no message {key}.")
        found.status, found.due = MailStatus.QUEUED, datetime.now(UTC)
        made.enqueue(deliver_mail, str(key))
    click.echo(f"A worker sends the message to {found.recipient}.")
