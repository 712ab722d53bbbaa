"""Style sheets and scripts: compressed beforehand, and kept for ever."""

import gzip

import pytest


@pytest.fixture
def built(client):
    page = client.get("/help/").html
    style = page.find("link", rel="stylesheet")["href"]
    return [style, *(each["src"] for each in page.find_all("script"))]


def test_each_is_sent_as_small_as_the_client_can_take_it(client, built):
    assert len(built) == 3
    for path in built:
        plain = client.undecoded(path).body
        packed = client.undecoded(path, headers={"Accept-Encoding": "gzip"})
        smallest = client.undecoded(path, headers={"Accept-Encoding": "gzip, br"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert smallest.headers["Content-Encoding"] == "br"
        assert gzip.decompress(packed.body) == plain
        assert len(smallest.body) < len(packed.body) < len(plain)
        assert "immutable" in packed.headers["Cache-Control"]
