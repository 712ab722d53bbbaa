"""What every page for somebody who is signed in shows around itself."""

from typing import Any


def frame(request: Any) -> dict[str, Any]:
    """Return who it is, the token of forms, and the messages that wait to be shown."""
    session = request.session
    return {
        "signed_in_as": request.identity.user.username,
        "csrf_token": session.get_csrf_token(),
        "messages": [*session.pop_flash("warning"), *session.pop_flash()],
    }
