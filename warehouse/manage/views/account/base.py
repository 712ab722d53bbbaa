"""What the pages of one's own account share."""

from typing import Any

from warehouse.accounts.models import User
from warehouse.http import Request


class AccountView:
    """The base of views of one's own account, which are all in one frame."""

    section: str
    """The route of the section that is marked in the frame."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.user: User = request.identity.user

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame of accounts."""
        return {
            "user": self.user,
            "section": self.section,
            "csrf_token": self.request.session.get_csrf_token(),
            "messages": self.request.session.pop_flash(),
            **values,
        }
