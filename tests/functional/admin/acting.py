"""Filling the form of an action of staff."""

from typing import Any

REASON = "because of the test"


def act(client: Any, path: str, **values: Any) -> Any:
    """Open the page of an action, fill its form, send it, and return the answer."""
    form = client.get(path).forms["action"]
    for name, value in {"reason": REASON, **values}.items():
        form[name] = value
    return form.submit()
