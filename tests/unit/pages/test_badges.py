"""Badges are small drawings, whatever somebody uploaded as a name or a licence."""

from xml.etree import ElementTree

import pytest

from warehouse.pages.badges import LONGEST, badge, short_number

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '"><script>alert(1)</script>',
    "' onload='alert(1)",
    "<svg/onload=alert(1)>&amp;]]>",
    "a\x00b\x1b[31m\x07\r\nSet-Cookie: a=b",
    "\u202egnp.exe\u2066\u200b",
    "&#x3c;script&#x3e;",
    "<!ENTITY a 'b'>&a;",
    "\U0001d54f" * 500,
    "日本語のライセンス",
    "\ud800",
    "\t \n",
    "",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_only_text(text):
    drawn = ElementTree.fromstring(badge("label", text))
    tags = {each.tag.removeprefix(SVG) for each in drawn.iter()}
    assert tags == {"svg", "title", "clipPath", "rect", "g", "text"}
    assert not any(name.startswith("on") for each in drawn.iter() for name in each.attrib)
    shown = drawn.findall(f".//{SVG}text")[1].text
    assert shown.isprintable()
    assert 0 < len(shown) <= LONGEST
    assert drawn.get("aria-label") == drawn.find(f"{SVG}title").text == f"label: {shown}"
    assert int(drawn.get("width")) < 600


def test_the_drawing_is_as_wide_as_its_words():
    widths = [
        int(ElementTree.fromstring(badge("a", text)).get("width"))
        for text in ("i", "m", "mm", "日本語")
    ]
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1k"),
        (1250, "1.2k"),
        (34_567, "34k"),
        (999_999, "999k"),
        (5_600_000, "5.6M"),
        (7_000_000_000, "7G"),
    ],
)
def test_large_numbers_are_short(number, text):
    assert short_number(number) == text
