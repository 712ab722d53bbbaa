"""Why a form is not taken, in words for people."""

from warehouse.i18n import Message, _, ngettext


class CaptchaFailed(Exception):
    """The browser has not shown what keeps programs out."""

    @property
    def sentences(self) -> list[Message | str]:
        """Return what is wrong and how to mend it."""
        return [_("Your browser's answer was not right, or too old. Please try again.")]


class CaptchaUnavailable(CaptchaFailed):
    """The service that judges answers cannot be asked."""

    @property
    def sentences(self) -> list[Message | str]:
        """Say that it is not the person's fault."""
        return [
            _(
                "The service that tells people from programs does not answer. Please try "
                "again shortly."
            )
        ]


class CaptchaNeeded(CaptchaFailed):
    """The browser showed nothing, and too many did so; `seconds` until one more may."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def sentences(self) -> list[Message | str]:
        """Say what else there is."""
        return [
            _(
                "Your browser did not show that it is not a program, for which it needs "
                "JavaScript, and too many came without."
            ),
            ngettext(
                "Turn JavaScript on, or try again in ${n} minute.",
                "Turn JavaScript on, or try again in ${n} minutes.",
                max(1, -(-self.seconds // 60)),
            ),
        ]
