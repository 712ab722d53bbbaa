"""Wheels: good ones by default, and any member may be changed or left out."""

import base64
import hashlib
import io
import zipfile


def metadata(name="example", version="1.0", *, body="", metadata_version="2.1", **headers):
    lines = [
        f"Metadata-Version: {metadata_version}",
        f"Name: {name}",
        f"Version: {version}",
    ]
    for key, values in headers.items():
        title = key.replace("_", "-")
        for value in [values] if isinstance(values, str) else values:
            lines.append(f"{title}: {value}")
    return ("\n".join(lines) + "\n\n" + body).encode("utf-8", "surrogateescape")


def wheel_file(tag="py3-none-any", *more, version="1.0"):
    lines = [f"Wheel-Version: {version}", "Root-Is-Purelib: true", f"Tag: {tag}", *more]
    return ("\n".join(lines) + "\n").encode()


def members(name="example", version="1.0", *, core=None, extra=None):
    info = f"{name}-{version}.dist-info"
    found = {
        f"{name}/__init__.py": b"answer = 42\n",
        f"{info}/METADATA": metadata(name, version) if core is None else core,
        f"{info}/WHEEL": wheel_file(),
        **(extra or {}),
    }
    return {key: value for key, value in found.items() if value is not None}


def record(contents, path):
    lines = []
    for name, data in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
        lines.append(f"{name},sha256={digest.decode()},{len(data)}")
    lines.append(f"{path},,")
    return ("\n".join(lines) + "\n").encode()


def zipped(contents, *, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of the same bytes every time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return target.getvalue()


def wheel(name="example", version="1.0", *, core=None, extra=None, record_file=None):
    """The bytes of a wheel; `extra` adds members, or drops those given as None."""
    contents = members(name, version, core=core, extra=extra)
    path = f"{name}-{version}.dist-info/RECORD"
    if path not in (extra or {}):
        made = record(contents, path) if record_file is None else record_file
        contents[path] = made
    return zipped(contents)
