"""Asking the management API as a program does, and comparing answers with the document."""

import json
import re
from dataclasses import dataclass
from typing import Any

from webtest.response import TestResponse

from tests.fixtures.client import Client
from tests.functional.api.test_openapi import OPERATIONS, compare
from warehouse.macaroons.caveats import TokenPermission
from warehouse.paths import MANAGEMENT

OURS = {name: each for name, each in OPERATIONS.items() if each[0].startswith(MANAGEMENT)}
"""The operations of the management API: path, method and description by their names."""

EGGS = f"{MANAGEMENT}projects/eggs"


def operation_of(method: str, path: str) -> str | None:
    """The name of the operation that a request is, those with fewer parameters first."""
    for name, (pattern, known, _) in sorted(
        OURS.items(), key=lambda item: item[1][0].count("{")
    ):
        parts = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(pattern))
        is_read = method == "HEAD" and known == "get"
        if re.fullmatch(parts, path) and (known == method.lower() or is_read):
            return name
    return None


def token_of_organization(owner: "Program", name: str = "acme", **wanted: Any) -> str:
    """A new token of an organization, whose owner a program is of."""
    wanted.setdefault("description", str(sorted(wanted.items())))
    path = f"{MANAGEMENT}organizations/{name}/tokens"
    return str(owner.post(path, wanted, status=201)["token"])


@dataclass
class Program:
    """A program that sends a token, or none."""

    client: Client
    token: str | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        status: int | str = "*",
        **headers: str,
    ) -> TestResponse:
        """The answer, which is as the document has it."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        raw = body if isinstance(body, bytes) else b""
        if body is not None and not isinstance(body, bytes):
            raw = json.dumps(body).encode()
        if raw:
            sent.setdefault("Content-Type", "application/json")
        path = path if path.startswith("/") else f"{EGGS}{path and '/'}{path}"
        answer = self.client.request(
            path, method=method, body=raw, headers=sent, status=status
        )
        name = operation_of(method, path.partition("?")[0])
        if name is not None:
            compare(answer, name)
        return answer

    def get(self, path: str = "", **options: Any) -> Any:
        """The document at a path."""
        return self.ask("GET", path, **{"status": 200, **options}).json

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """The document that answers a change."""
        return self.ask("POST", path, body, **{"status": 200, **options}).json


def program(
    client: Client, user: Any, permission: str = "manage", **options: Any
) -> Program:
    """A program with a new token of somebody."""
    options = {"description": f"{permission} {len(options)}", **options}
    wanted = TokenPermission(permission)
    return Program(client, client.token(user, permission=wanted, **options))
