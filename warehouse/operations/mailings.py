"""Mail to many: a CSV becomes rows that are checked, and tasks write their messages."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import nh3
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.email import Outbox, Recipient
from warehouse.listings import Question, select_rows
from warehouse.listings.people import USERS
from warehouse.operations.errors import MailingRefused
from warehouse.operations.models import (
    Mailing,
    MailingRow,
    MailingRowState,
    MailingState,
)
from warehouse.security import Actor

COLUMNS = ("user_id", "subject", "body_text", "body_html")
KIND = "mass-mail"
"""The kind of these messages in the outbox."""

AT_ONCE = 100
"""Messages that are written in one transaction."""

MOST_TEXT = 20_000
"""Characters of a message to all that a search finds."""

_MOST_ROWS = 20_000
MOST_SUBJECT = 200
"""Characters of the subject of a message."""

_MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Line:
    """One message as it was given; without a subject and a text it is that of all."""

    user_id: UUID
    subject: str | None = None
    text: str | None = None
    html: str = ""


class MailingService:
    """Makes, begins and stops mailings, and writes their messages."""

    def __init__(self, db: Session, outbox: Outbox) -> None:
        self.db, self._outbox = db, outbox

    def make(self, given: str, *, actor: Actor) -> Mailing:
        """Make a draft of a CSV; raises `MailingRefused` with what is wrong with it."""
        return self._draft(read_lines(given), actor)

    def make_of_search(
        self, search: str, subject: str, text: str, *, actor: Actor
    ) -> Mailing:
        """Make a draft of one message to all accounts that a search of staff finds.

        Raises `ListingProblem`, or `MailingRefused` if it finds nobody or too many.
        """
        found = select_rows(USERS, Question(search=search)).limit(_MOST_ROWS + 1)
        keys = [row["key"] for row in self.db.execute(found).mappings()]
        if not keys:
            raise MailingRefused("The search finds nobody.")
        if len(keys) > _MOST_ROWS:
            raise MailingRefused(f"The search finds more than {_MOST_ROWS} accounts.")
        return self._draft([Line(key) for key in keys], actor, subject=subject, text=text)

    def _draft(
        self,
        lines: Sequence[Line],
        actor: Actor,
        *,
        subject: str | None = None,
        text: str | None = None,
    ) -> Mailing:
        mailing = Mailing(
            author_name=actor.name or "system", subject=subject, body_text=text
        )
        self.db.add(mailing)
        self.db.flush()
        users = self._users([line.user_id for line in lines])
        for position, line in enumerate(lines, 1):
            problem = _objection(users.get(line.user_id))
            self.db.add(
                MailingRow(
                    mailing_id=mailing.id,
                    position=position,
                    user_id=line.user_id,
                    subject=line.subject,
                    body_text=line.text,
                    body_html=line.html,
                    state=MailingRowState.LEFT_OUT if problem else MailingRowState.WAITING,
                    problem=problem,
                )
            )
        self.db.flush()
        return mailing

    def begin(self, mailing: Mailing) -> None:
        """Have a draft, or one that was stopped, written; raises `MailingRefused`."""
        self._change(
            mailing,
            MailingState.SENDING,
            before=(MailingState.DRAFT, MailingState.STOPPED),
        )

    def stop(self, mailing: Mailing) -> None:
        """Write no more messages; raises `MailingRefused`."""
        self._change(mailing, MailingState.STOPPED, before=(MailingState.SENDING,))

    def write_some(self, mailing_id: UUID) -> bool:
        """Write the next messages; return whether there are more."""
        mailing = self.db.get(Mailing, mailing_id, with_for_update=True)
        if mailing is None or mailing.state is not MailingState.SENDING:
            return False
        mailing.touched = datetime.now(UTC)
        rows = self.db.scalars(
            select(MailingRow)
            .where(
                MailingRow.mailing_id == mailing_id,
                MailingRow.state == MailingRowState.WAITING,
            )
            .order_by(MailingRow.position)
            .limit(AT_ONCE)
        ).all()
        users = self._users([row.user_id for row in rows])
        for row in rows:
            self._write(mailing, row, users.get(row.user_id))
        if len(rows) < AT_ONCE:
            mailing.state = MailingState.DONE
        return len(rows) == AT_ONCE

    def numbers(self, mailing_id: UUID) -> dict[MailingRowState, int]:
        """Return how many rows there are of each state."""
        found = self.db.execute(
            select(MailingRow.state, func.count())
            .where(MailingRow.mailing_id == mailing_id)
            .group_by(MailingRow.state)
        )
        numbers = dict.fromkeys(MailingRowState, 0)
        numbers.update({state: count for state, count in found})
        return numbers

    def some(self, mailing_id: UUID, state: MailingRowState) -> Sequence[MailingRow]:
        """Return the first rows of one state."""
        return self.db.scalars(
            select(MailingRow)
            .where(MailingRow.mailing_id == mailing_id, MailingRow.state == state)
            .order_by(MailingRow.position)
            .limit(20)
        ).all()

    def _write(self, mailing: Mailing, row: MailingRow, user: User | None) -> None:
        problem = _objection(user)
        if user is None or user.primary_email is None or problem:
            row.state, row.problem = MailingRowState.LEFT_OUT, problem
            return
        to = Recipient(
            user.primary_email.email, name=user.name or user.username, user_id=user.id
        )
        subject, text = row.subject or mailing.subject, row.body_text or mailing.body_text
        self._outbox.send_written(
            subject or "", text or "", row.body_html, kind=KIND, to=to
        )
        row.state = MailingRowState.WRITTEN

    def _change(
        self, mailing: Mailing, state: MailingState, *, before: tuple[MailingState, ...]
    ) -> None:
        changed = self.db.scalar(
            update(Mailing)
            .where(Mailing.id == mailing.id, Mailing.state.in_(before))
            .values(state=state, touched=datetime.now(UTC))
            .returning(Mailing.id)
        )
        if changed is None:
            raise MailingRefused(f"This mailing is {mailing.state} already.")

    def _users(self, keys: Sequence[UUID]) -> Mapping[UUID, User]:
        found = self.db.scalars(select(User).where(User.id.in_(keys)))
        return {user.id: user for user in found}


def read_lines(given: str) -> list[Line]:
    """Return the messages of a CSV; raises `MailingRefused` with all that is wrong."""
    try:
        reader = csv.DictReader(
            io.StringIO(given.replace("\0", ""), newline=""), strict=True
        )
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise MailingRefused(f"The first line has to be: {','.join(COLUMNS)}")
        read = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise MailingRefused(f"This is no CSV: {error}.") from error
    if not 0 < len(read) <= _MOST_ROWS:
        raise MailingRefused(f"It has {len(read)} messages; it may have 1 to {_MOST_ROWS}.")
    lines: list[Line] = []
    problems: list[str] = []
    seen: set[UUID] = set()
    for number, row in read:
        found = list(_problems(row, seen))
        problems += [f"Line {number}: {problem}" for problem in found]
        if not found:
            lines.append(_line(row))
    if problems:
        more = f" And {len(problems) - _MOST_PROBLEMS} more."
        said = " ".join(problems[:_MOST_PROBLEMS])
        raise MailingRefused(said + more * (len(problems) > _MOST_PROBLEMS))
    return lines


def _problems(row: Mapping[str, str | None], seen: set[UUID]) -> Iterator[str]:
    if None in row or None in row.values():
        yield f"there are not {len(COLUMNS)} columns."
        return
    try:
        key = UUID(row["user_id"])
    except ValueError:
        yield f"“{(row['user_id'] or '')[:50]}” is no id of a user."
    else:
        if key in seen:
            yield f"the user {key} has a message already."
        seen.add(key)
    subject = row["subject"] or ""
    if not subject.strip():
        yield "there is no subject."
    if len(subject) > MOST_SUBJECT:
        yield f"the subject has more than {MOST_SUBJECT} characters."
    if not (row["body_text"] or "").strip():
        yield "there is no text."


def _line(row: Mapping[str, str | None]) -> Line:
    html = row["body_html"] or ""
    return Line(
        UUID(row["user_id"]),
        row["subject"] or "",
        row["body_text"] or "",
        nh3.clean(html, tags=nh3.ALLOWED_TAGS - {"img"}) if html.strip() else "",
    )


def _objection(user: User | None) -> str | None:
    """Return why an account gets no mail, or None."""
    if user is None:
        return "There is no such user."
    if user.is_frozen or not user.is_active:
        return f"{user.username} is frozen or not active."
    if user.primary_email is None or not user.primary_email.verified:
        return f"{user.username} has no verified primary address."
    return None
