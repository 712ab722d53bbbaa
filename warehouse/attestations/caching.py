"""The purge that switching attestations off makes: every answer that has some."""

from collections.abc import Iterator

from warehouse.flags.models import AdminFlag
from warehouse.purges import PurgeRule

PROVENANCE = "provenance"


def _of_flag(row: AdminFlag) -> Iterator[str]:
    if row.id == "disable-pep740":
        yield PROVENANCE


PURGES = (PurgeRule(AdminFlag, _of_flag),)
