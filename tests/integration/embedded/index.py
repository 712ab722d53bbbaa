"""A stand-in for the application: started as a program, it serves a tiny index."""

import os
import sys
from functools import partial
from pathlib import Path

import psycopg
import redis

from tests.builders.lifespan import live
from warehouse.cli.serve import programs
from warehouse.embedded import DataDirectory, EmbeddedError, Plan, Supervisor


async def application(scope, receive, send):
    """Answer with the process that answered and with what the services said."""
    if scope["type"] == "lifespan":
        return await live(receive, send)
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _said()})


def _said():
    url = os.environ["DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        name = connection.execute("SELECT current_user").fetchone()[0]
    redis.Redis.from_url(os.environ["REDIS_URL"]).incr("visits")
    return f"{os.getpid()} {name}".encode()


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
