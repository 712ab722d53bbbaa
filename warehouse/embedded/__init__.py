"""Run PostgreSQL, Valkey and our own processes on a machine that has none of them.

Nothing else knows that embedded services exist: what runs reads `DATABASE_URL`,
`REDIS_URL` and the rest from its environment, as it would anywhere.
"""

from warehouse.embedded.binaries import postgres_binary
from warehouse.embedded.directories import DataDirectory, InUse
from warehouse.embedded.errors import EmbeddedError
from warehouse.embedded.forks import Forks
from warehouse.embedded.postgres import Postgres
from warehouse.embedded.processes import Child, Program, run_to_end, running, wait_for
from warehouse.embedded.services import Services, services
from warehouse.embedded.supervisor import Plan, Supervisor, listen
from warehouse.embedded.valkey import Valkey

__all__ = [
    "Child",
    "DataDirectory",
    "EmbeddedError",
    "Forks",
    "InUse",
    "Plan",
    "Postgres",
    "Program",
    "Services",
    "Supervisor",
    "Valkey",
    "listen",
    "postgres_binary",
    "run_to_end",
    "running",
    "services",
    "wait_for",
]
