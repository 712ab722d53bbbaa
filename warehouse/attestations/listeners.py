"""The listener that writes to owners about a release which is proved less well."""

from warehouse.accounts.mailing import write_to
from warehouse.attestations.emails import ReleaseDepartedMail
from warehouse.attestations.signals import ReleaseDeparted
from warehouse.http import Request
from warehouse.packaging.queries import owners_told
from warehouse.signals import on


@on(ReleaseDeparted)
def tell_of_departure(signal: ReleaseDeparted, request: Request) -> None:
    """Write to the owners that nothing proves a file, or that it is from elsewhere."""
    release, found = signal.release, signal.departure
    for user in owners_told(request.db, release.project.id):
        mail = ReleaseDepartedMail(
            username=user.username,
            project=release.project.name,
            version=release.version,
            filename=signal.filename,
            version_before=found.version_before,
            repository_before=found.repository_before,
            repository=found.repository,
        )
        write_to(request, user, mail)
