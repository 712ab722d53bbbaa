"""Rendering long descriptions to HTML that is safe to show.

Rendering is strict: what cannot be rendered as what it claims to be is not rendered at
all. docutils is given no files and no raw HTML, and what comes out is cleaned. It
happens in a process of its own (`rendering.py`), which ends when its time is up.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from importlib.metadata import version
from pathlib import Path

import structlog

from warehouse.packaging import limits
from warehouse.packaging.models import Description

log = structlog.get_logger(__name__)

RENDERER = f"readme_renderer {version('readme_renderer')}"
"""What is written beside rendered descriptions; others are rendered again."""

PATIENCE = 3 * limits.RENDERING.most
"""Seconds by the clock, for those of the processor that the program itself has."""

_LONGEST = limits.OF_FIELD["description"].longest
_COMPLAINT = re.compile(r"<string>:(\d+): \([A-Z]+/\d\) ([^\n]*)")

APART = "description-"
"""What the ids in a description begin with on a page."""

_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
_TAG = re.compile(r'<([a-z][a-z0-9]*)((?:\s[\w:-]+="[^"]*")*)\s*/?>')
_SOMEWHERE = re.compile(r"https?://|(?!https?:)[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
"""How an address begins that means the same on every page."""

_CLASS = re.compile(r"[a-z]{1,2}\d?|highlight|align-(?:left|right|center)")
"""Classes of highlighted code and of alignment; ours would make texts look like ours."""

_EMPTY_LINK = re.compile(r'<a((?:\s(?!id=|name=)[\w:-]+="[^"]*")*)>\s*</a>')
"""One that shows nothing, and that nothing leads to."""

_TOO_MUCH = (
    f"Rendering it takes more than {limits.RENDERING.most} seconds or "
    f"{limits.RENDERING_MEMORY.most // limits.GIB} GiB of memory."
)
_PROGRAM = Path(__file__).with_name("rendering.py")


@dataclass(frozen=True)
class Rendered:
    """A description as HTML, or None and a sentence that says why there is none."""

    html: str | None
    problem: str = ""


def render(raw: str, content_type: str | None) -> Rendered:
    """`raw` as HTML, if it is what `content_type` says it is.

    Without a content type it is reStructuredText; other types are shown as plain text.
    """
    kind, parameters = parse_content_type(content_type)
    if not raw.strip():
        return Rendered("")
    if len(raw) > _LONGEST:
        return Rendered(None, f"It has {len(raw)} characters, and {_LONGEST} are the most.")
    if kind not in {"text/x-rst", "text/markdown"}:
        return Rendered(as_text(raw))
    return _rendered_apart(raw, kind, parameters.get("variant", "GFM"))


def html_of(description: Description) -> str:
    """What a page shows: what was rendered, or the plain text until a task renders it.

    Rendering takes far longer than a page may, and a legacy database brings thousands.
    What was rendered before there was a limit may be too long for a page.
    """
    is_fit = description.rendered_by and len(description.html) <= limits.PAGE.most
    rendered = description.html if is_fit else as_text(description.raw)
    return fit_for_a_page(rendered)


def fit_for_a_page(html: str) -> str:
    """`html` as a part of a page that has more in it than this.

    Every `id` begins with `APART`, and links within it likewise: else a heading called
    "Files" would be taken for the part of the page of that name. No class of ours is left.
    A link or picture that is relative to a place which only its author knows is none.
    What cleaning has left of pictures, fields and links that lead nowhere is taken out, and
    a picture that its author says nothing about is decoration to those who cannot see it.
    """
    return _TAG.sub(_fit, _EMPTY_LINK.sub("", html))


def _fit(tag: re.Match[str]) -> str:
    name = tag[1]
    given = {key: _apart(key, value) for key, value in _ATTRIBUTE.findall(tag[0])}
    if "class" in given and not given["class"]:
        del given["class"]
    for key in ("href", "src"):
        if key in given and not _SOMEWHERE.match(given[key]):
            del given[key]
    if name in _KINDS:
        _KINDS[name](given)
    if name in {"img", "input"} and not given:
        return ""
    attributes = "".join(f' {key}="{value}"' for key, value in given.items())
    return f"<{name}{attributes}>"


def _fit_picture(given: dict[str, str]) -> None:
    if given.get("src"):
        given.setdefault("alt", "")
    else:
        given.clear()


def _fit_field(given: dict[str, str]) -> None:
    """Only lists of tasks have fields, which nobody fills in."""
    if given.get("type") != "checkbox":
        given.clear()


def _fit_link(given: dict[str, str]) -> None:
    if "href" not in given:
        given.pop("rel", None)


def _fit_code(given: dict[str, str]) -> None:
    """It may scroll, also with a keyboard; what it is written in is no human language."""
    given.pop("lang", None)
    given["tabindex"] = "0"


_KINDS = {"img": _fit_picture, "input": _fit_field, "a": _fit_link, "pre": _fit_code}


def _apart(name: str, value: str) -> str:
    if name == "class":
        return " ".join(each for each in value.split() if _CLASS.fullmatch(each))
    if name in {"id", "name"} and value:
        return APART + value
    if name == "href" and value.startswith("#") and len(value) > 1:
        return f"#{APART}{value[1:]}"
    return value


def as_text(raw: str) -> str:
    """`raw` as HTML that looks just like it; nothing at all stays nothing.

    What is too long for a page ends with the last line that still fits.
    """
    if not raw.strip():
        return ""
    text = escape(raw, quote=False)
    if len(text) > limits.PAGE.most:
        text = f"{text[: limits.PAGE.most].rpartition(chr(10))[0]}\n…"
    return f"<pre>{text}</pre>"


def parse_content_type(content_type: str | None) -> tuple[str, dict[str, str]]:
    """The type and parameters of a Description-Content-Type."""
    if not content_type:
        return "text/x-rst", {}
    message = EmailMessage()
    try:
        message["content-type"] = content_type
    except (ValueError, IndexError):
        return "text/plain", {}
    return message.get_content_type(), dict(message["content-type"].params)


def _rendered_apart(raw: str, kind: str, variant: str) -> Rendered:
    seconds, memory = limits.RENDERING.most, limits.RENDERING_MEMORY.most
    wanted: dict[str, str | int] = {"raw": raw, "kind": kind, "variant": variant}
    wanted |= {"seconds": seconds, "memory": memory}
    try:
        finished = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM)],
            input=json.dumps(wanted).encode("ascii"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("description_not_rendered", kind=kind, why="time")
        return Rendered(None, _TOO_MUCH)
    if finished.returncode != 0:
        log.info("description_not_rendered", kind=kind, status=finished.returncode)
        return Rendered(None, _TOO_MUCH)
    found = json.loads(finished.stdout)
    return _judged(found["html"], found["warnings"])


def _judged(html: str | None, warnings: str) -> Rendered:
    if html is None:
        complaint = _COMPLAINT.search(warnings)
        problem = f"Line {complaint[1]}: {complaint[2]}" if complaint else ""
        return Rendered(None, problem)
    size = len(html.encode("utf-8"))
    if size > limits.PAGE.most:
        problem = f"As HTML it has {size} bytes, and {limits.PAGE.most} are the most."
        return Rendered(None, problem)
    return Rendered(html)
