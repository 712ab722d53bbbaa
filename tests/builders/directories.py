"""A directory on loopback that speaks LDAP (RFC 4511), with a few people in it.

It decodes what it is sent by the ASN.1 of the RFC, answers binds and searches, and keeps
what it was asked.
"""

import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from ldap3.protocol import rfc4511
from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import SubstrateUnderrunError

from tests.builders.certificates import Files
from tests.builders.serving import served

BASE = "ou=people,dc=example"
SEARCHER, SEARCHER_PASSWORD = "cn=index,dc=example", "of the index"
OK, WRONG, UNAVAILABLE, UNWILLING = 0, 49, 52, 53
STARTTLS = "1.3.6.1.4.1.1466.20037"


@dataclass
class Directory:
    """People by their distinguished names, with passwords and attributes."""

    port: int = 0
    people: dict[str, tuple[str, dict[str, list[Any]]]] = field(default_factory=dict)
    binds: list[tuple[str, str]] = field(default_factory=list)
    searches: list[tuple[str, str]] = field(default_factory=list)
    certificate: Files | None = None
    is_down: bool = False
    code: int = OK
    """How each search ends."""

    def add(self, name: str, password: str, **attributes: str | bytes | list[str]) -> str:
        """Add a person, and return where."""
        dn = f"uid={name},{BASE}"
        values = {"uid": name, "entryUUID": f"id of {name}", "cn": name, **attributes}
        listed = {
            key: each if isinstance(each, list) else [each] for key, each in values.items()
        }
        self.people[dn] = (password, listed)
        return dn

    def bind(self, dn: str, password: str) -> int:
        """Return the code for a simple bind; an empty password makes it anonymous."""
        self.binds.append((dn, password))
        if self.is_down:
            return UNWILLING
        if not password or (dn, password) == (SEARCHER, SEARCHER_PASSWORD):
            return OK
        return OK if self.people.get(dn, (None,))[0] == password else WRONG

    def search(self, base: str, scope: int, wanted: Any) -> list[str]:
        """Return which people a search finds."""
        self.searches.append((base, wanted.getName()))
        within = [
            dn for dn in self.people if dn == base or (scope == 2 and dn.endswith(base))
        ]
        return [dn for dn in within if _matches(wanted, self.people[dn][1])]

    def use_tls(self, connection: Any) -> Any:
        """Return a connection with TLS."""
        assert self.certificate is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate.certificate, self.certificate.key)
        return context.wrap_socket(connection, server_side=True)


def _matches(wanted: Any, attributes: dict[str, list[Any]]) -> bool:
    kind, value = wanted.getName(), wanted.getComponent()
    if kind == "present":
        return True
    assert kind == "equalityMatch", f"the test has no search by {kind}"
    return str(value["assertionValue"]) in attributes.get(str(value["attributeDesc"]), [])


class _Handler(socketserver.BaseRequestHandler):
    directory: Directory
    is_tls: bool

    def handle(self) -> None:
        with suppress(OSError, ssl.SSLError):
            if self.is_tls:
                self.request = self.directory.use_tls(self.request)
            self._talk()

    def finish(self) -> None:
        self.request.close()

    def _talk(self) -> None:
        read = b""
        while received := self.request.recv(65536):
            read += received
            with suppress(SubstrateUnderrunError):
                while read:
                    asked, read = decoder.decode(read, asn1Spec=rfc4511.LDAPMessage())
                    self._answer(int(asked["messageID"]), asked["protocolOp"])

    def _answer(self, number: int, operation: Any) -> None:
        kind, asked = operation.getName(), operation.getComponent()
        if kind == "bindRequest":
            password = str(asked["authentication"].getComponent())
            code = self.directory.bind(str(asked["name"]), password)
            self._send(number, "bindResponse", code)
        elif kind == "searchRequest":
            scope = int(asked["scope"])
            found = self.directory.search(str(asked["baseObject"]), scope, asked["filter"])
            for dn in found:
                self._send_entry(number, dn)
            self._send(number, "searchResDone", self.directory.code)
        elif kind == "extendedReq":
            assert str(asked["requestName"]) == STARTTLS
            is_able = self.directory.certificate is not None
            self._send(number, "extendedResp", OK if is_able else UNAVAILABLE)
            if is_able:
                self.request = self.directory.use_tls(self.request)

    def _send(self, number: int, kind: str, code: int) -> None:
        message = rfc4511.LDAPMessage()
        said = (
            message["protocolOp"]
            .componentType.getTypeByPosition(
                message["protocolOp"].componentType.getPositionByName(kind)
            )
            .clone()
        )
        said["resultCode"], said["matchedDN"], said["diagnosticMessage"] = code, "", ""
        self._write(message, number, kind, said)

    def _send_entry(self, number: int, dn: str) -> None:
        message = rfc4511.LDAPMessage()
        entry = rfc4511.SearchResultEntry()
        entry["object"] = dn
        entry["attributes"] = rfc4511.PartialAttributeList()
        for place, (name, values) in enumerate(self.directory.people[dn][1].items()):
            one = rfc4511.PartialAttribute()
            one["type"], one["vals"] = name, rfc4511.Vals()
            for index, value in enumerate(values):
                one["vals"].setComponentByPosition(index, value)
            entry["attributes"].setComponentByPosition(place, one)
        self._write(message, number, "searchResEntry", entry)

    def _write(self, message: Any, number: int, kind: str, said: Any) -> None:
        message["messageID"] = number
        message["protocolOp"] = rfc4511.ProtocolOp().setComponentByName(kind, said)
        self.request.sendall(encoder.encode(message))


@contextmanager
def directory(*, is_tls: bool = False) -> Iterator[Directory]:
    """Serve a directory on loopback."""
    found = Directory()
    handler = type("_OneHandler", (_Handler,), {"directory": found, "is_tls": is_tls})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    with served(server):
        yield found
