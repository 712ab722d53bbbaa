"""Rendering messages: one template of plain paragraphs becomes the text and the HTML.

A template is text: paragraphs with blank lines between them, lists of lines that begin
with `- `, and `{{ action(label, url) }}` for what the reader may do, which is a button in
HTML. It sets `subject`. Whatever is put into it stays within one line and is nothing but
text, so no value can become a paragraph, a button or a header of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Context

from warehouse.email.messages import Mail
from warehouse.email.wrapping import wrapped
from warehouse.i18n import Locale, Message, current_locale, formats, speaking

_FOLDER = Path(__file__).parents[1] / "templates"
_ACTION = re.compile(r"\x02(.*?)\x1f(.*?)\x03")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Rendered:
    """A message as somebody reads it."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Block:
    """A part of a message: a paragraph, the items of a list, or what the reader may do."""

    lines: tuple[str, ...]
    is_list: bool = False
    url: str = ""

    @property
    def text(self) -> str:
        """Return the block as plain text, in lines of 72 characters."""
        if self.url:
            return f"{self.lines[0]}:\n{self.url}"
        if self.is_list:
            return "\n".join(wrapped(f"- {each}", "  ") for each in self.lines)
        return wrapped(" ".join(self.lines))


class _Plain(str):
    """A piece of a template that is not to be cleaned again."""

    __slots__ = ()


class Renderer:
    """Renders messages in the language of their readers."""

    def __init__(self, site_name: str) -> None:
        loader = jinja2.FileSystemLoader(_FOLDER)
        self._pages = jinja2.Environment(
            loader=loader, undefined=jinja2.StrictUndefined, autoescape=True
        )
        self._texts = jinja2.Environment(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            finalize=_cleaned,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # noqa: S701 (what comes of it is text, escaped in a page)
        )
        self._texts.globals.update(
            _=_said, ngettext=_counted, action=_action, site_name=site_name
        )
        self._texts.filters.update(date=formats.date, moment=_moment, number=formats.number)

    def render(self, mail: Mail, locale: Locale, time_zone: str = "UTC") -> Rendered:
        """Return `mail` in the language of `locale`, with the times of `time_zone`."""
        template = self._texts.get_template(f"email/{mail.template}.txt")
        with speaking(locale):
            values = {**mail.values(), "time_zone": time_zone}
            module: Any = template.make_module(values)
            subject = " ".join(_cleaned(module.subject).split())
            blocks = list(_blocks(str(module)))
        return self._rendered(subject, blocks, locale)

    def render_text(self, subject: str, text: str, locale: Locale) -> Rendered:
        """Return a message that somebody has written, in paragraphs and lists."""
        lines = (_cleaned(line) for line in text.splitlines())
        blocks = list(_blocks("\n".join(lines)))
        return self._rendered(" ".join(_cleaned(subject).split()), blocks, locale)

    def _rendered(self, subject: str, blocks: list[Block], locale: Locale) -> Rendered:
        text = "\n\n".join(block.text for block in blocks) + "\n"
        page = self._pages.get_template("email/layout.html")
        html = page.render(subject=subject, locale=locale, blocks=blocks)
        return Rendered(subject, text, html)


@jinja2.pass_context
def _moment(context: Context, moment: datetime) -> str:
    return formats.moment(moment, context["time_zone"])


def _cleaned(value: Any) -> Any:
    return value if isinstance(value, _Plain) else _CONTROL.sub(" ", str(value))


def _said(msgid: str, **values: object) -> _Plain:
    cleaned = {name: _cleaned(value) for name, value in values.items()}
    return _Plain(str(Message(msgid, cleaned)))


def _counted(singular: str, plural: str, n: int, **values: object) -> _Plain:
    locale = current_locale()
    text = locale.ngettext(singular, plural, n)
    cleaned = {name: _cleaned(value) for name, value in values.items()}
    return _Plain(str(Message(text, {"n": locale.number(n), **cleaned})))


def _action(label: str, url: str) -> _Plain:
    return _Plain(f"\x02{_cleaned(label)}\x1f{_cleaned(url)}\x03")


def _blocks(body: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in part.strip().splitlines()]
        action = _ACTION.fullmatch(lines[0])
        if action is not None:
            yield Block((action[1],), url=action[2])
        elif all(line.startswith("- ") for line in lines):
            yield Block(tuple(line.removeprefix("- ") for line in lines), is_list=True)
        else:
            yield Block(tuple(lines))
