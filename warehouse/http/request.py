"""The request: session, settings, services, actor, and what happens after the commit."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import structlog
from pyramid.config import Configurator
from pyramid.decorator import reify
from pyramid.registry import Registry
from sqlalchemy.orm import Session

from warehouse.db import SessionFactory, Transaction
from warehouse.db.replicas import POSITION, Replica
from warehouse.http.caching.private import is_private
from warehouse.http.caching.storable import may_read_replica
from warehouse.http.caching.vary import speaks
from warehouse.http.keeping import KeptRequest
from warehouse.i18n import ENGLISH, Locale, Negotiator
from warehouse.i18n.negotiation import PARAMETER
from warehouse.security.actors import Actor
from warehouse.security.identity import Identity
from warehouse.settings import Settings
from warehouse.signals import Listeners, Signal
from warehouse.tasks.registry import Dispatcher, Task

T = TypeVar("T")
Factory = Callable[["Request"], Any]


Beginning = Callable[["Request", Session], None]


class Beginnings(list[Beginning]):
    """The functions that prepare the session of each request."""


class Services(dict[type, Factory]):
    """The factory of each service, by the service's class."""


class Request(KeptRequest):
    """A request with our attributes; tasks and commands have one, too, without a client."""

    @reify
    def transaction(self) -> Transaction:
        """Begin the unit of work; a connection is taken when it is first needed."""
        session = _replica_session(self) or self.registry[SessionFactory].make()
        session.info[Registry] = self.registry
        for begin in self.registry.get(Beginnings, ()):
            begin(self, session)
        self.add_finished_callback(lambda _: session.close())
        return Transaction(session)

    @property
    def has_transaction(self) -> bool:
        """Return whether the database was asked for anything yet."""
        return "transaction" in self.__dict__

    @property
    def db(self) -> Session:
        """Return the session of this request's transaction."""
        return cast(Session, self.transaction.session)

    @property
    def settings(self) -> Settings:
        """Return all settings."""
        return cast(Settings, self.registry.settings["warehouse"])

    @reify
    def locale(self) -> Locale:
        """Return the language to answer in: chosen, accepted, or else English."""
        if not speaks(self):
            return ENGLISH
        negotiator: Negotiator = self.registry[Negotiator]
        headers = self.headers
        return negotiator.chosen(
            self.GET.get(PARAMETER), headers.get("Cookie"), headers.get("Accept-Language")
        )

    @property
    def file_host(self) -> str:
        """Return the URL of the host that serves `/packages/`, without a final slash.

        What is private is sent by ourselves, who know who asks.
        """
        elsewhere = None if is_private(self) else self.settings.storage.url
        return elsewhere or cast(str, self.host_url)

    @reify
    def log(self) -> structlog.stdlib.BoundLogger:
        """Return the logger of this request."""
        return cast(structlog.stdlib.BoundLogger, structlog.get_logger("warehouse.request"))

    @reify
    def _services(self) -> dict[type, Any]:
        return {}

    def service(self, kind: type[T]) -> T:
        """Return the service of this class, which is made once for each request."""
        if kind not in self._services:
            self._services[kind] = self.registry[Services][kind](self)
        return cast(T, self._services[kind])

    def announce(self, signal: Signal) -> None:
        """Call all listeners to `signal`, inside this transaction."""
        self.registry[Listeners].announce(signal, self)

    def enqueue(self, task: Task, *args: Any) -> None:
        """Have a worker run `task` once this transaction is durable, and only then."""
        send = partial(self.registry[Dispatcher].send, task, args, registry=self.registry)
        self.transaction.after_commit(send)

    @property
    def actor(self) -> Actor:
        """Return who acts, from which address, with which client and credential."""
        identity = cast(Identity | None, self.identity)
        return Actor(
            user=identity.user if identity else None,
            address=self.client_addr,
            client=self.user_agent,
            credential=identity.credential if identity else None,
            publisher=identity.publisher if identity else None,
            publisher_url=identity.publisher_url if identity else None,
            organization=identity.organization if identity else None,
        )


def _replica_session(request: Request) -> Session | None:
    """Return a session of the replica if that may answer the request, else None."""
    replica: Replica | None = request.registry.get(Replica)
    if replica is None or not may_read_replica(request):
        return None
    return replica.session_at(request.environ[POSITION])


def register_service(config: Configurator, kind: type, factory: Factory) -> None:
    """Have `request.service(kind)` return what `factory` makes."""
    config.registry[Services][kind] = factory


def prepare_sessions(config: Configurator, begin: Beginning) -> None:
    """Have `begin` called with each request and its session, before that is used."""
    config.registry[Beginnings].append(begin)


def includeme(config: Configurator) -> None:
    """Make `Request` the class of requests."""
    config.registry[Services] = Services()
    config.registry[Beginnings] = Beginnings()
    config.set_request_factory(Request)
    config.add_directive("register_service", register_service)
    config.add_directive("prepare_sessions", prepare_sessions)
