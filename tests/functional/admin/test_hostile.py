"""Hostile text in any field is only shown: by pages, exports and the command line."""

import csv
import io

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.accounts.models import ProhibitedEmailDomain
from warehouse.cli.terminal import printable
from warehouse.email.models import EmailMessage
from warehouse.events.models import StaffAction, UserEvent
from warehouse.listings import LISTINGS
from warehouse.macaroons.models import Macaroon
from warehouse.packaging.models import JournalEntry, ProhibitedProjectName
from warehouse.scanning.models import FileMatch, YaraRules

csv.field_size_limit(1_000_000)
EVIL = "=cmd|'/C calc'!A1<script>document.title='broken'</script>\u202e\u2066\x1b[2J{{7*7}}"
LONG = "@" + "x" * 300_000


@pytest.fixture(params=[EVIL, LONG], ids=["evil", "long"])
def evil(request, db):
    """A database in which every free text is hostile."""
    said = request.param
    user = make_user(db, "sly", name=said[:100])
    project = make_project(db, "trap", lifecycle_status_note=said)
    release = make_release(db, project, "1.0", yanked_reason=said, uploaded_via=said)
    file = make_file(db, release, "trap-1.0.tar.gz", uploaded_via=said, comment_text=said)
    action = {"actor_name": said, "subject_kind": "x", "subject_name": said[:300]}
    more = {"subject_id": "x", "before": {said[:50]: said}, "after": {}, "client": said}
    mail = {"kind": "x", "sender": said, "recipient": said, "message_id": said[:900]}
    db.add_all(
        [
            JournalEntry(name=said[:900], action=said, submitted_by="sly"),
            ProhibitedProjectName(name="trapped", comment=said),
            ProhibitedEmailDomain(domain="x.example", comment=said),
            Macaroon(user_id=user.id, description=said[:900], last_used_client=said),
            EmailMessage(**mail, subject=said, body=said, html=said, problem=said),
            StaffAction(action=said, reason=said, **action, **more),
            UserEvent(source_id=user.id, tag=said[:900], additional={"x": said}),
            FileMatch(file_id=file.id, rule=said[:900], member=said[:900]),
            YaraRules(name="rules", source=said),
        ]
    )
    db.commit()
    return said


DETAILS = ("/admin/users/sly/", "/admin/projects/trap/", "/admin/yara-rules/rules/")


def test_pages_show_hostile_text_as_text(admin, evil):
    for path in (*(each.path for each in LISTINGS), *DETAILS):
        every = next((each.columns for each in LISTINGS if each.path == path), ())
        page = admin.get(path, [("column", each.key) for each in every])
        assert "<script>document" not in page.text, path
        assert "x" * 2000 not in page.text or path in DETAILS[2:], path
        for found in page.html.find_all(string=lambda text: "\u202e" in text):
            within = [found.parent, *found.parents]
            assert any(each.get("dir") == "auto" for each in within), (path, found.parent)


def test_exports_have_no_formula(admin, evil):
    for listing in LISTINGS:
        every = [("column", each.key) for each in listing.columns]
        answer = admin.get(listing.path, [*every, ("format", "csv")])
        for row in csv.reader(io.StringIO(answer.text)):
            assert [cell for cell in row if cell.startswith(("=", "@", "+", "\t"))] == []
        admin.get(listing.path, [*every, ("format", "json")]).json  # noqa: B018


def test_a_terminal_is_given_no_commands():
    assert printable("a\x1b[2Jb\u202ec\r\x00ü") == "a\\x1b[2Jb\\u202ec\\r\\x00ü"
    assert printable("a\n\tb\x07", lines=True) == "a\n\tb\\x07"
