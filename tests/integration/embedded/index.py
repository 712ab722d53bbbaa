"""A stand-in for the application: started as a program, it serves a tiny WSGI index."""

import os
import sys
from functools import partial
from pathlib import Path

import psycopg
import redis

from warehouse.cli.serve import programs
from warehouse.embedded import DataDirectory, EmbeddedError, Plan, Supervisor


def application(environ, start_response):
    """Answer with the process that answered and with what the services said."""
    url = os.environ["DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        name = connection.execute("SELECT current_user").fetchone()[0]
    redis.Redis.from_url(os.environ["REDIS_URL"]).incr("visits")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid()} {name}".encode()]


def main() -> None:
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    name = f"tests.integration.embedded.index:{sys.argv[3]}"
    plan = Plan(
        prepare=lambda environment: None,
        programs=partial(programs, workers=1, application=name, tasks=None),
        announce=lambda url: sys.stdout.write(f"{url}\n"),
    )
    sys.stdout.reconfigure(line_buffering=True)
    try:
        Supervisor(
            DataDirectory.at(data), os.environ, host="127.0.0.1", port=port, plan=plan
        ).run()
    except EmbeddedError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
