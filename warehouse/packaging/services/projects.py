"""Projects: taking a name."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.db.locks import lock_name
from warehouse.flags import Flags
from warehouse.namespaces.queries import holder_of, reserved_for_others
from warehouse.organizations.models import Organization
from warehouse.packaging import queries
from warehouse.packaging.errors import (
    ProjectNameUnavailable,
    RegistrationClosed,
    TooManyProjects,
    Unavailability,
)
from warehouse.packaging.models import Project, Role
from warehouse.packaging.names import is_valid_name, normalize, ultranormalize
from warehouse.packaging.signals import ProjectCreated, RoleAdded
from warehouse.packaging.stdlib import stdlib_names
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter
from warehouse.security import Actor
from warehouse.security.addresses import network_of
from warehouse.settings import UploadSettings
from warehouse.signals import Announce


class ProjectService:
    """Everything that changes a project as such."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        limiter: RateLimiter,
        flags: Flags,
        limits: UploadSettings,
    ) -> None:
        self.db, self.announce = db, announce
        self.limiter, self.flags, self.limits = limiter, flags, limits

    def lock(self, name: str) -> None:
        """Lock every name that looks like `name`, until the transaction ends."""
        lock_name(self.db, f"project {ultranormalize(name)}")

    def create(
        self, name: str, *, actor: Actor, organization: Organization | None = None
    ) -> Project:
        """Create the project `name`, for an organization or the actor to own.

        Raises `TooManyProjects`, `RegistrationClosed` or `ProjectNameUnavailable`.
        """
        with self._limited(actor):
            self._check_open(name, organization or actor.user)
            return self._make(name, actor, organization)

    def create_for_publisher(
        self, name: str, *, actor: Actor, organization: Organization | None = None
    ) -> Project:
        """Create the project `name` that somebody announced, beyond limits.

        Raises `RegistrationClosed` or `ProjectNameUnavailable`.
        """
        self._check_open(name, organization or actor.user)
        return self._make(name, actor, organization)

    def _make(
        self,
        name: str,
        actor: Actor,
        organization: Organization | None,
        *,
        has_owner: bool = True,
    ) -> Project:
        project = self._new(name, organization)
        self.db.add(project)
        self.db.flush()
        self.announce(ProjectCreated(project, actor))
        if actor.user is not None and has_owner and organization is None:
            self.db.add(Role(project=project, user=actor.user, role_name="Owner"))
            self.db.flush()
            self.announce(RoleAdded(project, actor, "Owner", actor.user))
        return project

    def create_for_staff(
        self, name: str, *, actor: Actor, owner: User | Organization
    ) -> Project:
        """Create the project `name` to be owned, beyond limits, flags and likeness.

        Raises `ProjectNameUnavailable` for what is no name, or belongs to a project.
        """
        problem = self.objection_to(name, owner)
        if problem is not None and problem.kind is not Unavailability.TOO_SIMILAR:
            raise problem
        organization = owner if isinstance(owner, Organization) else None
        return self._make(name, actor, organization, has_owner=False)

    def objection_to(
        self, name: str, owner: User | Organization
    ) -> ProjectNameUnavailable | None:
        """Return why `owner` can have no new project of this name, or None."""
        try:
            self._check_name(name, owner)
        except ProjectNameUnavailable as error:
            return error
        return None

    def is_prohibited(self, name: str) -> bool:
        """Return whether staff keep a name, in any spelling, from being used."""
        return bool(queries.prohibited_names(self.db, [name]))

    def respell(self, project: Project, name: str) -> None:
        """Show the project as `name`, which may differ in its spelling only."""
        if name != project.name and normalize(name) == project.normalized_name:
            project.name = name
            self.db.flush()

    def _new(self, name: str, organization: Organization | None) -> Project:
        """Return a project as the settings want it, and the organization that it is for.

        That is its owner, or whose namespace it is in.
        """
        wanted = organization or holder_of(self.db, normalize(name))
        return Project(
            name=name,
            is_private=wanted is not None and wanted.new_projects_are_private,
            only_trusted_publishing=self.limits.new_projects_are_trusted_only,
            requires_attestations=self.limits.new_projects_are_attested,
        )

    @contextmanager
    def _limited(self, actor: Actor) -> Iterator[None]:
        """Count a new project against the limits; give it back if the block raises."""
        charges = self._charges(actor)
        try:
            self.limiter.take(*charges)
        except LimitReached as error:
            raise TooManyProjects(error.charge.limit, error.seconds) from error
        try:
            yield
        except Exception:
            self.limiter.give_back(*charges)
            raise

    def _charges(self, actor: Actor) -> list[Charge]:
        """Return the rate limits of a new project; administrators have none."""
        if actor.user is not None and actor.user.is_superuser:
            return []
        found = []
        if actor.user is not None:
            keys = ("project.create.user", str(actor.user.id))
            found.append(Charge(self.limits.new_projects_per_user, keys))
        if actor.address is not None:
            keys = ("project.create.address", network_of(actor.address))
            found.append(Charge(self.limits.new_projects_per_address, keys))
        return found

    def _check_open(self, name: str, owner: User | Organization | None) -> None:
        if self.flags.is_on("disallow-new-project-registration"):
            raise RegistrationClosed
        self._check_name(name, owner)

    def _check_name(self, name: str, owner: User | Organization | None) -> None:
        if not is_valid_name(name):
            raise ProjectNameUnavailable(name, Unavailability.INVALID)
        normalized = normalize(name)
        if normalized in stdlib_names():
            raise ProjectNameUnavailable(name, Unavailability.STDLIB)
        if queries.project_named(self.db, name) is not None:
            raise ProjectNameUnavailable(name, Unavailability.TAKEN)
        # What is private is refused in the words for what staff keep from being used, after
        # as much work; in a namespace of others it is reserved, as a free name there is.
        is_prohibited = self.is_prohibited(normalized)
        is_held = queries.name_is_held(self.db, name)
        holder = reserved_for_others(self.db, normalized, owner)
        if holder is not None and not is_prohibited:
            raise ProjectNameUnavailable(name, Unavailability.RESERVED, holder.name)
        if is_prohibited or is_held:
            raise ProjectNameUnavailable(name, Unavailability.PROHIBITED)
        similar = self._similar(name)
        if similar is not None:
            raise ProjectNameUnavailable(name, Unavailability.TOO_SIMILAR, similar)

    def _similar(self, name: str) -> str | None:
        wanted = func.ultranormalize_name(Project.name) == func.ultranormalize_name(name)
        return self.db.scalar(select(Project.name).where(wanted).limit(1))
