"""The security policy: recognisers find out who asks, access lists say what they may.

A route states which credentials it accepts. A recogniser for one of them answers with an
`Identity`, with a `Refusal` if a credential was offered and is no good, or with None.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.config import Configurator
from pyramid.interfaces import IRequest, ISecurityPolicy
from pyramid.security import Denied
from zope.interface import implementer

from warehouse.security.identity import Detour, Identity, Refusal
from warehouse.security.resources import Resource

PROOF = "proof"
_READING = ("token", "session")
"""What proves who reads: a token that was sent is meant, whatever the browser knows."""

Recogniser = Callable[[Any], Identity | Refusal | None]


Gate = Callable[[Any, Identity], Refusal | None]


class Gates(list[Gate]):
    """The functions that may refuse somebody whom a credential proved."""


Witness = Callable[[Any, Identity], None]


class Witnesses(list[Witness]):
    """The functions that are told once for each request whom a credential proved."""


class Recognisers(dict[str, Recogniser]):
    """The functions that identify the holder of each kind of credential."""


class CredentialDenied(Denied):
    """The credential does not permit this; `reason` says why.

    `route`, with its `parts`, names the page where that can be changed, if there is one.
    """

    reason: str
    route: str | None
    parts: Mapping[str, str]

    def __new__(cls, objection: str | Detour) -> "CredentialDenied":
        """Make a result; Pyramid's are numbers, which `__init__` cannot set."""
        if isinstance(objection, str):
            objection = Detour(objection, None)
        denied: CredentialDenied = super().__new__(cls, "%s", objection.reason)
        denied.reason = objection.reason
        denied.route, denied.parts = objection.route, objection.parts
        return denied


class RuleDenied(CredentialDenied):
    """Access lists permit this, and a rule of the place does not."""


@implementer(ISecurityPolicy)
class SecurityPolicy:
    """Identifies by the route's credentials, permits by access lists of the lineage."""

    def __init__(self) -> None:
        self._acl = ACLHelper()

    def identity(self, request: Any) -> Identity | None:
        """Return the caller, looked up once for each request."""
        found = self._recognise(request)
        return found if isinstance(found, Identity) else None

    def refusal(self, request: Any) -> Refusal | None:
        """Return why the offered credential is invalid, or None."""
        found = self._recognise(request)
        return found if isinstance(found, Refusal) else None

    def authenticated_userid(self, request: Any) -> str | None:
        """Return the id of the user who asks, or None."""
        identity = self.identity(request)
        return None if identity is None or identity.user is None else str(identity.user.id)

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """Ask the credential, then the access lists, then the rules of the place.

        Only the first and the last give reasons.
        """
        identity = self.identity(request)
        principals = {Everyone}
        if identity is not None:
            objection = identity.objection(request, permission, context)
            if objection is not None:
                return CredentialDenied(objection)
            principals |= {Authenticated, *identity.principals}
        permitted = self._acl.permits(context, principals, permission)
        if not permitted or identity is None or not isinstance(context, Resource):
            return permitted
        unmet = context.objection(identity, permission)
        return permitted if unmet is None else RuleDenied(unmet)

    def forget(self, request: Any, **_: Any) -> list[tuple[str, str]]:
        """Return no headers, since signing out ends the session."""
        return []

    def remember(self, request: Any, userid: str, **_: Any) -> list[tuple[str, str]]:
        """Return no headers, since signing in changes the session."""
        return []

    def _recognise(self, request: Any) -> Identity | Refusal | None:
        memory = request.environ
        if "warehouse.identity" not in memory:
            memory["warehouse.identity"] = self._ask(request)
        found: Identity | Refusal | None = memory["warehouse.identity"]
        return found

    def _ask(self, request: Any) -> Identity | Refusal | None:
        recognisers = request.registry[Recognisers]
        for kind in accepted_credentials(request):
            found: Identity | Refusal | None = recognisers[kind](request)
            if isinstance(found, Identity):
                return self._refused(request, found) or self._admitted(request, found)
            if found is not None:
                return found
        return None

    def _admitted(self, request: Any, found: Identity) -> Identity:
        for witness in request.registry[Witnesses]:
            witness(request, found)
        return found

    def _refused(self, request: Any, found: Identity) -> Refusal | None:
        refusals = (gate(request, found) for gate in request.registry[Gates])
        return next((each for each in refusals if each is not None), None)


def accepted_credentials(request: IRequest) -> Iterable[str]:
    """Return the credentials the matched route accepts."""
    accepted: Iterable[str] = request.environ.get("warehouse.accepts", ())
    return accepted


def reader_of(request: Any) -> Identity | Refusal | None:
    """Return who reads, also where the route asks nobody; a refusal if nobody is believed.

    Whoever was looked for before is looked for again, with all that can prove them.
    """
    environ = request.environ
    if not accepted_credentials(request):
        environ["warehouse.accepts"] = _READING
        forget_identity(request)
    if "session" in environ["warehouse.accepts"]:
        environ["warehouse.uses_session"] = True
    policy: SecurityPolicy = request.registry.getUtility(ISecurityPolicy)
    return policy.identity(request) or policy.refusal(request)


def forget_identity(request: Any) -> None:
    """Have who sends `request` looked up anew, the next time that is asked."""
    request.environ.pop("warehouse.identity", None)


class AcceptsPredicate:
    """`accepts={"session"}` on a route: the credentials that it reads."""

    def __init__(self, value: Iterable[str], config: Configurator) -> None:
        self.value = tuple(sorted(value))

    def text(self) -> str:
        """Return the predicate as `routes` prints it."""
        return f"accepts = {', '.join(self.value)}"

    phash = text

    def __call__(self, info: Any, request: Any) -> bool:
        """Match always, since it only stores the route's option."""
        request.environ["warehouse.accepts"] = self.value
        return True


class StaysOpenPredicate:
    """`stays_open=True` on a route: nobody is asked who they are, whoever may read.

    With `PROOF` a signature, or a link that is one, permits what is done.
    """

    def __init__(self, value: bool | str, config: Configurator) -> None:
        self.value = value

    def text(self) -> str:
        """Return the predicate as `routes` prints it."""
        return f"stays_open = {self.value}"

    phash = text

    def __call__(self, info: Any, request: Any) -> bool:
        """Match always, since it only stores the route's option."""
        return True


def is_proved_otherwise(request: Any) -> bool:
    """Return whether what `request` does is permitted by a signature."""
    route = getattr(request, "matched_route", None)
    said = () if route is None else route.predicates
    return any(
        isinstance(each, StaysOpenPredicate) and each.value == PROOF for each in said
    )


def asks_readers(request: Any) -> bool:
    """Return whether the route of `request` is for readers of the index.

    One that accepts credentials asks by itself.
    """
    route = request.matched_route
    said = () if route is None else route.predicates
    by_itself = (AcceptsPredicate, StaysOpenPredicate)
    return route is not None and not any(isinstance(each, by_itself) for each in said)


def add_recogniser(config: Configurator, kind: str, recogniser: Recogniser) -> None:
    """Register the function that identifies holders of a kind of credential."""
    config.registry[Recognisers][kind] = recogniser


def add_gate(config: Configurator, gate: Gate) -> None:
    """Register a function that may refuse somebody whom a credential proved."""
    config.registry[Gates].append(gate)


def add_witness(config: Configurator, witness: Witness) -> None:
    """Register a function that is told whom a credential proved."""
    config.registry[Witnesses].append(witness)


def includeme(config: Configurator) -> None:
    """Install the policy, the options of routes, and three directives of `config`."""
    config.registry[Recognisers] = Recognisers()
    config.registry[Gates] = Gates()
    config.registry[Witnesses] = Witnesses()
    config.set_security_policy(SecurityPolicy())
    config.add_route_predicate("accepts", AcceptsPredicate)
    config.add_route_predicate("stays_open", StaysOpenPredicate)
    config.add_directive("add_recogniser", add_recogniser)
    config.add_directive("add_gate", add_gate)
    config.add_directive("add_witness", add_witness)
