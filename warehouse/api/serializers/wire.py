"""What all JSON documents have in common."""

from datetime import datetime
from typing import Any

import orjson


def dump(document: dict[str, Any]) -> bytes:
    """Sorted keys, no spaces, raw UTF-8, times as `utc` has them, a newline at the end."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z) + b"\n"


def utc(moment: datetime) -> str:
    """ISO 8601 with six digits of fraction, or none where it is zero, and `Z`."""
    return moment.isoformat().removesuffix("+00:00") + "Z"
