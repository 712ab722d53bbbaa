"""Programs are kept from registering, and people are let in."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import orjson
import pytest
from freezegun import freeze_time

from tests.builders.proofs import solution
from tests.fixtures.client import PASSWORD
from tests.functional.login.test_registration import mails, register
from warehouse.accounts.services.invitations import InvitationService
from warehouse.captcha.providers import HCaptcha, Turnstile
from warehouse.http import offline
from warehouse.rate_limiting import RateLimiter

REGISTER, RESET = "/account/register/", "/account/request-password-reset/"
PROVIDERS = {"hcaptcha": HCaptcha, "turnstile": Turnstile}


@pytest.fixture
def with_captcha(registry, monkeypatch):
    """Change settings of captchas for this test."""

    def change(**values):
        settings = registry.settings["warehouse"]
        captcha = replace(settings.captcha, **values)
        changed = replace(settings, captcha=captcha)
        monkeypatch.setitem(registry.settings, "warehouse", changed)

    return change


@pytest.fixture
def with_proof(with_captcha):
    with_captcha(kind="proof-of-work", bits=6, unproven="2 per hour")


def sent(client, name, **fields):
    """Register with these fields beside the usual ones."""
    form = client.get(REGISTER).forms["register"]
    values = {
        "csrf_token": form["csrf_token"].value,
        "username": name,
        "email": f"{name}@example.com",
        "new_password": PASSWORD,
        "password_confirm": PASSWORD,
        **fields,
    }
    return client.post(REGISTER, values, expect_errors=True)


def test_a_browser_that_solved_the_task_registers(client, with_proof, with_accounts):
    with_accounts(emails_per_address="100 per day")
    for number in range(4):
        answer = sent(client, f"zaphod{number}", proof=solution(client.get(REGISTER)))
        assert answer.status_code == 303
        client.reset()


def broken(answer):
    task, _, number = answer.rpartition(":")
    return [
        "nonsense",
        f"{task}:",
        f"{task}:{number}x",
        f"{task}:-1",
        f"{task[:-1]}:{number}",
        f"{task}:{int(number) + 1}",
        "x" * 2000,
        f"{task}:\N{ARABIC-INDIC DIGIT ONE}",
    ]


def test_an_answer_that_is_none_is_refused(client, db, with_captcha):
    with_captcha(kind="proof-of-work", bits=14)
    for answer in broken(solution(client.get(REGISTER))):
        page = sent(client, "zaphod", proof=answer)
        assert "answer was not right, or too old" in page.text, answer
        assert page.html.find(role="alert")
    assert mails(db) == []


def test_an_answer_is_taken_once(client, with_proof, with_accounts):
    with_accounts(emails_per_address="100 per day")
    proof = solution(client.get(REGISTER))
    assert sent(client, "zaphod", proof=proof).status_code == 303
    client.reset()
    assert "too old" in sent(client, "trillian", proof=proof).text


def test_an_answer_is_for_one_form(client, with_proof):
    proof = solution(client.get(RESET))
    assert "too old" in sent(client, "zaphod", proof=proof).text


def test_an_easier_task_of_ones_own_is_refused(client, with_captcha):
    with_captcha(kind="proof-of-work", bits=12)
    page = client.get(REGISTER)
    page.html.find(attrs={"data-proof": True})["data-bits"] = "1"
    assert "too old" in sent(client, "zaphod", proof=solution(page)).text


def test_a_task_is_good_for_two_hours(client, with_proof):
    with freeze_time("2026-11-28 12:00:00") as clock:
        proof = solution(client.get(REGISTER))
        clock.tick(7201)
        assert "too old" in sent(client, "zaphod", proof=proof).text


def test_few_register_without_a_script(client, db, with_proof, with_accounts):
    with_accounts(emails_per_address="100 per day")
    for number in range(2):
        assert "Without JavaScript" in client.get(REGISTER).text
        assert register(client, username=f"zaphod{number}", email=f"z{number}@example.com")
        client.reset()
        client.extra_environ["REMOTE_ADDR"] = f"198.51.100.{number}"
    answer = sent(client, "zaphod")
    assert answer.status_code == 429
    assert "Turn JavaScript on, or try again in 60 minutes." in answer.text
    assert int(answer.headers["Retry-After"]) > 3000
    assert len(mails(db)) == 2
    assert sent(client, "zaphod", proof=solution(answer)).status_code == 303


def test_a_lost_password_is_asked_for_alike(client, with_proof):
    for _ in range(2):
        form = client.get(RESET).forms["request-reset"]
        form["username_or_email"] = "zaphod"
        assert "on its way" in form.submit().text
    page = client.get(RESET)
    form = page.forms["request-reset"]
    form["username_or_email"] = "zaphod"
    assert form.submit(status=429).html.find(role="alert")
    form["proof"].force_value(solution(page))
    assert "on its way" in form.submit().text


def test_an_invitation_is_proof_enough(client, registry, with_captcha, with_accounts):
    with_captcha(kind="proof-of-work", unproven="1 per hour")
    assert sent(client, "other").status_code == 303
    client.reset()
    with offline(registry) as request:
        link = request.service(InvitationService).invite("z@example.com")
    page = client.get(f"{REGISTER}?invitation={link}")
    assert page.html.find(attrs={"data-proof": True}) is None
    form = page.forms["register"]
    form["username"] = "zaphod"
    form["new_password"] = form["password_confirm"] = PASSWORD
    assert form.submit().status_code == 303


def test_nobody_is_taken_while_answers_cannot_be_counted(
    client, registry, with_proof, dead_valkey
):
    proof = solution(client.get(REGISTER))
    registry[RateLimiter], alive = RateLimiter(dead_valkey), registry[RateLimiter]
    try:
        assert sent(client, "zaphod", proof=proof).status_code == 503
    finally:
        registry[RateLimiter] = alive


class Service(BaseHTTPRequestHandler):
    """The outside world: a service that judges answers."""

    verdict: bytes = b""
    asked: list

    def do_POST(self):
        """Say what the test wants."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append({name: each for name, [each] in parse_qs(body.decode()).items()})
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.verdict)

    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture
def service():
    Service.asked, Service.verdict = [], orjson.dumps({"success": True})
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture(params=PROVIDERS)
def provider(request, registry, service, with_captcha, monkeypatch):
    kind = PROVIDERS[request.param]
    monkeypatch.setitem(registry, kind, kind("public", "secret-key", url=service))
    with_captcha(kind=request.param, site_key="public", secret="secret-key")
    return kind


def test_a_provider_is_asked_about_the_answer(client, provider):
    fields = {provider.answer_field: "good"}
    assert sent(client, "zaphod", **fields).status_code == 303
    wanted = {
        "secret": "secret-key",
        "response": "good",
        "sitekey": "public",
        "remoteip": "198.51.100.7",
    }
    assert Service.asked == [wanted]


def test_only_the_page_that_asks_loads_from_a_provider(client, provider):
    host = provider.script.split("/")[2].removeprefix("js.")
    for path in (REGISTER, RESET):
        policy = client.get(path).headers["Content-Security-Policy"]
        directives = dict(each.split(" ", 1) for each in policy.split("; "))
        assert host in directives["script-src"]
        assert directives["script-src"].startswith("'self' https://")
        assert host in directives["frame-src"]
        assert directives["default-src"] == "'none'"
    assert host not in client.get("/account/login/").headers["Content-Security-Policy"]


VERDICTS = [
    ({"success": False, "error-codes": ["invalid-input-response"]}, "was not right"),
    ({"success": "true"}, "was not right"),
    ({"success": True, "action": "reset"}, "was not right"),
    ({"success": False, "error-codes": ["invalid-input-secret"]}, "does not answer"),
    ([], "does not answer"),
]


@pytest.mark.parametrize(("verdict", "sentence"), VERDICTS)
def test_an_answer_that_a_provider_refuses_is_refused(
    client, db, provider, verdict, sentence
):
    Service.verdict = orjson.dumps(verdict)
    page = sent(client, "zaphod", **{provider.answer_field: "bad"})
    assert sentence in page.html.find(role="alert").text
    assert mails(db) == []


def test_nobody_is_taken_while_a_provider_is_away(
    client, db, registry, provider, silent_port, monkeypatch
):
    for url in ("http://127.0.0.1:1/", f"http://127.0.0.1:{silent_port}/"):
        monkeypatch.setitem(registry, provider, provider("public", "secret", url=url))
        page = sent(client, "zaphod", **{provider.answer_field: "good"})
        assert "does not answer" in page.html.find(role="alert").text
    assert mails(db) == []
