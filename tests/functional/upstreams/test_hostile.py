"""Of an upstream that is broken or means harm, an installer sees a sentence at most."""

import gzip
import hashlib
import json
import threading
import time

import pytest
from sqlalchemy import select

from tests.builders.receivers import receiver
from tests.builders.upstreams import JSON
from tests.builders.wheels import wheel
from tests.functional.upstreams.test_reading import NAME, PAGE, page, path_of
from warehouse.upstreams.models import UpstreamAlarm, UpstreamFile

FILE = f"/files/{NAME}"


def answering(status, body=b"", **headers):
    """Return what answers a path; names of headers are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.send(status, body, **named)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (answering(200, b"<script>", Content_Type="text/css"), "content type"),
        (answering(200, b"\xff\xfe", Content_Type="text/html"), "not utf-8"),
        (answering(200, b"[]", Content_Type=JSON), "its JSON is no object"),
        (answering(200, b"x" * 34_000_000, Content_Type=JSON), "more than 32 MiB"),
        (
            answering(
                200,
                gzip.compress(bytes(60_000_000)),
                Content_Type=JSON,
                Content_Encoding="gzip",
            ),
            "more than 32 MiB",
        ),
        (
            answering(200, b"no gzip", Content_Type=JSON, Content_Encoding="gzip"),
            "gzip stream is broken",
        ),
        (
            answering(200, b"?", Content_Type=JSON, Content_Encoding="zstd"),
            "nobody asked for",
        ),
        (answering(302, Location=PAGE), "redirects again and again"),
        (
            answering(302, Location="http://169.254.169.254/latest/"),
            "not a public address",
        ),
        (answering(302, Location="file:///etc/passwd"), "leads to"),
        (answering(302, Location="http://user:secret@127.0.0.1/"), "leads to"),
        (answering(500), "answered 500"),
        (answering(401), "answered 401"),
    ],
)
def test_a_page_that_cannot_be_read_is_no_absence(reading, elsewhere, answer, problem):
    elsewhere.answers[PAGE] = answer
    found = reading.get(PAGE)
    assert (found.status, found.headers["retry-after"]) == (503, "10")
    assert problem in found.body.decode()
    assert b"Traceback" not in found.body


def test_scripts_of_a_page_in_html_go_nowhere(reading, elsewhere):
    body = f"""<!DOCTYPE html><script>alert(1)</script>
        <a href="/files/{NAME}#sha256={"0" * 64}" data-requires-python="&gt;=3.9"
            onclick="alert(1)">{NAME}</a>
        <a href="javascript:alert(1)">abroad-2.0-py3-none-any.whl</a>"""
    elsewhere.answers[PAGE] = answering(200, body.encode(), Content_Type="text/html")
    found = reading.get(PAGE, accept="text/html").body.decode()
    assert "alert" not in found
    assert 'data-requires-python="&gt;=3.9"' in found
    assert "abroad-2.0" not in found


def test_files_of_other_names_are_left_out(reading, elsewhere):
    elsewhere.files["abroad"]["requests-9.0-py3-none-any.whl"] = wheel("requests", "9.0")
    assert [each["filename"] for each in page(reading)["files"]] == [NAME]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (lambda content: answering(200, content[:-1] + b"!"), "with the sha256 digest"),
        (lambda content: answering(200, content[:-1]), "announced"),
        (lambda content: answering(200, content + b"!"), "sends more"),
        (lambda content: answering(404), "answered 404"),
        (
            lambda content: answering(302, Location="http://169.254.169.254/x"),
            "not a public address",
        ),
    ],
)
def test_a_file_that_is_not_the_one_announced_is_not_passed_on(
    reading, elsewhere, answer, problem
):
    path = path_of(reading)
    content = elsewhere.files["abroad"][NAME]
    elsewhere.answers[FILE] = answer(content)
    found = reading.get(path)
    assert found.status in {502, 503}
    assert problem in found.body.decode()
    del elsewhere.answers[FILE]
    assert reading.get(path).body == content


def test_a_file_that_is_cut_is_never_whole(reading, elsewhere):
    content = bytes(range(256)) * 8_000
    elsewhere.files["abroad"][NAME] = content

    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[:-1000])

    elsewhere.answers[FILE] = cut
    path = path_of(reading)
    with pytest.raises(Exception, match="missing"):
        reading.get(path)
    del elsewhere.answers[FILE]
    assert reading.get(path).body == content


def test_the_end_of_a_wrong_file_is_held_back(reading, elsewhere):
    content = bytes(range(256)) * 8_000
    elsewhere.files["abroad"][NAME] = content
    path = path_of(reading)
    elsewhere.answers[FILE] = answering(200, content[:-1] + b"!")
    with pytest.raises(Exception, match="with the sha256 digest"):
        reading.get(path)
    stored = reading.sessions.make().scalar(select(UpstreamFile.stored_size))
    assert stored is None


def test_a_file_keeps_its_first_hash(start_reading, elsewhere):
    reading = start_reading(UPSTREAM_SECONDS="1")
    path = path_of(reading)
    first = elsewhere.files["abroad"][NAME]
    elsewhere.files["abroad"][NAME] = wheel("abroad", "1.0", extra={"evil.py": b""})
    time.sleep(1.1)
    assert page(reading)["files"] == []
    refused = reading.get(path)
    assert (refused.status, b"two hashes" in refused.body) == (502, True)
    alarm = reading.sessions.make().scalars(select(UpstreamAlarm)).one()
    assert alarm.was == f"sha256={hashlib.sha256(first).hexdigest()}"
    elsewhere.files["abroad"][NAME] = first
    time.sleep(1.1)
    assert len(page(reading)["files"]) == 1
    assert reading.get(path).body == first


def test_bytes_that_lie_here_outlive_a_changed_hash(start_reading, elsewhere):
    reading = start_reading(UPSTREAM_SECONDS="1")
    path = path_of(reading)
    first = elsewhere.files["abroad"][NAME]
    assert reading.get(path).body == first
    elsewhere.files["abroad"][NAME] = b"other"
    time.sleep(1.1)
    (file,) = page(reading)["files"]
    assert file["hashes"]["sha256"] == hashlib.sha256(first).hexdigest()
    assert reading.get(path).body == first


def test_leaving_out_the_hash_is_a_change(start_reading, elsewhere):
    reading = start_reading(UPSTREAM_SECONDS="1")
    path_of(reading)
    elsewhere.said[NAME] = {"hashes": {}}
    elsewhere.files["abroad"][NAME] = b"other"
    time.sleep(1.1)
    assert page(reading)["files"] == []


def test_a_file_is_fetched_once_for_many_who_want_it(reading, elsewhere):
    elsewhere.files["abroad"][NAME] = content = bytes(range(256)) * 8_000
    path = path_of(reading)
    elsewhere.seconds = 0.5
    answers = reading.get_at_once(path, *({} for _ in range(8)))
    assert {each.body for each in answers} == {content}
    assert elsewhere.paths().count(FILE) == 1


def test_a_page_is_asked_for_once_by_many_who_want_it(reading, elsewhere):
    elsewhere.seconds = 0.3
    wanted = ({"accept": each} for each in (JSON, "text/html"))
    answers = reading.get_at_once(PAGE, *wanted)
    assert [each.status for each in answers] == [200, 200]
    assert elsewhere.paths() == [PAGE]


def test_a_kept_page_is_shown_when_the_upstream_is_down(start_reading, elsewhere):
    reading = start_reading(UPSTREAM_SECONDS="1")
    before = page(reading)
    elsewhere.is_down = True
    time.sleep(1.1)
    answer = reading.get(PAGE, accept=JSON)
    assert json.loads(answer.body)["files"] == before["files"]
    assert answer.headers["x-upstream"] == "elsewhere"
    assert "x-upstream-checked" in answer.headers
    assert reading.get("/simple/nothing/").status == 503


def test_an_upstream_that_is_down_is_left_alone_for_a_while(reading, elsewhere):
    elsewhere.is_down = True
    assert {reading.get(f"/simple/n{each}/").status for each in range(5)} == {503}
    assert len(elsewhere.asked) == 1


def test_a_slow_upstream_holds_up_nobody_else(reading, elsewhere):
    elsewhere.seconds = 3
    asking = threading.Thread(target=reading.get, args=(PAGE,))
    asking.start()
    begun = time.monotonic()
    assert reading.get("/").status == 200
    assert time.monotonic() - begun < 3
    asking.join(30)


def test_a_password_goes_to_the_upstream_and_not_to_where_it_leads(
    start_reading, elsewhere, caplog
):
    reading = start_reading(UPSTREAM_CREDENTIALS="elsewhere=us:hush-hush")
    with receiver() as other:
        elsewhere.answers[PAGE] = answering(
            302, Location=f"http://127.0.0.1:{other.port}/simple/"
        )
        reading.get(PAGE)
    ((_, sent),) = elsewhere.asked
    assert sent["Authorization"] == "Basic dXM6aHVzaC1odXNo"
    (call,) = other.calls
    assert "Authorization" not in call.headers
    assert "hush" not in caplog.text
