"""A program that renders one description and ends.

It is run by its path, in a process of its own, because what strangers write can keep a
renderer busy for minutes: a process can be bounded and killed, a thread cannot. It reads
`{"raw", "kind", "variant", "seconds", "memory"}` as JSON and writes `{"html", "warnings"}`;
`html` is null for a failure. It imports nothing of ours, so that it starts quickly.

Whatever libraries make of a text passes `clean` before anything else sees it. Formulas are
drawn after that, and what draws them passes a gate of its own, which has no HTML in it.
"""

import io
import json
import re
import resource
import sys
from collections.abc import Callable
from html import escape, unescape

import nh3
from readme_renderer.clean import ALLOWED_ATTRIBUTES, ALLOWED_TAGS

TAGS = ALLOWED_TAGS | {
    *("big", "bdi", "bdo", "center", "dfn", "ins", "mark", "q", "rp", "rt"),
    *("ruby", "s", "samp", "small", "source", "strike", "tfoot", "u", "wbr"),
    *("address", "article", "footer", "header", "main"),
}
"""What an author may use: the words of texts, none that runs, loads or asks for input."""

_MORE_ATTRIBUTES = {
    "a": {"name", "class"},
    "bdo": {"dir"},
    "blockquote": {"class"},
    "details": {"open"},
    "img": {"title"},
    "input": {"class"},
    "li": {"value", "class"},
    "ol": {"type", "reversed", "class"},
    "section": {"class"},
    "source": {"srcset", "media"},
    "sup": {"class"},
    "table": {"align", "class"},
    "th": {"colspan", "rowspan", "scope"},
    "tt": {"class"},
}
ATTRIBUTES = {
    tag: ALLOWED_ATTRIBUTES.get(tag, set()) | _MORE_ATTRIBUTES.get(tag, set())
    for tag in {*ALLOWED_ATTRIBUTES, *_MORE_ATTRIBUTES}
}
SCHEMES = {"http", "https", "mailto"}

_GFM = (
    *("alerts", "autolink", "description_lists", "footnotes", "math_code"),
    *("math_dollars", "shortcodes", "strikethrough", "table", "tagfilter", "tasklist"),
)
_APART = "user-content-"

_CODE = re.compile(
    r'<pre><code class="language-([^"]*)"( data-math-style="display")?>(.*?)</code></pre>',
    re.DOTALL,
)
_LANGUAGE = re.compile(r"[\w+#-][\w+#.-]*")
_FORMULA = re.compile(
    r'<(code|span) data-math-style="(inline|display)">([^<]*)</\1>(?=(\w?))'
)
_DRAWN = re.compile(r'<(tt|pre) class="math( display)?">([^<]*)</\1>')
_FIRST_OF_SET = re.compile(r"\s*(?:https?://|(?![\w+.-]*:))[^\s,]+", re.IGNORECASE)
_THEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)")

_STUMBLES = (AttributeError, LookupError, NameError, RecursionError, TypeError, ValueError)
"""What docutils raises at what is no formula: its parser checks little."""

_MATHML = {
    *("math", "menclose", "merror", "mfrac", "mi"),
    *("mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom"),
    *("mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub"),
    *("msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder"),
    *("munderover", "none"),
}
_DRAWING = {
    *("accent", "accentunder", "columnalign", "columnspacing", "columnspan"),
    *("depth", "display", "displaystyle", "fence", "form", "height"),
    *("linethickness", "lspace", "mathvariant", "maxsize", "minsize"),
    *("movablelimits", "notation", "rowspacing", "rowspan", "rspace"),
    *("scriptlevel", "separator", "stretchy", "symmetric", "voffset"),
    *("width"),
}
_MATHML_ATTRIBUTES = {"*": _DRAWING}


def rendered(raw: str, kind: str, variant: str, warnings: io.StringIO) -> str | None:
    """Render `raw` as clean HTML; return None if it is not of this content type."""
    html = as_html(raw, kind, variant, warnings)
    return None if html is None else _DRAWN.sub(_drawn, clean(html))


def as_html(raw: str, kind: str, variant: str, warnings: io.StringIO) -> str | None:
    """Return `raw` as HTML that is not clean yet, or None if it is not of this type."""
    if kind == "text/x-rst":
        return _restructured(raw, warnings)
    return _marked_down(raw, variant)


def clean(html: str) -> str:
    """Return what is left of `html` for a page of ours."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_filtered,
        link_rel="nofollow",
        url_schemes=SCHEMES,
        set_tag_attribute_values={"input": {"disabled": ""}},
    )


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute as it may stay: the first picture of a set."""
    if (tag, attribute) == ("source", "srcset"):
        first = _FIRST_OF_SET.match(value)
        return first[0].strip() if first else None
    if (tag, attribute) == ("source", "media"):
        theme = _THEME.fullmatch(value.strip().lower())
        return theme[1] if theme else None
    return value


def _restructured(raw: str, warnings: io.StringIO) -> str | None:
    from docutils.core import publish_parts
    from docutils.utils import SystemMessage
    from docutils.writers.html5_polyglot import Writer
    from readme_renderer.rst import SETTINGS, ReadMeHTMLTranslator

    writer = Writer()
    writer.translator_class = ReadMeHTMLTranslator
    settings = {**SETTINGS, "math_output": "LaTeX", "warning_stream": warnings}
    try:
        parts = publish_parts(raw, writer=writer, settings_overrides=settings)
    except SystemMessage:
        return None
    html = str(parts.get("docinfo", "") + parts.get("fragment", ""))
    if not html and not warnings.tell():
        warnings.write("No content rendered from RST source.")
    return html or None


def _marked_down(raw: str, variant: str) -> str | None:
    from comrak import AlertStyle, ExtensionOptions, RenderOptions, render_markdown

    extensions, options = ExtensionOptions(), RenderOptions()
    if variant == "GFM":
        for each in _GFM:
            setattr(extensions, each, True)
        extensions.header_id_prefix = _APART
        extensions.header_id_prefix_in_href = True
    elif variant != "CommonMark":
        return None
    options.alert_style = AlertStyle.Semantic
    options.unsafe_ = True  # `clean` is the gate.
    html = render_markdown(raw, extension_options=extensions, render_options=options)
    return _FORMULA.sub(_formula, _CODE.sub(_highlighted, html)) or None


def _highlighted(code: re.Match[str]) -> str:
    """Return a block of code in colours, if there is a lexer for its language."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import TextLexer, get_lexer_by_name
    from pygments.util import ClassNotFound

    said = _LANGUAGE.search(unescape(code[1]))
    language = said[0].lower() if said else ""
    if language == "math":
        return f'<pre class="math display">{code[3]}</pre>'
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    colours = highlight(unescape(code[3]), lexer, HtmlFormatter(nowrap=True))
    return f'<pre lang="{escape(language)}"><code>{colours}</code></pre>'


def _formula(found: re.Match[str]) -> str:
    """Return a formula as such, or the text that merely has dollars in it."""
    tag, style, tex, after = found.groups()
    if tag == "span" and style == "inline" and after:
        return f"${tex}$"
    if style == "display":
        return f'<tt class="math display">{tex}</tt>'
    return f'<tt class="math">{tex}</tt>'


def _drawn(found: re.Match[str]) -> str:
    """Return a formula as MathML, or as code that says what it is."""
    from docutils.utils.math.latex2mathml import tex2mathml

    tag, style, tex = found.groups()
    is_block = tag == "pre" or bool(style)
    draw: Callable[..., str] = tex2mathml
    try:
        drawn = draw(unescape(tex).strip(), as_block=is_block)
    except _STUMBLES:
        code = f"<code>{tex}</code>"
        return f'<pre lang="math">{code}</pre>' if tag == "pre" else code
    return nh3.clean(drawn, tags=_MATHML, attributes=_MATHML_ATTRIBUTES)


def main() -> None:
    """Render what standard input says, within the bounds."""
    wanted = json.load(sys.stdin.buffer)
    seconds, memory = wanted["seconds"], wanted["memory"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings = io.StringIO()
    html = rendered(wanted["raw"], wanted["kind"], wanted["variant"], warnings)
    sys.stdout.write(json.dumps({"html": html, "warnings": warnings.getvalue()}))


if __name__ == "__main__":
    main()
