"""A task that costs a browser a moment, and whoever sends thousands of forms much time.

The task is to find a number after which the SHA-256 of `TASK:NUMBER` begins with so many
zero bits. The task is signed and not stored: it says which form it is for and when it was
set, and is good for one answer.
"""

import hashlib
import secrets
from datetime import timedelta

from warehouse.captcha.errors import CaptchaFailed
from warehouse.captcha.interface import Captcha, Question
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter
from warehouse.security import LinkBroken, LinkExpired, LinkSigner
from warehouse.settings.captcha import PROOF_OF_WORK

_KIND = "proof-of-work"
_LASTS = timedelta(hours=2)
_ONCE = "1 per 3 hours"
_LONGEST = 1000


class ProofOfWork(Captcha):
    """Sets tasks and checks answers, each with one hash."""

    answer_field = "proof"

    def __init__(self, signer: LinkSigner, limiter: RateLimiter, *, bits: int) -> None:
        self._signer, self._limiter, self._bits = signer, limiter, bits

    def question(self, form: str) -> Question:
        """Return a new task."""
        nonce = secrets.token_urlsafe(12)
        task = self._signer.sign(_KIND, form=form, bits=str(self._bits), nonce=nonce)
        return Question(PROOF_OF_WORK, form, {"task": task, "bits": str(self._bits)})

    def check(self, form: str, answer: str, address: str | None) -> None:
        """Use up the task of `answer`; raises `CaptchaFailed`.

        Raises `LimiterUnavailable` where nobody can tell whether it was used before.
        """
        task, _, number = answer.rpartition(":")
        if len(answer) > _LONGEST or not (number.isascii() and number.isdecimal()):
            raise CaptchaFailed
        try:
            values = self._signer.read(_KIND, task, lasts=_LASTS)
        except (LinkBroken, LinkExpired) as error:
            raise CaptchaFailed from error
        if values["form"] != form or not is_solved(answer, int(values["bits"])):
            raise CaptchaFailed
        used = Charge(_ONCE, ("proof-of-work", values["nonce"]))
        try:
            self._limiter.take(used, is_required=True)
        except LimitReached as error:
            raise CaptchaFailed from error


def is_solved(answer: str, bits: int) -> bool:
    """Return whether the SHA-256 of `answer` begins with `bits` zero bits."""
    digest = int.from_bytes(hashlib.sha256(answer.encode()).digest())
    return digest >> (256 - bits) == 0
