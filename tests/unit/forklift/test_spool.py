"""Receiving bodies, whatever comes in."""

import io
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import forms
from warehouse.forklift.reception import UploadReception, received
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import BOUNDS, FileBounds


def environ(data, **changes):
    kind = f"multipart/form-data; boundary={forms.BOUNDARY.decode()}"
    return {
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": io.BytesIO(data),
        **changes,
    }


def receiving(environ, scratch, bounds=BOUNDS):
    return received(environ, UploadReception(environ["CONTENT_TYPE"], scratch, bounds))


@pytest.fixture
def reason_of(tmp_path):
    def reason_of(data, bounds=BOUNDS, **changes):
        with (
            pytest.raises(Refused) as caught,
            receiving(environ(data, **changes), lambda: tmp_path, bounds),
        ):
            pass
        assert list(tmp_path.iterdir()) == []
        return caught.value.reason

    return reason_of


def test_fields_are_kept_and_the_file_is_measured(tmp_path):
    data = forms.body({"name": "a", "classifiers": ["x", "y"]}, "a.whl", b"hello")

    with receiving(environ(data), lambda: tmp_path) as found:
        assert found.fields == {"name": ("a",), "classifiers": ("x", "y")}
        assert found.file.filename == "a.whl"
        assert found.file.content_type == "application/octet-stream"
        assert found.file.path.read_bytes() == b"hello"
        assert found.file.size == 5
        assert found.file.sha256.startswith("2cf24dba5fb0a30e")
        assert found.file.md5 == "5d41402abc4b2a76b9719d911017c592"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["filename*", "filename*0", "FileName*"])
def test_a_file_with_another_kind_of_filename_is_refused_in_words(tmp_path, name):
    disposition = f"form-data; name=content; {name}=UTF-8''a.whl"
    piece = f"Content-Disposition: {disposition}\r\n\r\nhello".encode()
    with pytest.raises(Refused, match="bad-body") as caught:  # noqa: SIM117
        with receiving(environ(forms.multipart([piece])), lambda: tmp_path):
            pass
    assert "the part 'content' has filename*" in caught.value.facts["problem"]


@pytest.mark.parametrize(
    ("given", "found"), [(None, "text/plain"), ("", ""), ("x/y", "x/y")]
)
def test_a_file_without_a_type_has_the_one_of_the_standard(tmp_path, given, found):
    data = forms.body({"name": "a"}, "a.whl", b"hello", content_type=given)

    with receiving(environ(data), lambda: tmp_path) as body:
        assert body.file.content_type == found


def test_the_file_is_gone_after_an_error(tmp_path):
    data = forms.body({}, "a.whl", b"hello")
    block = receiving(environ(data), lambda: tmp_path)
    assert block.__enter__().file.path.exists()
    error = ZeroDivisionError()
    block.__exit__(ZeroDivisionError, error, None)
    assert list(tmp_path.iterdir()) == []


def test_bytes_of_strangers_are_not_kept():
    data = forms.body({}, "a.whl", b"hello")
    with receiving(environ(data), None) as found:
        assert found.file.size == 5


def test_a_chunked_body_has_no_length(tmp_path):
    data = forms.body({"name": "a"})
    changes = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    with receiving(environ(data, **changes), lambda: tmp_path) as found:
        assert found.first("name") == "a"


def test_signatures_are_accepted_and_dropped(tmp_path):
    parts = [forms.part("gpg_signature", b"...", filename="a.asc")]
    with receiving(environ(forms.multipart(parts)), lambda: tmp_path) as found:
        assert (found.file, found.file_fields) == (None, ())


def test_other_files_are_noted(tmp_path):
    parts = [forms.part("name", b"...", filename="x")]
    with receiving(environ(forms.multipart(parts)), lambda: tmp_path) as found:
        assert found.file_fields == ("name",)


def test_forms_without_a_file_may_be_urlencoded(tmp_path):
    kind = "application/x-www-form-urlencoded"
    data = b"%3Aaction=submit&name=a&name=b"
    with receiving(environ(data, CONTENT_TYPE=kind), lambda: tmp_path) as found:
        assert found.fields == {":action": ("submit",), "name": ("a", "b")}


GOOD = forms.body({"name": "a"}, "a.whl", b"hello")
TWICE = [forms.part("content", b"1", filename="a")] * 2
URLENCODED = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("data", "changes", "reason"),
    [
        (GOOD[:-10], {}, Reason.BODY_INCOMPLETE),
        (GOOD, {"CONTENT_LENGTH": f"{len(GOOD) - 5}"}, Reason.BODY_INCOMPLETE),
        (GOOD, {"CONTENT_LENGTH": f"{len(GOOD) + 5}"}, Reason.BODY_INCOMPLETE),
        (GOOD, {"CONTENT_LENGTH": "60"}, Reason.BAD_BODY),
        (GOOD, {"CONTENT_LENGTH": "-1"}, Reason.BAD_BODY),
        (GOOD, {"CONTENT_LENGTH": ""}, Reason.BAD_BODY),
        (GOOD, {"CONTENT_TYPE": "multipart/form-data"}, Reason.BAD_BODY),
        (
            GOOD,
            {"CONTENT_TYPE": "multipart/form-data; boundary=other"},
            Reason.BAD_BODY,
        ),
        (
            GOOD,
            {"CONTENT_TYPE": f"multipart/form-data; boundary={'x' * 300}"},
            Reason.BAD_BODY,
        ),
        (forms.multipart(TWICE), {}, Reason.FILE_TWICE),
        (forms.body({"name": b"\xff"}), {}, Reason.FIELD_NOT_TEXT),
        (GOOD.replace(b"a.whl", b"\xff.whl"), {}, Reason.BAD_BODY),
        (b"a=%ff", URLENCODED, Reason.BAD_BODY),
        (b"a=\xff", URLENCODED, Reason.BAD_BODY),
        (b"a=1&" * 30_000, URLENCODED, Reason.FORM_TOO_LARGE),
        (b"a" * 2**21, URLENCODED, Reason.FORM_TOO_LARGE),
        (forms.body({"a": ["b"] * 20_001}), {}, Reason.FORM_TOO_LARGE),
        (forms.body({"a": b"x" * (2**24 + 1)}), {}, Reason.FORM_TOO_LARGE),
        (forms.body({"a": [b"x" * 2**23] * 5}), {}, Reason.FORM_TOO_LARGE),
    ],
)
def test_a_broken_body_is_refused_with_its_reason(reason_of, data, changes, reason):
    assert reason_of(data, **changes) is reason


class Broken(io.BytesIO):
    def read(self, size=-1):
        data = super().read(min(size, 100))
        if not data:
            raise ConnectionResetError
        return data


def test_a_broken_connection_is_a_refusal(reason_of):
    data = GOOD[:-30]
    changes = {"wsgi.input": Broken(data), "CONTENT_LENGTH": str(len(GOOD))}
    assert reason_of(data, **changes) is Reason.BODY_INCOMPLETE


class Slow(io.BytesIO):
    def read(self, size=-1):
        raise TimeoutError


def test_a_body_that_stalls_is_refused(reason_of):
    assert reason_of(GOOD, **{"wsgi.input": Slow()}) is Reason.BODY_TOO_SLOW


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_body_may_come_in_pieces_of_any_size(tmp_path, size):
    data = forms.body({"name": "a", "summary": "x" * 300}, "a.whl", b"hello")
    reception = UploadReception(environ(data)["CONTENT_TYPE"], lambda: tmp_path)
    for start in range(0, len(data), size):
        assert reception.feed(data[start : start + size])
    found = reception.finish()
    assert found.fields == {"name": ("a",), "summary": ("x" * 300,)}
    assert found.file.path.read_bytes() == b"hello"
    reception.close()
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_of_a_piece_is_raised_at_the_end(tmp_path):
    reception = UploadReception(environ(b"")["CONTENT_TYPE"], lambda: tmp_path)
    assert not reception.feed(forms.multipart(TWICE))
    assert not reception.feed(b"more")
    with pytest.raises(Refused) as caught:
        reception.finish()
    reception.close()
    assert caught.value.reason is Reason.FILE_TWICE


def test_the_rest_of_a_refused_body_is_read(reason_of):
    data = forms.multipart([*TWICE, forms.part("name", b"x" * 2**20)])
    stream = io.BytesIO(data)
    assert reason_of(data, **{"wsgi.input": stream}) is Reason.FILE_TWICE
    assert stream.read() == b""


def test_a_file_past_the_cap_is_cut_off(tmp_path):
    data = forms.body({"name": "a"}, "a.whl", b"x" * 10_000)
    with receiving(environ(data), lambda: tmp_path, FileBounds(kept=1000)) as found:
        assert found.file.is_cut_off
        assert found.file.size == 10_000
        assert found.file.path.stat().st_size <= 1000


def test_a_file_far_past_the_cap_is_not_read_to_its_end(reason_of):
    data = forms.body({"name": "a"}, "a.whl", b"x" * 2**20)
    bounds = FileBounds(kept=1000, counted=1000)
    assert reason_of(data, bounds) is Reason.FILE_TOO_LARGE


def test_memory_does_not_grow_with_the_file(tmp_path):
    data = forms.body({"name": "a"}, "a.whl", bytes(30 * 2**20))
    given = environ(data)
    tracemalloc.start()
    with receiving(given, lambda: tmp_path) as found:
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.file.size == 30 * 2**20
    assert peak < 5 * 2**20


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=4),
    st.integers(0, 400),
)
def test_any_body_is_read_or_refused(tmp_path, changes, end):
    data = bytearray(GOOD)
    for place, piece in changes:
        data[place % len(data) : place % len(data) + 1] = piece
    data = bytes(data[: max(end, 50)])
    try:
        with receiving(environ(data), lambda: tmp_path):
            pass
    except Refused:
        pass
    assert list(tmp_path.iterdir()) == []
