"""A stand-in for the application: started as a program, it serves a tiny index."""

import os
import sys
from pathlib import Path

import psycopg
import redis

from tests.builders.lifespan import live
from warehouse.cli.serve import Index
from warehouse.embedded import DataDirectory, EmbeddedError, Plan, Program, Supervisor


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


def _frail():
    """A program, if one is wanted, that ends at once until there is what it needs."""
    needed = os.environ.get("FRAIL_NEEDS")
    if needed is None:
        return []
    script = f"test -e {needed} && exec sleep 120; echo There is no {needed}.; exit 3"
    advice = "Sleeping waits for it."
    command = ("sh", "-c", script)
    return [Program(name="frail", command=command, is_needed=False, advice=advice)]


def main() -> None:
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    name = f"tests.integration.embedded.index:{sys.argv[3]}"
    index = Index(1, application=name, jobs=("web",))

    def programs(environment, listener):
        return [*index.programs(environment, listener), *_frail()]

    plan = Plan(programs=programs, announce=lambda url: sys.stdout.write(f"{url}\n"))
    sys.stdout.reconfigure(line_buffering=True)
    try:
        Supervisor(
            DataDirectory.at(data), os.environ, host="127.0.0.1", port=port, plan=plan
        ).run()
    except EmbeddedError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
