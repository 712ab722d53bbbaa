"""Every text is found, is one that can be translated, and is translated."""

import ast
import re
import tomllib
from pathlib import Path

import jinja2
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import nodes

from tests.functional.i18n.unmarked import unmarked
from warehouse.i18n.locales import FOLDER, LOCALES, TranslatedLocale

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "warehouse"
CODES = [each.code for each in LOCALES if isinstance(each, TranslatedLocale)]
TEMPLATES = sorted(
    path for path in (PACKAGE / "templates").rglob("*") if path.suffix in {".html", ".txt"}
)
BETWEEN = re.compile(
    r"\{#.*?#\}|\{% block \w+ %\} translate=\"no\"(?=\{%)|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL
)
PLACE = re.compile(r"\$\{(\w+)\}")
NAMES = {"_": 1, "ngettext": 2}
_ENDS = ".?!…\u3002\uff1f\uff01"
GLOSSARY = tomllib.loads((PACKAGE / "i18n" / "glossary.toml").read_text())


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """Return the texts that `make translations` finds."""
    with (PACKAGE / "i18n" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog()
    found = extract_from_dir(PACKAGE, method_map=methods, options_map=options)
    for filename, _line, text, _comments, context in found:
        catalog.add(text, locations=[(filename, 1)], context=context)
    return catalog


def forms(text) -> tuple[str, ...]:
    return text if isinstance(text, tuple | list) else (text,)


def messages(catalog):
    return [each for each in catalog if each.id]


def test_texts_are_found_in_code_and_in_templates(texts):
    suffixes = {Path(name).suffix for each in messages(texts) for name, _ in each.locations}
    assert suffixes == {".py", ".html", ".txt"}


def test_texts_hold_no_html_and_are_not_parts_of_sentences(texts):
    for each in messages(texts):
        for form in forms(each.id):
            assert not re.search(r"[<>]|&\w+;", form), form
            assert form == " ".join(form.split()), form
            assert re.search(r"[A-Za-z]{2}", PLACE.sub("", form)), form
            assert "%" not in form.replace("100%", ""), form


def test_the_forms_of_a_text_show_the_number(texts):
    for each in messages(texts):
        if len(forms(each.id)) == 2:
            assert all("${n}" in form for form in each.id), each.id


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_texts_in_code_are_written_out(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in NAMES:
            for argument in node.args[: NAMES[node.func.id]]:
                assert isinstance(argument, ast.Constant), f"{path}:{node.lineno}"


def test_texts_in_templates_are_written_out():
    environment = jinja2.Environment()
    for path in TEMPLATES:
        for call in environment.parse(path.read_text()).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in NAMES:
                for argument in call.args[: NAMES[call.node.name]]:
                    assert isinstance(argument, nodes.Const), f"{path}:{call.lineno}"
                named = {each.key for each in call.kwargs} | {"n"}
                used = set(PLACE.findall(" ".join(str(each) for each in call.args)))
                assert used <= named, f"{path}:{call.lineno}"


ENGLISH = (
    "templates/admin/",
    "layouts/admin.html",
    "macros/admin.html",
    "macros/reports.html",
    "macros/rows.html",
)
"""Pages of staff speak English only (manage-and-admin.md, part I)."""

SPOKEN = [path for path in TEMPLATES if not any(each in str(path) for each in ENGLISH)]


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.stem)
def test_templates_say_nothing_but_texts(path):
    """Text that stands between the elements of a template is in English for ever."""
    written = BETWEEN.sub("", path.read_text())
    found = [text for _place, text in unmarked(written)]
    assert found == []


def test_there_is_a_catalogue_for_each_language_and_no_other():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_everything_is_translated(texts, code):
    """If not: `make translations`, and write what is missing into the catalogue."""
    with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    known = {each.id: each for each in messages(catalogue)}
    wanted = {each.id for each in messages(texts)}
    assert wanted - set(known) == set()
    assert set(known) - wanted == set(), "nobody says this any more"
    assert [each.id for each in known.values() if each.fuzzy or not _is_whole(each)] == []


def _is_whole(message) -> bool:
    """Translated in all forms, with the same values and the same kind of ending."""
    ids, strings = forms(message.id), forms(message.string)
    names = set(PLACE.findall(" ".join(ids)))
    return all(
        bool(string)
        and set(PLACE.findall(string)) == names
        and string == " ".join(string.split())
        and "<" not in string
        and (string[-1] in _ENDS) == (ids[0][-1] in _ENDS)
        for string in strings
    )


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("term", GLOSSARY)
def test_terms_are_those_of_the_glossary(code, term):
    words = re.compile(
        rf"\b(?:{'|'.join(GLOSSARY[term]['en'])})\b(?![/.]\w)", re.IGNORECASE
    )
    ours = re.compile("|".join(map(re.escape, GLOSSARY[term][code])), re.IGNORECASE)
    with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    meant = [
        each
        for each in messages(catalogue)
        if words.search(PLACE.sub("", forms(each.id)[-1]))
    ]
    assert meant
    assert [
        (each.id, text)
        for each in meant
        for text in forms(each.string)
        if not ours.search(text)
    ] == []


def test_german_says_sie_to_everybody():
    familiar = re.compile(r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w{0,2}|Sien)\b")
    with (FOLDER / "de" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="de")
    said = [text for each in catalogue if each.id for text in _strings(each.string)]
    assert [text for text in said if familiar.search(text)] == []


def _strings(translated):
    return [translated] if isinstance(translated, str) else translated
