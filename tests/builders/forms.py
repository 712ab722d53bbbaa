"""Upload forms as clients send them: the fields of twine, in its order."""

import base64
import hashlib

BOUNDARY = b"a-boundary-for-tests"


def fields(filename, content, *, name="example", version="1.0", **changes):
    """The fields of a good upload; a change to None leaves one out."""
    is_wheel = filename.endswith(".whl")
    found = {
        ":action": "file_upload",
        "protocol_version": "1",
        "metadata_version": "2.1" if is_wheel else "2.2",
        "name": name,
        "version": version,
        "filetype": "bdist_wheel" if is_wheel else "sdist",
        "pyversion": "py3" if is_wheel else "source",
        "md5_digest": hashlib.md5(content).hexdigest(),
        "sha256_digest": hashlib.sha256(content).hexdigest(),
        "blake2_256_digest": hashlib.blake2b(content, digest_size=32).hexdigest(),
        **changes,
    }
    return {key: value for key, value in found.items() if value is not None}


def part(name, value, *, filename=None, content_type=None):
    disposition = f'form-data; name="{name}"'
    if filename is not None:
        disposition += f'; filename="{filename}"'
    lines = [f"Content-Disposition: {disposition}".encode()]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}".encode())
    data = value if isinstance(value, bytes) else value.encode()
    return b"\r\n".join([*lines, b"", data])


def multipart(parts):
    """A body of these parts, each as `part` makes them."""
    pieces = [b"--" + BOUNDARY + b"\r\n" + each + b"\r\n" for each in parts]
    return b"".join(pieces) + b"--" + BOUNDARY + b"--\r\n"


def body(values, filename=None, content=b"", content_type="application/octet-stream"):
    """A form of these fields with the file last, as all clients send it."""
    parts = [
        part(key, each)
        for key, value in values.items()
        for each in ([value] if isinstance(value, str | bytes) else value)
    ]
    if filename is not None:
        parts.append(part("content", content, filename=filename, content_type=content_type))
    return multipart(parts)


def headers(token=None, **more):
    found = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY.decode()}", **more}
    if token is not None:
        pair = base64.b64encode(f"__token__:{token}".encode()).decode()
        found["Authorization"] = f"Basic {pair}"
    return found
