"""Rendering long descriptions to HTML that is safe to show.

Rendering is strict: what cannot be rendered as what it claims to be is not rendered at
all. docutils is given no files and no raw HTML, and what comes out is cleaned. It
happens in a process of its own (`rendering.py`), which ends when its time is up.
"""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from importlib.metadata import version
from pathlib import Path

import structlog

from warehouse.packaging import limits
from warehouse.packaging.fitting import Fitted, fit_for_a_page
from warehouse.packaging.models import Description
from warehouse.packaging.pictures import PictureProxy
from warehouse.packaging.repositories import Repository
from warehouse.programs.running import ProgramStopped, answer_of

log = structlog.get_logger(__name__)

_RENDERING = 2
"""Another number as soon as `rendering.py` makes something else of a text."""

_LIBRARIES = ("readme_renderer", "comrak", "docutils", "nh3", "Pygments")

RENDERER = f"rendering {_RENDERING} with " + ", ".join(
    f"{name} {version(name)}" for name in _LIBRARIES
)
"""What is written beside rendered descriptions; others are rendered again."""

PATIENCE = 3 * limits.RENDERING.most
"""Seconds by the clock, for those of the processor that the program itself has."""

_WIDEST = 2 * limits.PAGE.most
"""Characters that a description has at most once it is fitted into its page."""

_MOST_TAGS = 100_000
"""Tags of one that is fitted, which takes ten microseconds for each."""

_LONGEST = limits.OF_FIELD["description"].longest
_COMPLAINT = re.compile(r"<string>:(\d+): \([A-Z]+/\d\) ([^\n]*)")

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


def render(raw: str, content_type: str | None, *, patience: float = PATIENCE) -> Rendered:
    """Render `raw` as HTML, if it is what `content_type` says and takes no longer.

    Without a content type it is reStructuredText; other types are shown as plain text.
    """
    kind, parameters = parse_content_type(content_type)
    if not raw.strip():
        return Rendered("")
    if len(raw) > _LONGEST:
        return Rendered(None, f"It has {len(raw)} characters, and {_LONGEST} are the most.")
    if kind not in {"text/x-rst", "text/markdown"}:
        return Rendered(as_text(raw))
    return _rendered_apart(raw, kind, parameters.get("variant", "GFM"), patience)


def shown(
    description: Description,
    repository: Repository | None = None,
    proxy: PictureProxy | None = None,
) -> Fitted:
    """Return what a page shows: the rendered HTML, or plain text until there is one.

    What is relative in it leads into `repository`, and `proxy` has its pictures.
    Rendering takes far longer than a page may, and a legacy database brings thousands.
    What was rendered before there was a limit may be too long for a page, and so may be
    one that is all headings, links or pictures once it is fitted.
    """
    if not description.raw.strip():
        return Fitted("")
    html = description.html
    is_fit = len(html) <= limits.PAGE.most and html.count("<") <= _MOST_TAGS
    if is_fit and description.rendered_by:
        fitted = fit_for_a_page(html, repository, proxy)
        if len(fitted.html) <= _WIDEST:
            return fitted
    return fit_for_a_page(as_text(description.raw))


def as_text(raw: str) -> str:
    """Return `raw` as HTML that looks the same; an empty text stays empty.

    What is too long for a page ends with the last line that still fits.
    """
    if not raw.strip():
        return ""
    text = escape(raw, quote=False)
    if len(text) > limits.PAGE.most:
        text = f"{text[: limits.PAGE.most].rpartition(chr(10))[0]}\n…"
    return f"<pre>{text}</pre>"


def parse_content_type(content_type: str | None) -> tuple[str, dict[str, str]]:
    """Return the type and parameters of a Description-Content-Type."""
    if not content_type:
        return "text/x-rst", {}
    message = EmailMessage()
    try:
        message["content-type"] = content_type
    except (ValueError, IndexError):
        return "text/plain", {}
    return message.get_content_type(), dict(message["content-type"].params)


def _rendered_apart(raw: str, kind: str, variant: str, patience: float) -> Rendered:
    try:
        found = answer_of(
            _PROGRAM,
            {"raw": raw, "kind": kind, "variant": variant},
            seconds=limits.RENDERING.most,
            memory=limits.RENDERING_MEMORY.most,
            patience=patience,
        )
    except ProgramStopped as stopped:
        log.warning("description_not_rendered", kind=kind, why=str(stopped))
        return Rendered(None, _TOO_MUCH)
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
