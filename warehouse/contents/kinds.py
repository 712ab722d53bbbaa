"""What a member is, told by its bytes and never by what its name claims."""

import re
import struct

_RASTER = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"BM", "image/bmp"),
)
_MACHINES = {
    0x03: "x86",
    0x08: "MIPS",
    0x14: "PowerPC",
    0x15: "PowerPC 64",
    0x16: "s390x",
    0x28: "ARM",
    0x3E: "x86-64",
    0xB7: "ARM64",
    0xF3: "RISC-V",
    0x102: "LoongArch",
}
_OF_WINDOWS = {0x14C: "x86", 0x8664: "x86-64", 0xAA64: "ARM64", 0x1C4: "ARM"}
_OF_APPLE = {7: "x86", 0x01000007: "x86-64", 12: "ARM", 0x0100000C: "ARM64"}
_NATIVE = re.compile(
    r"\.(?:so(?:\.[\d.]+)?|pyd|dll|dylib|exe|a|lib|o|node)$", re.IGNORECASE
)

HEAD = 4096
"""The first bytes of a native library, which say what it is for."""


def is_text(content: bytes) -> bool:
    """Return whether the beginning of a member is text that can be shown."""
    return b"\0" not in content[: HEAD * 2]


def raster_of(content: bytes) -> str | None:
    """Return the media type of a picture made of pixels, or None if it is none."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _RASTER if content.startswith(magic)), None)


def has_native_name(name: str) -> bool:
    """Return whether a name is that of a native library or program."""
    return _NATIVE.search(name) is not None


def platform_of(head: bytes) -> str | None:
    """Return the platform that machine code is for, or None if it is no machine code."""
    if head.startswith(b"\x7fELF") and len(head) >= 20:
        order = ">" if head[5:6] == b"\2" else "<"
        [machine] = struct.unpack_from(f"{order}H", head, 18)
        return f"Linux, {_MACHINES.get(machine, f'machine {machine}')}"
    if head.startswith(b"MZ") and len(head) >= 64:
        [at] = struct.unpack_from("<I", head, 60)
        if head[at : at + 4] == b"PE\0\0" and len(head) >= at + 6:
            [machine] = struct.unpack_from("<H", head, at + 4)
            return f"Windows, {_OF_WINDOWS.get(machine, f'machine {machine}')}"
        return "Windows"
    return _apple(head)


def _apple(head: bytes) -> str | None:
    """Return for which processors an object of macOS is; several may be in one."""
    if head[:4] in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe") and len(head) >= 8:
        [machine] = struct.unpack_from("<I", head, 4)
        return f"macOS, {_OF_APPLE.get(machine, f'machine {machine}')}"
    if head[:4] != b"\xca\xfe\xba\xbe" or len(head) < 8:
        return None
    [count] = struct.unpack_from(">I", head, 4)
    # The same four bytes begin a class of Java, where the next number is a version.
    if not 0 < count < 20 or len(head) < 8 + 20 * count:
        return None
    machines = [struct.unpack_from(">I", head, 8 + 20 * each)[0] for each in range(count)]
    return "macOS, " + " + ".join(_OF_APPLE.get(each, str(each)) for each in machines)
