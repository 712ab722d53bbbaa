"""The `warehouse` command over a database of its own."""

import json
import logging

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from warehouse.cli import main


class Commands:
    """Runs commands in this process, as the shell would."""

    def __init__(self, environment):
        self.environment = environment

    def run(self, *words, input=None, **changes):
        """Return the result of the command; an exception of its own fails the test."""
        root = logging.getLogger()
        before = root.handlers[:], root.level
        environment = {**self.environment, **changes}
        try:
            answer = CliRunner().invoke(main, words, input=input, env=environment)
        finally:
            root.handlers[:], root.level = before
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        return answer

    def good(self, *words, **options):
        """The standard output of a command that succeeds."""
        answer = self.run(*words, **options)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    def rows(self, *words):
        """Return what a list prints as JSON."""
        return json.loads(self.good(*words, "--json"))

    def refused(self, *words, status=1, **options):
        """The one sentence on standard error of a command that fails."""
        answer = self.run(*words, **options)
        assert (answer.exit_code, answer.stdout) == (status, "")
        sentence = answer.stderr.splitlines()[-1]
        assert sentence.startswith("Error: ")
        assert "Traceback" not in answer.stderr
        if status == 1:
            assert answer.stderr.count("\n") == 1
        return sentence


@pytest.fixture
def settings_of_commands(migrated_database, valkey_url, tmp_path):
    return {
        "DATABASE_URL": migrated_database,
        "REDIS_URL": valkey_url,
        "WAREHOUSE_SECRET": "not-a-secret-but-long-enough-to-be-one",
        "WAREHOUSE_DATA": str(tmp_path / "var"),
        "FILES_PATH": str(tmp_path / "files"),
        "LOG_LEVEL": "ERROR",
    }


@pytest.fixture
def warehouse(settings_of_commands):
    return Commands(settings_of_commands)


@pytest.fixture
def ann(warehouse):
    """An account, made as an operator makes one."""
    words = ("--email", "ann@example.com", "--verified", "--password-stdin")
    warehouse.good("users", "create", "ann", *words, input="a long password\n")
    return "ann"


@pytest.fixture
def rows(migrated_database):
    """A session on the database that the commands work on."""
    engine = create_engine(migrated_database)
    with Session(engine) as session:
        yield session
    engine.dispose()
