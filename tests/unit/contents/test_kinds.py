"""Telling by its bytes what a member is."""

import struct

import pytest

from warehouse.contents.kinds import has_native_name, is_text, platform_of, raster_of


def elf(machine, order="<"):
    mark = b"\x7fELF\x02" + (b"\1" if order == "<" else b"\2")
    return mark + b"\0" * 12 + struct.pack(f"{order}H", machine)


def portable(machine):
    return (
        b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", machine)
    )


def fat(*machines):
    each = b"".join(struct.pack(">I", one) + b"\0" * 16 for one in machines)
    return b"\xca\xfe\xba\xbe" + struct.pack(">I", len(machines)) + each


@pytest.mark.parametrize(
    ("head", "platform"),
    [
        (elf(0x3E), "Linux, x86-64"),
        (elf(0x16, ">"), "Linux, s390x"),
        (elf(0x9999), "Linux, machine 39321"),
        (portable(0xAA64), "Windows, ARM64"),
        (portable(1), "Windows, machine 1"),
        (b"MZ" + b"\0" * 62, "Windows"),
        (b"MZ" + b"\0" * 58 + b"\xff" * 4, "Windows"),
        (b"\xcf\xfa\xed\xfe" + struct.pack("<I", 0x0100000C), "macOS, ARM64"),
        (b"\xce\xfa\xed\xfe" + struct.pack("<I", 99), "macOS, machine 99"),
        (fat(0x01000007, 0x0100000C), "macOS, x86-64 + ARM64"),
        (b"\xca\xfe\xba\xbe\0\0\0\x37" + b"\0" * 99, None),
        (b"\xca\xfe\xba\xbe", None),
        (b"\x7fELF", None),
        (b"MZ", None),
        (b"text", None),
    ],
)
def test_machine_code_says_what_it_is_for(head, platform):
    assert platform_of(head) == platform


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_pictures_are_made_of_pixels(content, kind):
    assert raster_of(content) == kind


def test_names_of_libraries_and_texts_without_nul():
    assert has_native_name("a/libx.so.1.2")
    assert not has_native_name("a/also.py")
    assert is_text(b"a")
    assert not is_text(b"a\0")
