"""The name of a test is a sentence about behaviour, which its failure then contradicts.

Nor is a docstring a riddle: its first line does not begin with a question.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RIDDLES = re.compile(
    r"test_(how|it|what|whatever|when|where|which|who|whoever|whom|whose|why)(_|$)"
)
ONE_WORD = re.compile(r"test_[a-z0-9]+")
QUESTION = re.compile(
    r"(For how|How|It|They|What|Whatever|When|Where|Which|Who|Whoever|Whom|Whose|Why)\b"
)
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def is_riddle(name: str) -> bool:
    """Whether a name begins with a question or a pronoun, or is no sentence at all."""
    return bool(RIDDLES.match(name) or ONE_WORD.fullmatch(name))


def names_of_tests() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield path.relative_to(ROOT), node.name


def test_every_name_is_a_sentence():
    found = [f"{path}::{name}" for path, name in names_of_tests() if is_riddle(name)]
    assert found == []


def test_no_docstring_begins_with_a_question():
    found = [
        f"{path.relative_to(ROOT)}: {first}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for first in docstrings(path.read_text())
        if QUESTION.match(first)
    ]
    assert found == []


def docstrings(source: str) -> Iterator[str]:
    """The first lines of all docstrings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
            yield text.partition("\n")[0]


def test_a_docstring_that_is_a_question_is_found():
    source = '"""What is wanted, and how."""\ndef read():\n    """Return the answer."""'
    assert [bool(QUESTION.match(each)) for each in docstrings(source)] == [True, False]


@pytest.mark.parametrize(
    "name",
    [
        "test_what_is_wrong_is_said",
        "test_whoever_dawdles_is_given_up_on",
        "test_how_deep",
        "test_it_takes_so_long",
        "test_sizes",
    ],
)
def test_a_riddle_is_found(name):
    assert is_riddle(name)


@pytest.mark.parametrize(
    "name",
    [
        "test_a_yanked_release_is_left_out_of_the_latest",
        "test_whole_bodies_are_read",
        "test_items_are_listed",
        "test_flit_publishes",
    ],
)
def test_a_sentence_is_no_riddle(name):
    assert not is_riddle(name)
