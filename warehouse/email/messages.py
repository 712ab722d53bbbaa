"""What a message is: a frozen dataclass, whose fields are the values in its template."""

from typing import Any, ClassVar

TEMPLATES: dict[str, type["Mail"]] = {}
"""Every kind of message, by the name of its template."""


class Mail:
    """A message to one person; subclasses are frozen dataclasses.

    `template` names `templates/email/<template>.txt`. People choose of which `topic` they
    get mail; what is about the safety of an account (`is_security`) is always sent.
    """

    template: ClassVar[str]
    is_security: ClassVar[bool]
    topic: ClassVar[str | None]

    def __init_subclass__(
        cls, *, template: str, is_security: bool = False, topic: str | None = None
    ) -> None:
        super().__init_subclass__()
        cls.template, cls.is_security, cls.topic = template, is_security, topic
        TEMPLATES[template] = cls

    def values(self) -> dict[str, Any]:
        """Return the fields by their names."""
        return dict(vars(self))
