"""Only good answers of an index are taken for its files."""

import pytest

from tests.builders.receivers import receiver
from warehouse.importing.errors import FileUnreadable
from warehouse.importing.simple import index_at

PAGE = b'<a href="/files/foo-1.0.tar.gz">foo-1.0.tar.gz</a>'


@pytest.fixture
def there():
    with receiver() as found:
        yield found


def listed(there):
    """The one file of a page that is read now."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    there.answer = head % len(PAGE) + PAGE
    (found,) = index_at(f"http://127.0.0.1:{there.port}/simple/").files(["foo"])
    return found


class Sink(list):
    write = list.append


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"HTTP/1.1 404 Gone\r\nContent-Length: 2\r\n\r\nhi", "answers 404 Gone"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: /files/other\r\nContent-Length: 0\r\n\r\n",
            "redirects more than 5 times",
        ),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n"
            b"Content-Length: 0\r\n\r\n",
            "not a public address",
        ),
        (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "answers 302 Found"),
    ],
)
def test_nothing_is_taken_of_another_answer(there, answer, problem):
    found, sink = listed(there), Sink()
    there.answer = answer
    with pytest.raises(FileUnreadable, match=problem):
        found.copy(sink)
    assert sink == []
