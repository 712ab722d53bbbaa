"""What is said about captchas, on every form that has one."""

from warehouse.captcha import CaptchaFailed, CaptchaNeeded
from warehouse.http import Request
from warehouse.http.limits import too_many


def explain_captcha(request: Request, error: CaptchaFailed) -> list[str]:
    """Return what is wrong and how to mend it; a 429 where too many came without."""
    if isinstance(error, CaptchaNeeded):
        too_many(request, error.seconds)
    return [str(each) for each in error.sentences]
