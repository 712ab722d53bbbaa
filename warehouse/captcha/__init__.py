"""What keeps programs from sending forms that anybody may send."""

from pyramid.config import Configurator

from warehouse.captcha.errors import CaptchaFailed, CaptchaNeeded, CaptchaUnavailable
from warehouse.captcha.interface import Captcha, Question
from warehouse.captcha.proof_of_work import ProofOfWork
from warehouse.captcha.providers import HCaptcha, Provider, Turnstile
from warehouse.headers.security import allow_sources
from warehouse.http import Request
from warehouse.rate_limiting import LimitReached, RateLimiter, charges
from warehouse.security import LinkSigner
from warehouse.settings.captcha import HCAPTCHA, NONE, PROOF_OF_WORK, TURNSTILE

__all__ = ["CaptchaFailed", "CaptchaNeeded", "CaptchaUnavailable", "Gatekeeper", "Question"]

PROVIDERS: dict[str, type[Provider]] = {HCAPTCHA: HCaptcha, TURNSTILE: Turnstile}


class Gatekeeper:
    """Asks browsers of one request for what `CAPTCHA` wants, and judges their answers.

    A browser that answers nothing, because it runs no scripts, spends from a limit for all
    such browsers together.
    """

    def __init__(self, request: Request, captcha: Captcha | None) -> None:
        self._request, self._captcha = request, captcha

    def question(self, form: str) -> Question | None:
        """Return what the page with `form` is to ask, and let it load what that needs."""
        if self._captcha is None:
            return None
        allow_sources(self._request, self._captcha.sources)
        return self._captcha.question(form)

    def check(self, form: str) -> None:
        """Raise `CaptchaFailed` if the form that was sent is not to be taken.

        Raises `LimiterUnavailable` where nothing can be counted.
        """
        if self._captcha is None:
            return
        answer = self._request.POST.get(self._captcha.answer_field, "").strip()
        if answer:
            self._captcha.check(form, answer, self._request.client_addr)
            return
        unproven = charges(self._request.settings.captcha.unproven, "unproven", form)
        try:
            self._request.service(RateLimiter).take(*unproven, is_required=True)
        except LimitReached as error:
            raise CaptchaNeeded(error.seconds) from error


def includeme(config: Configurator) -> None:
    """Provide `request.service(Gatekeeper)`."""
    settings = config.registry.settings["warehouse"].captcha
    for provider in PROVIDERS.values():
        config.registry[provider] = provider(settings.site_key, settings.secret)
    config.register_service(Gatekeeper, _gatekeeper)


def _gatekeeper(request: Request) -> Gatekeeper:
    settings = request.settings.captcha
    if settings.kind == NONE:
        return Gatekeeper(request, None)
    if settings.kind == PROOF_OF_WORK:
        signer, limiter = request.registry[LinkSigner], request.service(RateLimiter)
        return Gatekeeper(request, ProofOfWork(signer, limiter, bits=settings.bits))
    return Gatekeeper(request, request.registry[PROVIDERS[settings.kind]])
