"""The signals of applications for organizations."""

from dataclasses import dataclass

from warehouse.organizations.models import OrganizationApplication
from warehouse.organizations.signals import OrganizationSignal
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class ApplicationSignal(Signal):
    """Something that happened to one application; the message is for the applicant."""

    application: OrganizationApplication
    actor: Actor
    message: str = ""


class ApplicationSubmitted(ApplicationSignal):
    """Somebody has applied."""


class ApplicationApproved(ApplicationSignal):
    """Staff have made the organization."""


class ApplicationDeclined(ApplicationSignal):
    """Staff do not make the organization, or another application had its name."""


class InformationRequested(ApplicationSignal):
    """Staff have asked something."""


class OrganizationApproved(OrganizationSignal, tag="organization:approve"):
    """An organization was made because somebody applied for it."""
