"""The JSON format that all documents share."""

from datetime import datetime
from typing import Any

import orjson


def dump(document: dict[str, Any]) -> bytes:
    """Serialize as sorted, compact UTF-8 JSON with times as in `utc` and a line end."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z) + b"\n"


def utc(moment: datetime) -> str:
    """Format a time as ISO 8601 with `Z`, and with microseconds unless they are zero."""
    return moment.isoformat().removesuffix("+00:00") + "Z"
