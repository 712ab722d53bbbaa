"""Templates exist, parse, escape everything, and bring no script or style of their own."""

import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "warehouse" / "templates"
STATIC = ROOT / "warehouse" / "static"
MAIL = FOLDER / "email"
"""Messages have an environment of their own; `tests/unit/email` renders every one."""

TEMPLATES = sorted(
    path
    for path in FOLDER.rglob("*")
    if path.suffix == ".html" or (path.suffix == ".txt" and path.parent != MAIL)
)
NAMES = [path.relative_to(FOLDER).as_posix() for path in TEMPLATES]
FONTS = STATIC / "sass" / "_fonts.scss"
ALONE = {"theme"}
"""Controllers that are loaded by themselves, before anything is drawn."""
UNESCAPED = {"pages/project/prose.html": 1}
IN_LINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
OTHER_HOST = re.compile(
    r"(?:src|srcset|action|data-src)=\"(?:https?:)?//|<link[^>]+https?:"
)


@pytest.fixture(scope="module")
def jinja(configurator) -> jinja2.Environment:
    return configurator.get_jinja2_environment(".html")


def referenced(tree) -> set[str]:
    return {name for name in meta.find_referenced_templates(tree) if name is not None}


def test_every_template_parses_and_finds_what_it_includes(jinja):
    for path in TEMPLATES:
        tree = jinja.parse(path.read_text(), filename=str(path))
        assert referenced(tree) <= set(NAMES), path
        jinja.get_template(path.relative_to(FOLDER).as_posix())


def test_every_template_that_a_view_names_exists_and_no_other(configurator, jinja):
    found = configurator.introspector.get_category("templates")
    wanted = {each["introspectable"]["name"] for each in found}
    code = "\n".join(path.read_text() for path in (ROOT / "warehouse").rglob("*.py"))
    wanted |= set(re.findall(r"\"([\w/-]+\.html)\"", code))
    assert wanted <= set(NAMES)
    for path in TEMPLATES:
        wanted |= referenced(jinja.parse(path.read_text()))
    assert set(NAMES) == wanted


def test_only_the_description_is_not_escaped(jinja):
    assert jinja.autoescape is True
    assert jinja.undefined is jinja2.StrictUndefined
    switches = re.compile(r"\|\s*safe\b|autoescape|Markup\(")
    found = {
        n: len(switches.findall(p.read_text()))
        for n, p in zip(NAMES, TEMPLATES, strict=True)
    }
    assert {name: count for name, count in found.items() if count} == UNESCAPED
    for path in (ROOT / "warehouse").rglob("*.py"):
        assert "Markup(" not in path.read_text(), path


@pytest.mark.parametrize("name", [each for each in NAMES if each != "email/layout.html"])
def test_nothing_is_in_line_or_from_elsewhere(name):
    text = (FOLDER / name).read_text()
    assert IN_LINE.search(text) is None
    assert OTHER_HOST.search(text) is None


def test_static_files_that_templates_name_are_built():
    config = (ROOT / "webpack.config.js").read_text()
    entries = re.findall(r"(\w+): \[", re.search(r"entry: \{(.*?)\}", config, re.S)[1])
    built = {f"{entry}.{kind}" for entry in entries for kind in ("js", "css")}
    built |= {f"images/{path.name}" for path in (STATIC / "images").iterdir()}
    faces = re.findall(r"face\(\"[\w ]+\", \"([\w-]+)\", \"([\w-]+)\"", FONTS.read_text())
    built |= {f"fonts/{font}-{script}-wght-normal.woff2" for font, script in faces}
    for path in TEMPLATES:
        named = re.findall(r"static_url\(['\"]([^'\"]+)['\"]\)", path.read_text())
        assert set(named) <= built, path


def test_every_block_of_style_and_every_controller_is_in_the_entry():
    sass, scripts = STATIC / "sass", STATIC / "js"
    uses = (sass / "warehouse.scss").read_text()
    for path in sass.glob("_*.scss"):
        assert f'"{path.stem.removeprefix("_")}"' in uses.replace("./", ""), path
    imports = (scripts / "warehouse.js").read_text()
    for path in scripts.glob("*.js"):
        known = path.stem in {"warehouse", *ALONE}
        assert known or f'"./{path.stem}"' in imports, path
    everything = "".join(path.read_text() for path in STATIC.rglob("*.scss"))
    assert "http:" not in everything
    assert "https:" not in everything


def test_a_macro_takes_values_and_never_the_request():
    for path in (FOLDER / "macros").glob("*.html"):
        assert "request" not in path.read_text(), path


def test_pages_in_the_frame_have_a_title_of_their_own():
    for name, path in zip(NAMES, TEMPLATES, strict=True):
        text = path.read_text()
        if re.search(r'{% extends "layouts/(base|account).html" %}', text):
            if name.startswith("layouts/"):
                continue
            assert "{% block title %}" in text or name == "pages/home.html", name
