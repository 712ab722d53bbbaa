"""The `warehouse` command: a module per group, imported only when it is asked for.

Whatever goes wrong in a way somebody can mend is one sentence on standard error and exit
status 1. Commands that need the database get it here: on a machine that has set neither
`DATABASE_URL` nor `REDIS_URL` they share the services of a running `warehouse serve`, or
have their own for as long as they last.
"""

import os
from importlib import import_module
from keyword import iskeyword
from typing import NamedTuple

import click

from warehouse import __version__


class Place(NamedTuple):
    """A command: its module, its line in `--help`, and whether it needs the database."""

    module: str
    summary: str
    needs_services: bool = True


COMMANDS = {
    "backup": Place("backup", "Write the database and the files into one archive.", False),
    "beat": Place("processes", "Run the scheduler.", False),
    "bundle": Place("bundle", "Carry a part of an index in one file."),
    "cache": Place("cache", "Purge, and see who keeps what."),
    "classifiers": Place("classifiers", "Keep the list of classifiers current."),
    "db": Place("db", "Bring the database up to date."),
    "import": Place("importing", "Bring another index over."),
    "mail": Place("mail", "Read and resend mail."),
    "organizations": Place("organizations", "Make and change organizations."),
    "projects": Place("projects", "Yank, archive, quarantine or delete."),
    "restore": Place("backup", "Fill an empty index from a backup.", False),
    "routes": Place("inspection", "List every route."),
    "search": Place("search", "Write anew what people find."),
    "serve": Place("serve", "Run the whole index on this machine.", False),
    "settings": Place("inspection", "List every setting, its value and its source.", False),
    "shell": Place("inspection", "Open a prompt with a request at hand."),
    "storage": Place("storage", "Check that every file has its bytes."),
    "tokens": Place("tokens", "Make, list and revoke API tokens."),
    "upstreams": Place("upstreams", "Offer the projects of other indexes."),
    "users": Place("users", "Make and mend accounts."),
    "views": Place("index_views", "Show parts of the index by rules."),
    "vulnerabilities": Place("vulnerabilities", "Take over security advisories."),
    "web": Place("processes", "Run the web server.", False),
    "worker": Place("processes", "Run the background worker.", False),
}


class _Commands(click.Group):
    """A group that imports the module of a command when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"warehouse.cli.{COMMANDS[name].module}")
        # The name of a command may be a word of the language.
        command: click.Command = getattr(module, f"{name}_" if iskeyword(name) else name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        for word in args:
            _refuse_broken_text(word)
        name, command, rest = super().resolve_command(ctx, args)
        if name in COMMANDS and COMMANDS[name].needs_services and "--help" not in rest:
            from warehouse.embedded import services

            os.environ.update(ctx.with_resource(services()))
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, COMMANDS[name].summary) for name in sorted(COMMANDS)]
            )

    def invoke(self, ctx: click.Context) -> object:
        try:
            result: object = super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except mendable() as error:
            sentence = " ".join(str(error).split())
            raise click.ClickException(sentence) from error
        return result


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="warehouse")
def main() -> None:
    """Run and look after a Python package index."""


def fail(sentence: str) -> click.ClickException:
    """Return the exception that ends a command with this sentence and exit status 1."""
    return click.ClickException(sentence)


def _refuse_broken_text(word: str) -> None:
    """Refuse arguments that are not UTF-8: they cannot be a name, nor be stored."""
    if not word.isprintable() and any("\ud800" <= each <= "\udfff" for each in word):
        raise click.UsageError(f"{word!r} is not text encoded as UTF-8.")


def mendable() -> tuple[type[Exception], ...]:
    """Return the exceptions that an operator can mend; imported after a failure only."""
    from sqlalchemy.exc import OperationalError

    from warehouse.db.migrate import MigrationError
    from warehouse.embedded import EmbeddedError
    from warehouse.settings import SettingsError

    return EmbeddedError, MigrationError, SettingsError, OperationalError
