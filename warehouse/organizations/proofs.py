"""Looking for the proof that a domain belongs to an organization.

It is a token in a TXT record of the domain, or in a file that its web site has.
"""

from collections.abc import Callable
from typing import Any, Protocol

import dns.exception
import dns.resolver
import idna
import structlog

from warehouse.outbound import Answer, Target, TargetRefused, TargetRules, Unanswered

log = structlog.get_logger()

RECORD = "package-index-verification"
"""What the TXT record begins with, before `=` and the token."""

FILE = "/.well-known/package-index-verification"
"""Where the file is that has the token (RFC 8615)."""

_DNS_SECONDS = 5.0

Texts = Callable[[str], list[str]]
"""A function from a name to the texts of its TXT records."""


class Client(Protocol):
    """What asks a web site, as `OutboundClient` does."""

    def get(self, target: Target, headers: dict[str, str]) -> Answer:
        """Return the beginning of what is at a target; raises `Unanswered`."""
        ...


def text_records(
    name: str, resolve: Callable[..., Any] = dns.resolver.resolve
) -> list[str]:
    """Return the TXT records of a name; none where DNS has none, or does not answer."""
    try:
        found = resolve(name, "TXT", lifetime=_DNS_SECONDS)
    except dns.exception.DNSException as error:
        log.info("domain_has_no_record", domain=name, error=type(error).__name__)
        return []
    return [b"".join(each.strings).decode("utf-8", "replace") for each in found]


class DomainProver:
    """Finds out whether a domain shows a token."""

    def __init__(self, texts: Texts, client: Client, rules: TargetRules) -> None:
        self._texts, self._client, self._rules = texts, client, rules

    def shows(self, domain: str, token: str) -> bool:
        """Return whether DNS or the web site of a domain has a token."""
        name = idna.encode(domain, uts46=True).decode()
        wanted = f"{RECORD}={token}"
        return wanted in map(str.strip, self._texts(name)) or self._has_file(name, token)

    def _has_file(self, name: str, token: str) -> bool:
        try:
            target = self._rules.check(f"https://{name}{FILE}")
            answer = self._client.get(target, {"Accept": "text/plain"})
        except (TargetRefused, Unanswered) as error:
            log.info("domain_has_no_file", domain=name, error=str(error))
            return False
        lines = answer.body.decode("utf-8", "replace").splitlines()
        return answer.status == 200 and token in map(str.strip, lines)
