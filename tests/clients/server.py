"""A real index: `warehouse serve` over a directory of its own, and what tests ask of it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import psutil

from tests.builders import forms

ROOT = Path(__file__).parents[2]
SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"
START_SECONDS = 120
_OURS = re.compile(
    r"PYTHONDONT|DATABASE_URL|REDIS_URL|WAREHOUSE_|FILES_|OIDC_|UPLOAD_|WHEEL_|LIMIT_|CDN_|FASTLY_|VARNISH_|PYTEST_"
)


class Server:
    """One index; `stop` and `start` may be called in turn, and its URL stays."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.data, self.port = folder / "var", 0
        self.said, self.log = folder / "said.txt", folder / "log.txt"
        own = {key: value for key, value in os.environ.items() if not _OURS.match(key)}
        self.environ = {**own, "WAREHOUSE_DATA": str(self.data), **environ}
        # Gunicorn itself reads this one; our tests look at who asked for what.
        self.environ["GUNICORN_CMD_ARGS"] = "--access-logfile -"
        self.process: subprocess.Popen[bytes] | None = None
        self.token = ""

    def start(self) -> "Server":
        with self.said.open("w") as said, self.log.open("a") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "warehouse", "serve"),
                    *("--port", str(self.port), "--data", str(self.data)),
                ],
                env=self.environ,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=log,
                start_new_session=True,
            )
        self.port = int(self._wait_for(r"running at http://localhost:(\d+)/"))
        if not self.token:
            self.token = self._wait_for(r"--password (pypi-\S+)")
            self._wait_for(r"(pip install .*)\n")
        return self

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(90) == 0, self.log_text()[-4000:]

    def _wait_for(self, pattern: str) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if found := re.search(pattern, self.said.read_text()):
                return found[1]
            assert self.process.poll() is None, self.log_text()[-4000:]
            time.sleep(0.1)
        raise AssertionError(f"never said {pattern}: {self.log_text()[-4000:]}")

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def simple(self) -> str:
        return f"{self.url}/simple/"

    @property
    def legacy(self) -> str:
        return f"{self.url}/legacy/"

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")

    def asked_for(self, since: int = 0) -> list[str]:
        """The paths that clients asked for, after the first `since` ones."""
        return re.findall(r'"(?:GET|HEAD) (\S+) HTTP', self.log_text())[since:]

    def run(self, *arguments: str, say: str = "") -> str:
        """The output of a `warehouse` command over this index."""
        return self.python("-m", "warehouse", *arguments, say=say)

    def python(self, *arguments: str, say: str = "") -> str:
        answer = subprocess.run(
            [sys.executable, *arguments],
            env=self.environ,
            cwd=ROOT,
            input=say,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr
        # Nobody who runs a command can act on what libraries warn each other of.
        assert "Warning" not in answer.stderr
        return answer.stdout

    def connect(self, timeout: float = 60) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def get(self, path: str, accept: str = "*/*", timeout: float = 30) -> tuple[int, bytes]:
        """Status and body, redirects not followed."""
        connection = self.connect(timeout)
        try:
            headers = {"Accept": accept, "Host": f"localhost:{self.port}"}
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def files(self, name: str) -> dict[str, dict]:
        """The files of a project by their names; none when there is no such project."""
        status, body = self.get(f"/simple/{name}/", SIMPLE_JSON)
        if status == 404:
            return {}
        assert status == 200, body[:2000]
        return {each["filename"]: each for each in json.loads(body)["files"]}

    def projects(self) -> list[str]:
        status, body = self.get("/simple/", SIMPLE_JSON)
        assert status == 200, body[:2000]
        return [each["name"] for each in json.loads(body)["projects"]]

    def download(self, url: str) -> bytes:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read()

    def sign_in(self, username: str, password: str) -> str:
        """The page that a browser shows after signing in."""
        cookies = urllib.request.HTTPCookieProcessor()
        browser = urllib.request.build_opener(cookies)
        place = f"{self.url}/account/login/"
        page = browser.open(place, timeout=30).read().decode()
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]
        form = {"csrf_token": token, "username": username, "password": password}
        return browser.open(place, urlencode(form).encode(), timeout=30).read().decode()

    def upload(
        self, filename: str, content: bytes, *, token: str = "", timeout: float = 60, **form
    ) -> tuple[int, str, str]:
        """Publish as clients do; answers status, reason and body."""
        body = forms.body(forms.fields(filename, content, **form), filename, content)
        headers = {**forms.headers(token or self.token), "Host": f"localhost:{self.port}"}
        connection = self.connect(timeout)
        try:
            connection.request("POST", "/legacy/", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.reason, answer.read().decode()
        finally:
            connection.close()

    def publish(self, filename: str, content: bytes, **form) -> None:
        """Upload something that must be accepted."""
        status, reason, body = self.upload(filename, content, **form)
        assert status == 200, (reason, body)

    def processes(self, words: str) -> list[psutil.Process]:
        """The processes below the supervisor whose command lines match, oldest first."""
        found = []
        for each in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if re.search(words, " ".join(each.cmdline())):
                    found.append(each)
            except psutil.Error:
                continue
        return found

    def web_workers(self) -> list[psutil.Process]:
        """The processes that answer requests, without the one that starts them."""
        web = self.processes("gunicorn")
        pids = {each.pid for each in web}
        return [each for each in web if each.ppid() in pids]

    def spooled(self) -> list[str]:
        """Return the files that are being received, or were left behind."""
        return [path.name for path in (self.data / "files" / ".incoming").glob("*")]

    def blobs(self) -> set[str]:
        """Every file that is stored."""
        files = self.data / "files"
        return {
            str(path.relative_to(files))
            for path in files.rglob("*")
            if path.is_file() and ".incoming" not in path.parts
        }

    def query(self, sql: str) -> list[tuple]:
        """Rows straight from the database."""
        import psycopg

        run = self.data / "run"
        # A path that is too long for a socket is replaced by a short one, and noted.
        short = run / "sockets"
        sockets = Path(short.read_text().strip()) if short.exists() else run
        where = f"host={sockets / 'postgres'} user=warehouse dbname=warehouse"
        with psycopg.connect(where) as connection:
            return connection.execute(sql).fetchall()

    def answers_within(self, seconds: float) -> float:
        """Wait until /_health/ finds nothing wrong; answers how long that took."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            try:
                status, body = self.get("/_health/", timeout=5)
                if status == 200 and json.loads(body)["status"] == "ok":
                    return time.monotonic() - begun
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise AssertionError(f"not well after {seconds} s: {self.log_text()[-4000:]}")
