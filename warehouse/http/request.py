"""The request: session, settings, services, who is asking, and what is told afterwards."""

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
from warehouse.http.caching.storable import may_read_replica
from warehouse.http.caching.vary import speaks
from warehouse.http.forms import FormRequest
from warehouse.i18n import ENGLISH, Locale, Negotiator
from warehouse.i18n.negotiation import PARAMETER
from warehouse.security.actors import Actor
from warehouse.security.identity import Identity
from warehouse.settings import Settings
from warehouse.signals import Listeners, Signal
from warehouse.tasks.registry import Dispatcher, Task

T = TypeVar("T")
Factory = Callable[["Request"], Any]


class Services(dict[type, Factory]):
    """How to make a service, by its class."""


class Request(FormRequest):
    """A request of ours. Tasks and commands have one too, without a client behind it."""

    @reify
    def transaction(self) -> Transaction:
        """The unit of work; a connection is taken when it is first needed."""
        session = self._replica_session() or self.registry[SessionFactory].make()
        session.info[Registry] = self.registry
        self.add_finished_callback(lambda _: session.close())
        return Transaction(session)

    def _replica_session(self) -> Session | None:
        replica: Replica | None = self.registry.get(Replica)
        if replica is None or not may_read_replica(self):
            return None
        return replica.session_at(self.environ[POSITION])

    @property
    def has_transaction(self) -> bool:
        """Whether anything asked for the database yet."""
        return "transaction" in self.__dict__

    @property
    def db(self) -> Session:
        """The session of this request's transaction."""
        return cast(Session, self.transaction.session)

    @property
    def settings(self) -> Settings:
        """Every setting, typed."""
        return cast(Settings, self.registry.settings["warehouse"])

    @reify
    def locale(self) -> Locale:
        """The language to answer in: a choice, what the client accepts, or English."""
        if not speaks(self):
            return ENGLISH
        negotiator: Negotiator = self.registry[Negotiator]
        headers = self.headers
        return negotiator.chosen(
            self.GET.get(PARAMETER), headers.get("Cookie"), headers.get("Accept-Language")
        )

    @property
    def file_host(self) -> str:
        """The URL of the host that serves `/packages/`, without a slash at its end."""
        return self.settings.storage.url or cast(str, self.host_url)

    @reify
    def log(self) -> structlog.stdlib.BoundLogger:
        """The logger of this request."""
        return cast(structlog.stdlib.BoundLogger, structlog.get_logger("warehouse.request"))

    @reify
    def _services(self) -> dict[type, Any]:
        return {}

    def service(self, kind: type[T]) -> T:
        """The service of this class, made once for each request."""
        if kind not in self._services:
            self._services[kind] = self.registry[Services][kind](self)
        return cast(T, self._services[kind])

    def announce(self, signal: Signal) -> None:
        """Tell everyone who listens to `signal`, inside this transaction."""
        self.registry[Listeners].announce(signal, self)

    def enqueue(self, task: Task, *args: Any) -> None:
        """Let a worker run `task` once this transaction is durable, and only then."""
        send = partial(self.registry[Dispatcher].send, task, args, registry=self.registry)
        self.transaction.after_commit(send)

    @reify
    def surrogate_keys(self) -> set[str]:
        """What the answer is made of, in the words of purges."""
        return set()

    def depend_on(self, *keys: str) -> None:
        """Say that the answer changes when any of `keys` is purged."""
        self.surrogate_keys.update(keys)

    @property
    def actor(self) -> Actor:
        """Who acts, from which address, with which client and credential."""
        identity = cast(Identity | None, self.identity)
        return Actor(
            user=identity.user if identity else None,
            address=self.client_addr,
            client=self.user_agent,
            credential=identity.credential if identity else None,
        )


def register_service(config: Configurator, kind: type, factory: Factory) -> None:
    """Let `request.service(kind)` answer with what `factory` makes."""
    config.registry[Services][kind] = factory


def includeme(config: Configurator) -> None:
    """Make `Request` what Pyramid makes for each request."""
    config.registry[Services] = Services()
    config.set_request_factory(Request)
    config.add_directive("register_service", register_service)
