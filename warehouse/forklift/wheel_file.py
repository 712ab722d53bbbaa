"""WHEEL: which version of the format a wheel has, and for what it was built (PEP 427)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from packaging.tags import parse_tag

from warehouse.forklift.refusals import abbreviated
from warehouse.packaging import limits

LARGEST = limits.WHEEL_FILE.most
_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\Z")
_NEWEST_MAJOR = 1
_TAG_PART = r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*"
_TAG = re.compile("-".join([_TAG_PART] * 3) + r"\Z")
_MOST_TAGS = limits.WHEEL_FILE_TAGS.most
_ONCE = ("Wheel-Version", "Root-Is-Purelib", "Build")


class WheelFileInvalid(Exception):
    """A WHEEL that installers do not accept; its text says why, without a full stop."""


@dataclass(frozen=True, kw_only=True)
class WheelFile:
    """The fields of a WHEEL; `tags` are uncompressed and in lower case."""

    tags: frozenset[str]
    build: str


def parsed_wheel_file(data: bytes) -> WheelFile:
    """Parse the WHEEL in `data`; raises `WheelFileInvalid`."""
    try:
        message = HeaderParser().parsestr(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise WheelFileInvalid("it is not UTF-8") from None
    for field in _ONCE:
        if len(message.get_all(field, [])) > 1:
            raise WheelFileInvalid(f"it has {field} more than once")
    _check_version(_text(message, "Wheel-Version"))
    purelib = _text(message, "Root-Is-Purelib")
    if purelib.lower() not in {"true", "false", ""}:
        raise WheelFileInvalid(
            f"its Root-Is-Purelib is {abbreviated(purelib)!r}, not true or false"
        )
    tags = frozenset(_expanded(message.get_all("Tag", [])))
    return WheelFile(tags=tags, build=_text(message, "Build"))


def disagreements(filename: str, found: WheelFile) -> list[str]:
    """Return the differences between filename and WHEEL, as sentences."""
    parts = filename.removesuffix(".whl").split("-")
    build = parts[2] if len(parts) == 6 else ""
    named = frozenset(str(tag) for tag in parse_tag("-".join(parts[-3:])))
    problems = []
    if named != found.tags:
        problems.append(
            f"the tags in its filename are {_listed(named)}, those in WHEEL "
            f"{_listed(found.tags) or 'are missing'}"
        )
    if build != found.build:
        problems.append(
            f"the build tag in its filename is {build!r}, the one in WHEEL "
            f"{abbreviated(found.build)!r}"
        )
    return problems


def is_tag(text: str) -> bool:
    """Return whether `text` is Python, ABI and platform tags, each maybe several."""
    return _TAG.match(text) is not None


def _text(message: "Message[str, str]", field: str) -> str:
    return str(message.get(field, "")).strip()


def _check_version(version: str) -> None:
    if not version:
        raise WheelFileInvalid("it has no Wheel-Version")
    found = _VERSION.match(version)
    if found is None:
        raise WheelFileInvalid(
            f"its Wheel-Version is {abbreviated(version)!r}, not like 1.0"
        )
    if int(found[1]) > _NEWEST_MAJOR:
        raise WheelFileInvalid(
            f"its Wheel-Version is {version}, and installers only know "
            f"{_NEWEST_MAJOR}.x; build it with a tool that writes that"
        )


def _expanded(values: list[str]) -> Iterator[str]:
    """Yield the single tags of compressed sets, up to a bound."""
    count = 0
    for value in values:
        text = str(value).strip()
        if not is_tag(text):
            raise WheelFileInvalid(f"its Tag {abbreviated(text)!r} is none")
        size = 1
        for part in text.split("-"):
            size *= part.count(".") + 1
        count += size
        if count > _MOST_TAGS:
            raise WheelFileInvalid(f"it has more than {_MOST_TAGS} tags")
        yield from map(str, parse_tag(text))


def _listed(tags: frozenset[str]) -> str:
    """Return the first few tags as words."""
    shown = [abbreviated(tag) for tag in sorted(tags)[:5]]
    more = ["..."] if len(tags) > 5 else []
    return ", ".join(shown + more)
