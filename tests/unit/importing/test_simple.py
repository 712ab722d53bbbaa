"""Only good answers of an index are taken for its files."""

import pytest

from tests.builders.receivers import receiver
from warehouse.importing import signing_in
from warehouse.importing.errors import FileUnreadable, SourceUnreadable
from warehouse.importing.simple import SimpleIndex, index_at
from warehouse.settings import ImportSettings

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


PLACE = "http://127.0.0.1/simple/"


def test_a_secret_goes_with_each_request_to_the_index_and_is_not_shown(there):
    url = f"http://127.0.0.1:{there.port}/simple/"
    index = SimpleIndex(url, authorization="Basic eA==")
    assert "eA==" not in repr(index)
    there.answer = b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"
    (found,) = index.files(["foo"])
    with pytest.raises(FileUnreadable, match="401 No; IMPORT_CREDENTIALS or a netrc"):
        found.copy(Sink())
    assert [each.headers.get("Authorization") for each in there.calls] == ["Basic eA=="]
    (hidden,) = index_at(url).files(["foo"])
    assert hidden.where == found.where
    assert "Authorization" not in there.calls[1].headers


def test_an_address_may_have_no_secret():
    with pytest.raises(SourceUnreadable, match="set IMPORT_CREDENTIALS") as caught:
        index_at("https://me:hidden@example.com/simple/")
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("url", ["ftp://example.com/", "https://", "http://[", "no"])
def test_an_address_leads_to_the_web(url):
    with pytest.raises(SourceUnreadable, match="is no address as https://host/simple/"):
        index_at(url)


@pytest.mark.parametrize(
    ("credentials", "lines", "sent"),
    [
        ("me:secret", "machine 127.0.0.1 login x password y", "Basic bWU6c2VjcmV0"),
        (None, "machine 127.0.0.1 login me password secret", "Basic bWU6c2VjcmV0"),
        (None, "machine other login me password secret", None),
    ],
)
def test_a_netrc_file_knows_who_signs_in_where(tmp_path, credentials, lines, sent):
    file = tmp_path / "netrc"
    file.write_text(lines)
    settings = ImportSettings(credentials=credentials, netrc=file)
    assert signing_in.authorization_for(PLACE, settings) == sent


def test_a_broken_netrc_file_is_named_without_its_secrets(tmp_path):
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login me passwrod secret\n")
    with pytest.raises(SourceUnreadable, match="line 1, is not as") as caught:
        signing_in.authorization_for(PLACE, ImportSettings(credentials=None, netrc=file))
    assert "secret" not in str(caught.value)
    with pytest.raises(SourceUnreadable, match="cannot be read"):
        signing_in.authorization_for(
            PLACE, ImportSettings(credentials=None, netrc=tmp_path / "absent")
        )
