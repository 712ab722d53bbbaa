"""Services that judge browsers: hCaptcha and Turnstile.

Their script puts an answer into the form, which the service is asked about once. What it
does not say within the time is not known, and the form is not taken.
"""

from urllib.parse import urlencode

import orjson
import structlog
import urllib3

from warehouse.captcha.errors import CaptchaFailed, CaptchaUnavailable
from warehouse.captcha.interface import Captcha, Question
from warehouse.settings.captcha import HCAPTCHA, TURNSTILE

log = structlog.get_logger(__name__)

_TIMEOUT = urllib3.Timeout(connect=2, read=5)
_LARGEST = 64 * 1024
_LONGEST = 16 * 1024
_OUR_FAULT = {
    *("missing-input-secret", "invalid-input-secret", "sitekey-secret-mismatch"),
    *("bad-request", "internal-error", "not-using-dummy-secret"),
}
"""What services say when it is not the answer that is wrong."""


class Provider(Captcha):
    """A service that is asked whether an answer is good."""

    kind: str
    script: str
    """The address of the service's script."""
    url: str
    """The address that is asked."""

    def __init__(self, site_key: str, secret: str, *, url: str | None = None) -> None:
        self._site_key, self._secret = site_key, secret
        self._url = url or self.url
        self._http = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)

    def question(self, form: str) -> Question:
        """Return what the service's script reads on the page."""
        values = {"site_key": self._site_key, "script": self.script}
        return Question(self.kind, form, values)

    def check(self, form: str, answer: str, address: str | None) -> None:
        """Ask the service; raises `CaptchaFailed` or `CaptchaUnavailable`."""
        if len(answer) > _LONGEST:
            raise CaptchaFailed
        fields = {"secret": self._secret, "response": answer, "sitekey": self._site_key}
        if address is not None:
            fields["remoteip"] = address
        verdict = self._asked(fields)
        problems = verdict.get("error-codes", [])
        if verdict.get("success") is True and verdict.get("action") in {None, "", form}:
            return
        if not isinstance(problems, list) or _OUR_FAULT.intersection(map(str, problems)):
            log.error("captcha_refuses_us", kind=self.kind, problems=problems)
            raise CaptchaUnavailable
        raise CaptchaFailed

    def _asked(self, fields: dict[str, str]) -> dict[str, object]:
        """Return what the service says; raises `CaptchaUnavailable`."""
        try:
            answer = self._http.request(
                "POST",
                self._url,
                body=urlencode(fields),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                redirect=False,
                preload_content=False,
            )
            try:
                content = answer.read(_LARGEST)
            finally:
                answer.release_conn()
            verdict = orjson.loads(content)
        except (OSError, urllib3.exceptions.HTTPError, orjson.JSONDecodeError) as error:
            log.warning("captcha_unavailable", kind=self.kind, error=type(error).__name__)
            raise CaptchaUnavailable from error
        if not isinstance(verdict, dict):
            log.warning("captcha_unavailable", kind=self.kind, error="no object")
            raise CaptchaUnavailable
        return verdict


class HCaptcha(Provider):
    """https://docs.hcaptcha.com."""

    kind = HCAPTCHA
    answer_field = "h-captcha-response"
    script = "https://js.hcaptcha.com/1/api.js"
    url = "https://api.hcaptcha.com/siteverify"
    sources = dict.fromkeys(
        ("script-src", "frame-src", "style-src", "connect-src"),
        "https://hcaptcha.com https://*.hcaptcha.com",
    )


class Turnstile(Provider):
    """https://developers.cloudflare.com/turnstile/."""

    kind = TURNSTILE
    answer_field = "cf-turnstile-response"
    script = "https://challenges.cloudflare.com/turnstile/v0/api.js"
    url = "https://challenges.cloudflare.com/turnstile/v0/siteverify"
    sources = dict.fromkeys(
        ("script-src", "frame-src"), "https://challenges.cloudflare.com"
    )
