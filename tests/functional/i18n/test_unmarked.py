"""The search for texts that are not translated finds them, and no data."""

from tests.functional.i18n.unmarked import unmarked
from warehouse.i18n.pseudo import marked


def test_the_search_finds_what_it_is_for():
    page = f"""
      <p>plain <b>{marked("A text with ${x}")}</b> <code>data</code> 1.0.dev1</p>
      <p title="said">{marked("A <b>text</b> of parts")}</p><img alt="drawn">
      <p translate="no">name <b>bold</b></p>after<input type="submit" value="Go">
    """
    texts = [text for _, text in unmarked(page)]
    assert texts == ["plain", "said", "drawn", "after", "Go"]
    assert unmarked("<p>\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}x</p>")
