"""Looking inside, the database, and what happens when something is missing."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, make_url, text


def shell(*words, cwd, input=None, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "warehouse", *words],
        cwd=cwd,
        env={**kept, "PYTHONPATH": os.getcwd(), **environment},
        input=input,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_every_route_is_listed(warehouse):
    rows = warehouse.rows("routes")
    assert {"name": "api.simple.index", "pattern": "/simple/"} in rows
    assert warehouse.good("routes").splitlines()[0].split() == ["NAME", "PATTERN"]


def test_every_setting_is_listed_with_its_source_and_no_secret(warehouse):
    rows = {row["name"]: row for row in warehouse.rows("settings")}
    secret = warehouse.environment["WAREHOUSE_SECRET"]
    assert secret not in json.dumps(rows)
    assert rows["WAREHOUSE_SECRET"]["value"] == "(secret)"
    assert rows["FILES_PATH"]["source"] == "environment"
    assert rows["SITE_NAME"]["value"] == "Warehouse"
    assert rows["SITE_NAME"]["source"] == "default"
    assert all(row["help"] for row in rows.values())


def test_classifiers_are_synchronised_once(warehouse):
    assert int(warehouse.good("classifiers", "sync").split()[0]) > 500
    assert warehouse.good("classifiers", "sync") == "0 classifiers are new.\n"


def test_the_database_is_checked_and_moved(warehouse, migrated_database):
    answer = warehouse.run("db", "check")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr == "The models and the database agree.\n"
    engine = create_engine(migrated_database)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE users ADD COLUMN surplus text"))
    engine.dispose()
    answer = warehouse.run("db", "check")
    assert answer.exit_code == 1
    assert "surplus" in answer.stdout
    assert answer.stderr.count("\n") == 1
    assert "nonsense" in warehouse.refused("db", "upgrade", "nonsense")
    assert "Say what the revision does" in warehouse.refused("db", "revision", "-m", " ")


def test_a_prompt_has_a_request(warehouse):
    answer = warehouse.run("shell", input="print(request.settings.site.name)\n")
    assert answer.exit_code == 0
    assert "Warehouse" in answer.stdout


@pytest.mark.parametrize("words", [("users", "list"), ("db", "check")])
def test_a_database_that_is_down_is_one_sentence(settings_of_commands, tmp_path, words):
    url = make_url(settings_of_commands["DATABASE_URL"]).set(database="there_is_none")
    down = url.render_as_string(hide_password=False)
    environment = {**settings_of_commands, "DATABASE_URL": down}
    answer = shell(*words, cwd=tmp_path, **environment)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Error: ")
    assert "there_is_none" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_every_wrong_setting_is_told_at_once(settings_of_commands, tmp_path):
    wrong = {
        "LOG_LEVEL": "LOUD",
        "WAREHOUSE_SECRET": "short",
        "DATABASE_URL": "mysql://u:pw@h/d",
    }
    answer = shell("users", "list", cwd=tmp_path, **{**settings_of_commands, **wrong})
    assert (answer.returncode, answer.stdout) == (1, "")
    assert all(name in answer.stderr for name in wrong)
    assert "short" not in answer.stderr
    assert "pw" not in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_wrong_words_are_refused_with_help(warehouse):
    assert "No such command" in warehouse.refused("users", "nonsense", status=2)
    said = warehouse.refused("users", "promote", "\udcff", status=2)
    assert said == "Error: '\\udcff' is not text encoded as UTF-8."
    assert "No such option" in warehouse.refused("users", "list", "--nonsense", status=2)
