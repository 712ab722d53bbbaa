"""What becomes of a release that is published after it was known to be vulnerable."""

from warehouse.http import Request
from warehouse.packaging.signals import ReleaseCreated
from warehouse.signals import on
from warehouse.vulnerabilities.services import VulnerabilityService


@on(ReleaseCreated)
def attach_what_is_known(signal: ReleaseCreated, request: Request) -> None:
    """Attach what sources said of the version before anybody had it here."""
    request.service(VulnerabilityService).attach(signal.release)
