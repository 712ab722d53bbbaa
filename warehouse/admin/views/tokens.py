"""API tokens: found by their text, their hash or their id, seen, and revoked."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from pyramid.view import view_config, view_defaults
from wtforms import BooleanField, Form, TextAreaField

from warehouse.admin.views.actions import Action, ActionForm, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.macaroons import queries, wire
from warehouse.macaroons.errors import TokenError, TokenMalformed
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import TokenService
from warehouse.security import Permission

_DIGEST = re.compile(r"[0-9A-Fa-f]{64}\Z")
_MOST_FILES = 50


@dataclass(frozen=True)
class Decoded:
    """What a text says of a token, and whether its signature is right."""

    location: str
    caveats: tuple[str, ...]
    is_signed: bool


def token_named(request: Request, text: str) -> tuple[Macaroon | None, Decoded | None]:
    """Return the row of a token by its text, its SHA-256 or its id, and what it says.

    Raises `TokenMalformed` if the text is none of these.
    """
    text = text.strip()
    if _DIGEST.match(text):
        return queries.macaroon_hashed(request.db, text), None
    try:
        return queries.macaroon_by_id(request.db, UUID(text)), None
    except ValueError:
        token = wire.parse(text)
    row = queries.macaroon_by_id(request.db, token.identifier)
    said = tuple(each.decode(errors="replace") for each in token.caveats)
    return row, Decoded(token.location, said, _is_signed(token, row))


def _is_signed(token: wire.Token, row: Macaroon | None) -> bool:
    if row is None:
        return False
    try:
        token.verify(row.key)
    except TokenError:
        return False
    return True


class DecodeForm(Form):
    """What somebody pasted."""

    token = TextAreaField("Token, its SHA-256, or its id")


@view_defaults(
    route_name="admin.token.decode",
    renderer="admin/decode.html",
    permission=Permission.ADMIN_TOKENS_READ,
    uses_session=True,
)
class DecodeViews(AdminView):
    """The page that says what a token is."""

    section = "admin.tokens"

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        return self.page(form=DecodeForm(), row=None, decoded=None)

    @view_config(request_method="POST", methods=("POST",), read_only="discard")
    def decode(self) -> dict[str, Any]:
        """Show what a token says, and whose it is; what was pasted is not shown again."""
        found: tuple[Macaroon | None, Decoded | None] = (None, None)
        problem = None
        try:
            found = token_named(self.request, self.request.POST.get("token", ""))
            if found[0] is None:
                problem = "There is no such token: it was revoked, or never made here."
        except TokenMalformed:
            problem = "This is no token, no SHA-256 of one, and no id."
        said = {} if problem is None else {"problem": problem}
        return self.page(form=DecodeForm(), row=found[0], decoded=found[1], **said)


class OfToken:
    """What is about the token that the URL names."""

    request: Request
    section = "admin.tokens"

    @property
    def token(self) -> Macaroon:
        """Return its row; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.macaroon_by_id, self.request.db),
            "There is no such token.",
        )


@view_defaults(permission=Permission.ADMIN_TOKENS_READ, uses_session=True)
class TokenView(OfToken, AdminView):
    """The page about one token."""

    @view_config(route_name="admin.token", renderer="admin/token.html")
    def show(self) -> dict[str, Any]:
        """Show whose it is, what it is good for, and how it was used."""
        token, db = self.token, self.request.db
        offers = (Offer("admin.token.delete", "Revoke", Permission.ADMIN_TOKENS_WRITE),)
        return self.page(
            token=token,
            networks=queries.networks_of(db, token),
            files=queries.files_uploaded_with(db, token, limit=_MOST_FILES),
            actions=offered(self.request, offers, id=token.id),
        )


class RevokeForm(ActionForm):
    """Whether the owner is told."""

    notify = BooleanField("Tell the owner by mail, with the reason", default=True)


@action("admin.token.delete", Permission.ADMIN_TOKENS_WRITE)
class Revoke(OfToken, Action):
    """Revoke a token, from the next request on."""

    name, title, is_danger = "token.delete", "Revoke", True
    form_class = RevokeForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the token."""
        token = self.token
        return "token", str(token.id), f"{token.owner_name}: {token.description}"

    @property
    def back(self) -> str:
        """Return the page about the token."""
        return str(self.request.route_path("admin.token", id=self.request.matchdict["id"]))

    def effects(self) -> list[str]:
        """Say what stops working."""
        return ["Uploads with it are refused from now on. It cannot be given back."]

    def state(self) -> State:
        """Return whose it is, and what it is good for."""
        token = self.token
        return {"user": token.owner_name, "caveats": token.caveats}

    def act(self, form: Any) -> str:
        """Revoke it."""
        token = self.token
        name = token.description
        self.request.service(TokenService).revoke_for_staff(
            token,
            reason=form.reason.data,
            is_told=form.notify.data,
            actor=self.request.actor,
        )
        self.is_gone = True
        return f"The token {name} is revoked."
