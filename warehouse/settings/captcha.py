"""Settings of what keeps programs from registering."""

from dataclasses import dataclass

from warehouse.settings.fields import choice, env, limit, number

NONE, PROOF_OF_WORK, HCAPTCHA, TURNSTILE = "none", "proof-of-work", "hcaptcha", "turnstile"


@dataclass(frozen=True, kw_only=True)
class CaptchaSettings:
    """What a browser has to show before it registers or asks for a new password."""

    kind: str = env(
        "CAPTCHA",
        default=PROOF_OF_WORK,
        parse=choice(NONE, PROOF_OF_WORK, HCAPTCHA, TURNSTILE),
        help="what keeps programs from registering and from asking for new passwords; "
        "proof-of-work: a task for the browser, without a third party",
    )
    bits: int = env(
        "CAPTCHA_BITS",
        default=18,
        parse=number(1, 28),
        help="how hard that task is: each bit doubles it; 18 take a common phone up to a "
        "second",
    )
    site_key: str = env(
        "CAPTCHA_SITE_KEY", default="", help="the public key at hCaptcha or Turnstile"
    )
    secret: str = env(
        "CAPTCHA_SECRET",
        default="",
        is_secret=True,
        help="the secret key at hCaptcha or Turnstile",
    )
    unproven: str = env(
        "LIMIT_UNPROVEN",
        default="20 per hour",
        parse=limit,
        help="registrations from browsers that showed nothing, for want of scripts, from "
        "everywhere together; the same for requests for a new password",
    )

    def __post_init__(self) -> None:
        """Refuse a service without its keys."""
        if self.kind in {HCAPTCHA, TURNSTILE} and not (self.site_key and self.secret):
            raise ValueError(
                f"CAPTCHA={self.kind} needs CAPTCHA_SITE_KEY and CAPTCHA_SECRET"
            )
