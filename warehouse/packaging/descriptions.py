"""Rendering long descriptions to HTML that is safe to show.

Rendering is strict: what cannot be rendered as what it claims to be is not rendered at
all. docutils is given no files and no raw HTML, and what comes out is cleaned.
"""

from email.message import EmailMessage
from html import escape
from importlib.metadata import version

import structlog
from readme_renderer import markdown, rst

from warehouse.packaging.models import Description

log = structlog.get_logger(__name__)

RENDERER = f"readme_renderer {version('readme_renderer')}"
"""What is written beside rendered descriptions; others are rendered again."""

MAX_CHARACTERS = 4 * 1024 * 1024
MAX_RST_CHARACTERS = 1024 * 1024


def render(raw: str, content_type: str | None) -> str | None:
    """`raw` as HTML, or None if it is not what `content_type` says it is.

    Without a content type it is reStructuredText; other types are shown as plain text.
    """
    kind, parameters = parse_content_type(content_type)
    if not raw.strip():
        return ""
    if len(raw) > (MAX_RST_CHARACTERS if kind == "text/x-rst" else MAX_CHARACTERS):
        return None
    try:
        if kind == "text/x-rst":
            return rst.render(raw)
        if kind == "text/markdown":
            return markdown.render(raw, variant=parameters.get("variant", "GFM"))
        return f"<pre>{escape(raw)}</pre>"
    except RecursionError:
        log.info("description_too_deep", kind=kind)
    except Exception:
        log.exception("description_not_rendered", kind=kind)
    return None


def html_of(description: Description) -> str:
    """What a page shows: rendered by today's renderer, or as plain text if it cannot be.

    Legacy descriptions are read from the database unrendered, and many never rendered.
    """
    if description.rendered_by == RENDERER:
        return description.html
    rendered = render(description.raw, description.content_type)
    return f"<pre>{escape(description.raw)}</pre>" if rendered is None else rendered


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
