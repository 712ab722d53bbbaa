"""Streams of requests: good ones, and what becomes of them when bytes are changed."""

from hypothesis import strategies as st

_METHODS = st.sampled_from([b"GET", b"HEAD", b"POST", b"PUT", b"OPTIONS", b"DELETE"])
_TARGETS = st.sampled_from(
    [b"/", b"/simple/a/", b"/a?b=c", b"/%41%00", b"http://a/x", b"*", b"/a;b:c@d!$&'()*+,="]
)
_VERSIONS = st.sampled_from([b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0"])
_NAMES = st.sampled_from(
    [b"A", b"Accept", b"Cookie", b"X-Y_z", b"Host", b"Connection", b"Upgrade", b"Expect"]
)
_VALUES = st.sampled_from(
    [
        b"",
        b"a",
        b"a, b",
        b"close",
        b"keep-alive",
        b"upgrade",
        b"100-continue",
        b"\xe4",
        b"\t",
    ]
)
_FIELDS = st.builds(lambda n, v: n + b": " + v, _NAMES, _VALUES)
_BOTH = b"Transfer-Encoding: chunked\r\nContent-Length: 5"
_ODD_FRAMES = st.sampled_from(
    [
        *(b"Content-Length: 5, 5", b"Content-Length: +5", b"Content-Length: 0x5"),
        *(b"Content-Length:5\r\nContent-Length: 6", b"Content-Length: 5 5"),
        *(b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: chunked, identity"),
        *(
            b"Transfer-Encoding : chunked",
            b"Transfer-Encoding: chunked\r\nContent-Length: 5",
        ),
        *(b"Transfer-Encoding:\tchunked ", b"Transfer-Encoding: xchunked"),
        *(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", b"Content-Length:"),
    ]
)
_PARTS = st.binary(max_size=12)


def _line(method: bytes, target: bytes, version: bytes) -> bytes:
    return b" ".join((method, target, version))


def _sized(body: bytes) -> tuple[bytes, bytes]:
    return b"Content-Length: %d" % len(body), body


def _chunked(
    parts: list[bytes], extension: bytes, trailers: list[bytes]
) -> tuple[bytes, bytes]:
    chunks = [b"%x%s\r\n%s\r\n" % (len(each), extension, each) for each in parts if each]
    end = b"".join(each + b"\r\n" for each in trailers)
    return b"Transfer-Encoding: chunked", b"".join((*chunks, b"0\r\n", end, b"\r\n"))


_EXTENSIONS = st.sampled_from([b"", b"", b";a", b";a=b", b'; a="b c"', b" "])
_BODIES = st.one_of(
    st.just((b"", b"")),
    st.builds(_sized, _PARTS),
    st.builds(
        _chunked, st.lists(_PARTS, max_size=3), _EXTENSIONS, st.lists(_FIELDS, max_size=2)
    ),
    st.builds(lambda field, body: (field, body), _ODD_FRAMES, _PARTS),
)


def _request(line: bytes, fields: list[bytes], body: tuple[bytes, bytes], at: int) -> bytes:
    frame, content = body
    fields = [b"Host: a", *fields]
    if frame:
        fields.insert(min(at, len(fields)), frame)
    return b"".join((line, b"\r\n", *(each + b"\r\n" for each in fields), b"\r\n", content))


REQUESTS = st.builds(
    _request,
    st.builds(_line, _METHODS, _TARGETS, _VERSIONS),
    st.lists(_FIELDS, max_size=3),
    _BODIES,
    st.integers(0, 3),
)

_ODD_BYTES = st.sampled_from(
    [
        b"\r",
        b"\n",
        b"\r\n",
        b" ",
        b"\t",
        b":",
        b",",
        b"\0",
        b"\x0b",
        b"\x85",
        b"0",
        b"chunked",
    ]
)
_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "replace"]), st.floats(0, 1), _ODD_BYTES
    ),
    max_size=3,
)


def _changed(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for how, where, piece in changes:
        at = int(where * len(data))
        before, after = data[:at], data[at if how == "insert" else at + len(piece) :]
        data = before + (b"" if how == "delete" else piece) + after
    return data


STREAMS = st.builds(
    _changed, st.lists(REQUESTS, min_size=1, max_size=3).map(b"".join), _CHANGES
)
"""One to three requests one after the other, with up to three changes."""

_GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
_CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
_UPGRADE = b"Upgrade: h2c\r\nConnection: upgrade\r\nHost"

CORPUS = [
    b"\r\n" + _GET,
    _GET + b"\r" + _GET,
    b"GET / HTTP/1.1\r\n\r\nHost: a\r\nA: \r\n\r\n",
    b"OPTIONS /a? HTTP/1.1\r\nHost: a\r\nA: close\r\n\r\n" + _GET,
    b"GET :/ HTTP/1.1\r\nHost: a\r\n\r\n" + _GET,
    b"GET / HTTP/0.1\r\nHost: a\r\n\r\n" + _GET,
    b"GET / H\rTTP/1.1\r\nHost: a\r\n\r\r\n" + _GET,
    b"GET / HTTP/1.1\r\nHost: a\r\n\nAccept: b\r\n\r\n" + _GET,
    b"GET / HTTP/1.1\r\nHost: a\r\n\n\r\n" + _GET,
    _CHUNKED + b"1 \r\na\r\n0\r\n\r\n" + _GET,
    _CHUNKED + b"1\r\na\r\n0\r\nA: b\n\r\n" + _GET,
    _CHUNKED + b"0\r\nTransfer-Encoding: xchunked\r\n\r\n" + _GET,
    _CHUNKED + b"0\r\nContent-Length: 5\r\n\r\n" + _GET,
    _CHUNKED.replace(b"chunked", b"chunked\t") + b"0\r\n\r\n" + _GET,
    _CHUNKED.replace(b"Host", b"Content-Length: 5\r\nHost") + b"0\r\n\r\n" + _GET,
    _CHUNKED.replace(b"Host", _UPGRADE) + b"1b\r\n" + _GET + b"\r\n0\r\n\r\n" + _GET,
]
"""Streams that we and h11 once read in two ways, or might have."""
