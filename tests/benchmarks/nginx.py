"""The ceiling: nginx that serves the same bytes from the disk, as an operator sets it up.

Every page that our server has is asked for once and written to a file, compressed if it
came compressed. Then nginx is asked for these files in the same way.
"""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import pages
from tests.benchmarks.asking import Answer, ask, conditional
from tests.benchmarks.processes import Served, running
from tests.builders.ports import free_port

_CONFIGURATION = """\
{user}
worker_processes 2;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=100;
    {paths}
    server {{
        listen 127.0.0.1:{port} reuseport;
        root {folder};
{places}
    }}
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_NEVER = {pages.CHANGELOG, pages.NOT_MODIFIED, pages.ABSENT, pages.MOVED}


def find() -> str | None:
    """Find nginx on this machine."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def nginx(program: str, ours: Served, folder: Path) -> Iterator[Served]:
    """Run nginx with the answers that `ours` gives, from here to the end of the block."""
    folder = folder / "nginx"
    folder.mkdir()
    kept = {name: request for name, request in ours.pages.items() if name not in _NEVER}
    places = {name: f"/page-{number}" for number, name in enumerate(kept)}
    port = free_port()
    _configure(folder, port, {
        places[name]: ask(ours.port, request) for name, request in kept.items()
    })  # fmt: skip
    command = [program, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with running(command, port, folder) as process:
        found = {name: replace(kept[name], path=place) for name, place in places.items()}
        known = conditional(port, found[pages.SIMPLE])
        if known is not None:
            found[pages.NOT_MODIFIED] = known
        yield Served("nginx", port, found, process)


def version(program: str) -> str:
    """Read which nginx it is."""
    said = subprocess.run([program, "-v"], capture_output=True, text=True, check=True)
    return said.stderr.strip().rpartition(": ")[2]


def _configure(folder: Path, port: int, answers: Mapping[str, Answer]) -> None:
    lines = []
    for place, answer in answers.items():
        (folder / place.strip("/")).write_bytes(answer.body)
        kind = answer.headers["Content-Type"].partition(";")[0]
        more = ""
        if "Content-Encoding" in answer.headers:
            more = f" add_header Content-Encoding {answer.headers['Content-Encoding']};"
        lines.append(f"        location = {place} {{ default_type {kind};{more} }}")
    paths = " ".join(f"{each}_temp_path {folder}/{each};" for each in _TEMPORARY)
    # As root it would become somebody who may not read the folder.
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    text = _CONFIGURATION.format(
        folder=folder, port=port, user=user, paths=paths, places="\n".join(lines)
    )
    (folder / "nginx.conf").write_text(text)
