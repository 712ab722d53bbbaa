"""One IP address: who acted from it, and whether anybody may."""

import ipaddress
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.accounts.queries import people_at
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import Action, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.events import BanService
from warehouse.events.bans import address_named
from warehouse.events.models import IPAddress
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.security import Permission
from warehouse.security.addresses import network_of

_MOST_PEOPLE = 100
_BAN = Offer("admin.ip_address.ban", "Ban", Permission.ADMIN_ADDRESSES_WRITE)
_UNBAN = Offer("admin.ip_address.unban", "Unban", Permission.ADMIN_ADDRESSES_WRITE)


class OfAddress:
    """What is about the address that the URL names."""

    request: Request
    section = "admin.ip_addresses"

    @property
    def address(self) -> str:
        """Return the address; raises `HTTPNotFound`."""
        try:
            return str(ipaddress.ip_address(self.request.matchdict["address"]))
        except ValueError:
            raise HTTPNotFound("This is no IP address.") from None

    @property
    def row(self) -> IPAddress | None:
        """Return what is known of it, if anything was done from it."""
        return address_named(self.request.db, self.address)


@view_defaults(permission=Permission.ADMIN_ADDRESSES_READ, uses_session=True)
class AddressView(OfAddress, AdminView):
    """The page about one address."""

    @view_config(route_name="admin.ip_address", renderer="admin/ip_address.html")
    def show(self) -> dict[str, Any]:
        """Show who acted from it, and what can be done."""
        row = self.row
        found = (
            [] if row is None else people_at(self.request.db, row.id, limit=_MOST_PEOPLE)
        )
        is_banned = row is not None and row.is_banned
        offers = (_UNBAN if is_banned else _BAN,)
        return self.page(
            address=self.address,
            network=network_of(self.address),
            row=row,
            people=found,
            actions=offered(self.request, offers, address=self.address),
        )


class AddressAction(OfAddress, Action):
    """The base of actions on an address."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the address."""
        return "ip-address", self.address, self.address

    @property
    def back(self) -> str:
        """Return the page about the address."""
        path = self.request.route_path("admin.ip_address", address=self.address)
        return str(path)

    def state(self) -> State:
        """Return whether it is banned."""
        row = self.row
        return {"is_banned": row is not None and row.is_banned}


@action("admin.ip_address.ban", Permission.ADMIN_ADDRESSES_WRITE)
class Ban(AddressAction):
    """Refuse whoever comes from an address."""

    name, title, is_danger = "ip_address.ban", "Ban", True

    def effects(self) -> list[str]:
        """Say what is refused."""
        return [
            f"Nobody signs in, registers, uploads or acts from {network_of(self.address)}; "
            "sessions and tokens from there are refused from their next request on.",
            "Everybody there can still read and install.",
        ]

    def act(self, form: Any) -> str:
        """Ban it."""
        if network_of(self.address) == network_of(self.request.client_addr):
            raise ActionRefused("This is your own address: you would lock yourself out.")
        self.request.service(BanService).ban(self.address)
        return f"{self.address} is banned."


@action("admin.ip_address.unban", Permission.ADMIN_ADDRESSES_WRITE)
class Unban(AddressAction):
    """Let people act from an address again."""

    name, title = "ip_address.unban", "Unban"

    def effects(self) -> list[str]:
        """Say what works again."""
        return ["People can sign in and act from there again."]

    def act(self, form: Any) -> str:
        """Unban it."""
        row = self.row
        if row is None or not row.is_banned:
            raise ActionRefused("This address is not banned.")
        self.request.service(BanService).unban(row)
        return f"{self.address} is no longer banned."
