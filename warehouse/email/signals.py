"""The signals of mail."""

from dataclasses import dataclass

from warehouse.email.models import EmailMessage
from warehouse.signals import Signal


@dataclass(frozen=True)
class MailSent(Signal):
    """The mail server took a message."""

    message: EmailMessage


@dataclass(frozen=True)
class MailReported(Signal):
    """A message came back, arrived, or was reported as spam; its `status` says which."""

    message: EmailMessage
