"""Reading the forms of pages strictly: fields are text, and each comes once.

What a browser sends of our pages passes. Anything else was made by hand, and is answered
with what is wrong about it instead of being read in one of several ways.
"""

from io import BytesIO
from typing import NoReturn
from urllib.parse import parse_qsl

from multipart import MultipartError, MultipartParser, parse_options_header
from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPBadRequest
from pyramid.request import Request as PyramidRequest
from webob.multidict import MultiDict

from warehouse.i18n import _

MOST_FIELDS = 200
LONGEST_FIELD = 64 * 1024
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


class FormRequest(PyramidRequest):
    """A request whose form is read strictly."""

    request_body_tempfile_limit = 2**31
    """Bodies are in memory already (`warehouse.application.SmallBodies`)."""

    @reify
    def POST(self) -> "MultiDict[str, str]":
        """Read the fields of the form that was sent; raises `HTTPBadRequest`."""
        if self.method in {"GET", "HEAD", "OPTIONS"}:
            return MultiDict()
        return read_form(self.environ.get("CONTENT_TYPE", ""), self.body)


def refuse_nul(fields: "MultiDict[str, str]") -> None:
    """Raise `HTTPBadRequest` if a field has U+0000, which no database stores.

    This is for forms whose fields do not say so themselves.
    """
    for name, value in fields.items():
        if "\0" in name or "\0" in value:
            shown = name[:100].replace("\0", "\ufffd")
            raise HTTPBadRequest(
                f"The field “{shown}” has a NUL character (U+0000): leave it out."
            )


def read_form(content_type: str, body: bytes) -> "MultiDict[str, str]":
    """Read the fields of a form; raises `HTTPBadRequest` that says what is wrong.

    A body that is no form at all has no fields.
    """
    kind, options = parse_options_header(content_type)
    if kind == URLENCODED:
        _check_charset(options)
        fields = _urlencoded(body)
    elif kind == MULTIPART:
        _check_charset(options)
        fields = _multipart(body, options.get("boundary", ""))
    else:
        return MultiDict()
    found: MultiDict[str, str] = MultiDict()
    for name, value in fields:
        if name in found:
            _refuse(_("The field “${name}” was sent twice.", mapping={"name": name[:100]}))
        found.add(name, value)
    return found


def _check_charset(options: dict[str, str]) -> None:
    charset = options.get("charset", "utf-8")
    if charset.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        _refuse(_("The form must be UTF-8."))


def _urlencoded(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        _refuse(_("The form must be UTF-8."))
    except ValueError:
        _refuse(_("The form has more than ${n} fields.", mapping={"n": MOST_FIELDS}))


def _multipart(body: bytes, boundary: str) -> list[tuple[str, str]]:
    if not boundary:
        _refuse(_("The content type of the form has no boundary."))
    found: list[tuple[str, str]] = []
    try:
        for part in MultipartParser(
            BytesIO(body),
            boundary,
            len(body),
            strict=True,
            part_limit=MOST_FIELDS,
            partsize_limit=LONGEST_FIELD,
            spool_limit=LONGEST_FIELD,
        ):
            if part.filename is not None:
                name = {"name": part.name[:100]}
                _refuse(_("The field “${name}” must be text, not a file.", mapping=name))
            found.append((part.name, part.raw.decode("utf-8")))
    except MultipartError as error:
        _refuse(_("The form is broken: ${problem}.", mapping={"problem": str(error)}))
    except UnicodeDecodeError:
        _refuse(_("The form must be UTF-8."))
    return found


def _refuse(problem: str) -> NoReturn:
    raise HTTPBadRequest(problem)
