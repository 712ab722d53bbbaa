"""The `:action` of a form: uploading a file, or something no longer offered."""

import re

from warehouse.forklift.refusals import Reason, Refused, abbreviated

UPLOAD = "file_upload"
GONE = {
    "submit": Reason.REGISTRATION_GONE,
    "submit_pkg_info": Reason.REGISTRATION_GONE,
    "doc_upload": Reason.DOCUMENTATION_GONE,
}
_OLD_FIELD = re.compile(rb'name="?:action"?\s*?\r?\n\r?\n(\w{1,40})')
"""The field in a form of Python 2's distutils, whose lines end in bare newlines."""


def require_upload(action: str | None) -> None:
    """Refuse whatever is no upload, with what to do instead."""
    if action in GONE:
        raise Refused(GONE[action])
    if action is None:
        raise Refused(Reason.ACTION_MISSING)
    if action != UPLOAD:
        raise Refused(Reason.ACTION_UNKNOWN, action=abbreviated(action))


def refuse_old_form(body: bytes) -> None:
    """Refuse a form that is not multipart as RFC 7578 has it, if its action is gone.

    Clients of Python 2 register projects with such forms. They are to be told that nobody
    needs to, and not that a line has the wrong end.
    """
    found = _OLD_FIELD.search(body)
    action = found[1].decode("ascii", "replace") if found else ""
    if action in GONE:
        raise Refused(GONE[action])
