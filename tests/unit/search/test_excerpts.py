"""Excerpts of descriptions: plain text, begun and ended where a reader would."""

import pytest

from warehouse.packaging.descriptions import render
from warehouse.search.excerpts import LONGEST, excerpt, text_of

KNOWN = {"grail": "grail", "Grails": "grail", "knight": "knight"}
README = """\
# Holy **Quest**

[![badge](https://img.example/x.svg)](https://ci.example) Finds `grails` & [more](https://x.example).

- one <b title="a > b">bold</b>
- two: $x^2$ is drawn

| a | b |
|---|---|
| c | d |

```python
import grail  # <here>
```
"""


def cut(text, known=KNOWN):
    found = excerpt(text, known)
    return found.text, [found.text[start:stop] for start, stop in found.marks]


def test_nothing_of_the_markup_is_left():
    text = text_of(render(README, "text/markdown").html)
    assert text == (
        "Holy Quest · Finds grails & more. · one bold · two: is drawn"
        " · a · b · c · d · import grail # <here>"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>\n</p>", ""),
        ("<p>a &lt;b&gt;</p><p>c", "a <b> · c"),
        ('<p>a <a href="x', "a"),
        ("<p>a &am", "a"),
        ('<p>a <math display="block"><mi>x</mi>', "a"),
    ],
)
def test_no_unfinished_markup_is_left_where_a_text_was_cut(html, text):
    assert text_of(html) == text


def test_the_words_are_marked_in_any_form():
    assert cut("Of a grail and Grails.") == ("Of a grail and Grails.", ["grail", "Grails"])
    assert excerpt("Of grailing and others.", KNOWN) is None


def test_an_excerpt_begins_with_its_block():
    assert cut("Installation · With pip · A grail · Usage")[0] == "A grail · Usage"


def test_a_long_block_is_cut_between_words():
    text, marks = cut("before " * 50 + "a grail " + "after " * 50)
    assert text.startswith("…before before")
    assert text.endswith("after after…")
    assert marks == ["grail"]
    assert len(text) <= LONGEST + 2


def test_no_points_follow_a_block_that_ends():
    first = "A grail " + "word " * 37 + "end."
    assert cut(f"{first} · {'more ' * 40}")[0] == first
    assert cut(f"{first[:150]} · {'more ' * 40}")[0] == first[:150]


def test_the_place_with_most_words_is_chosen_and_of_those_the_densest():
    far = "filling " * 30
    text = f"grail {far} grail one two knight {far} knight grail {far} grail or knight"
    assert cut(text)[1] == ["knight", "grail"]
    assert "knight grail filling" in cut(text)[0]
    assert cut(f"grail {far} knight")[1] == ["grail"]


def test_a_text_without_spaces_is_cut_all_the_same():
    text, marks = cut(f"{'x' * 999}-grail-{'x' * 999}")
    assert (text[0], text[-1], marks) == ("…", "…", ["grail"])
    assert len(text) <= LONGEST + 2


def test_very_many_words_take_no_long_time():
    text, marks = cut("grail knight " * 20_000)
    assert set(marks) == {"grail", "knight"}
    assert len(text) <= LONGEST + 2
