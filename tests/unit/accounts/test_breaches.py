"""Passwords that are known from breaches: in a file, online, and where neither answers."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.builders.ports import free_port
from warehouse.accounts.breaches import OnlinePasswords, PasswordFile, make_corpus
from warehouse.accounts.errors import PasswordBreached, PasswordWeak
from warehouse.accounts.password_rules import PasswordRules


def digest(password):
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.mark.parametrize("number", [0, 1, 2, 3, 10, 257])
@pytest.mark.parametrize(("count", "end"), [("", "\n"), (":12", "\r\n"), (":7", "\n")])
def test_a_file_has_the_passwords_that_are_in_it_and_no_others(
    tmp_path, number, count, end
):
    known = [f"known {each}" for each in range(number)]
    path = tmp_path / "hashes"
    path.write_bytes(
        "".join(f"{d}{count}{end}" for d in sorted(map(digest, known))).encode()
    )
    corpus = PasswordFile(path)
    assert all(map(corpus.has, known))
    assert not any(corpus.has(f"other {each}") for each in range(300))


def test_a_last_line_need_not_end(tmp_path):
    path = tmp_path / "hashes"
    path.write_text("\n".join(sorted(map(digest, "abc"))))
    assert all(map(PasswordFile(path).has, "abc"))


def test_a_file_that_is_gone_knows_nothing(tmp_path):
    assert not PasswordFile(tmp_path / "gone").has("password")


class Service(BaseHTTPRequestHandler):
    """Answers with the rest of what begins like the digest of `password`."""

    asked = []
    status = 200

    def do_GET(self):
        """Answer."""
        self.asked.append(self.path)
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(f"{'0' * 35}:1\r\n{digest('password')[5:]}:3\r\n".encode())

    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture
def service():
    Service.asked, Service.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/range/"
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_only_five_digits_are_sent(service):
    corpus = OnlinePasswords(service)
    assert corpus.has("password")
    assert not corpus.has("correct horse")
    prefixes = [digest(each)[:5] for each in ("password", "correct horse")]
    assert Service.asked == [f"/range/{each}" for each in prefixes]


def test_a_service_that_fails_knows_nothing(service):
    Service.status = 503
    assert not OnlinePasswords(service).has("password")


def test_a_service_that_is_away_or_silent_knows_nothing(silent_port):
    assert not OnlinePasswords(f"http://127.0.0.1:{free_port()}/").has("password")
    assert not OnlinePasswords(f"http://127.0.0.1:{silent_port}/").has("password")


def test_the_setting_names_a_file_the_service_or_none(tmp_path):
    assert make_corpus("off") is None
    assert isinstance(make_corpus("online"), OnlinePasswords)
    assert isinstance(make_corpus(str(tmp_path / "hashes")), PasswordFile)


def test_a_strong_password_that_is_known_is_refused(tmp_path):
    known = "seven purple llamas dancing"
    (tmp_path / "hashes").write_text(digest(known))
    rules = PasswordRules(PasswordFile(tmp_path / "hashes"))
    with pytest.raises(PasswordBreached):
        rules.check(known)
    rules.check(known + "!")
    with pytest.raises(PasswordWeak):
        rules.check("seven")
