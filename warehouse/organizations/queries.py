"""Finding organizations."""

from collections.abc import Sequence
from uuid import UUID

from packaging.utils import canonicalize_name
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from warehouse.accounts.models import User
from warehouse.accounts.names import is_valid_name
from warehouse.organizations.errors import OrganizationGone
from warehouse.organizations.models import (
    DECIDED,
    ApplicationStatus,
    Organization,
    OrganizationApplication,
    OrganizationInvitation,
    OrganizationInvitationStatus,
    OrganizationName,
    OrganizationProvider,
    OrganizationRole,
    OrganizationRoleName,
    Team,
    TeamRole,
)
from warehouse.organizations.rules import may_make_projects, unmet_by


def organization_named(db: Session, name: str) -> Organization | None:
    """Return the organization that has or had this name, in any spelling."""
    if not is_valid_name(name):
        return None
    return db.scalar(
        select(Organization)
        .join(OrganizationName, OrganizationName.organization_id == Organization.id)
        .where(OrganizationName.normalized_name == canonicalize_name(name))
    )


def organization_by_id(db: Session, key: UUID) -> Organization | None:
    """Return the organization with this key."""
    return db.get(Organization, key)


def members_of(db: Session, organization: Organization) -> Sequence[OrganizationRole]:
    """Return the roles in an organization with their people, by role and name."""
    return db.scalars(
        select(OrganizationRole)
        .join(OrganizationRole.user)
        .where(OrganizationRole.organization_id == organization.id)
        .options(contains_eager(OrganizationRole.user))
        .order_by(OrganizationRole.role_name, User.username)
    ).all()


def names_of(db: Session, organization: Organization) -> Sequence[str]:
    """Return the names that are reserved for an organization, its former ones too."""
    return db.scalars(
        select(OrganizationName.normalized_name)
        .where(OrganizationName.organization_id == organization.id)
        .order_by(OrganizationName.normalized_name)
    ).all()


def reservation_of(db: Session, name: str) -> OrganizationName | None:
    """Return the row of the catalogue that reserves a name, or None."""
    wanted = OrganizationName.normalized_name == canonicalize_name(name)
    return db.scalar(select(OrganizationName).where(wanted))


def organizations_owned_alone(db: Session, user_id: UUID) -> Sequence[Organization]:
    """Return the organizations of which a person is the only owner, by name."""
    other = aliased(OrganizationRole)
    has_others = (
        select(other.id)
        .where(other.organization_id == OrganizationRole.organization_id)
        .where(other.role_name == OrganizationRoleName.OWNER, other.user_id != user_id)
        .exists()
    )
    return db.scalars(
        select(Organization)
        .join(OrganizationRole, OrganizationRole.organization_id == Organization.id)
        .where(OrganizationRole.user_id == user_id)
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER, ~has_others)
        .order_by(Organization.name)
    ).all()


def application_by_id(db: Session, key: UUID) -> OrganizationApplication | None:
    """Return one application, or None."""
    return db.get(OrganizationApplication, key)


def applications_of(db: Session, user_id: UUID) -> Sequence[OrganizationApplication]:
    """Return the applications of a person, the newest first."""
    mine = OrganizationApplication.submitted_by_id == user_id
    newest = OrganizationApplication.submitted.desc()
    return db.scalars(select(OrganizationApplication).where(mine).order_by(newest)).all()


def applications_for(db: Session, name: str) -> Sequence[OrganizationApplication]:
    """Return the applications for a normalised name, the newest first."""
    wanted = OrganizationApplication.normalized_name == name
    newest = OrganizationApplication.submitted.desc()
    return db.scalars(
        select(OrganizationApplication).where(wanted).order_by(newest).limit(20)
    ).all()


def open_applications_for(db: Session, name: str) -> Sequence[OrganizationApplication]:
    """Return the undecided applications for a normalised name, locked, oldest first."""
    return db.scalars(
        select(OrganizationApplication)
        .where(OrganizationApplication.normalized_name == name)
        .where(OrganizationApplication.status.not_in(DECIDED))
        .order_by(OrganizationApplication.submitted)
        .with_for_update()
    ).all()


def next_application(db: Session) -> OrganizationApplication | None:
    """Return the oldest application that waits for staff, or None."""
    return db.scalar(
        select(OrganizationApplication)
        .where(OrganizationApplication.status == ApplicationStatus.SUBMITTED)
        .order_by(OrganizationApplication.submitted, OrganizationApplication.id)
        .limit(1)
    )


def organizations_of(db: Session, user_id: UUID) -> Sequence[OrganizationRole]:
    """Return the roles of a person in organizations with those, by name."""
    return db.scalars(
        select(OrganizationRole)
        .join(OrganizationRole.organization)
        .where(OrganizationRole.user_id == user_id)
        .options(contains_eager(OrganizationRole.organization))
        .order_by(Organization.normalized_name)
    ).all()


def lock_organization(db: Session, key: UUID, *, to_delete: bool = False) -> None:
    """Lock an organization until the transaction ends, and read it anew.

    Whatever changes its members, teams or projects locks it first, so that each sees what
    the other did. Raises `OrganizationGone`.
    """
    row = select(Organization).where(Organization.id == key)
    locked = row.with_for_update(key_share=not to_delete)
    if db.scalar(locked.execution_options(populate_existing=True)) is None:
        raise OrganizationGone


def role_in(db: Session, organization_id: UUID, user_id: UUID) -> OrganizationRole | None:
    """Return the role of a person in an organization, or None."""
    return db.scalar(
        select(OrganizationRole).where(
            OrganizationRole.organization_id == organization_id,
            OrganizationRole.user_id == user_id,
        )
    )


def may_read(db: Session, organization: Organization, user: User) -> bool:
    """Return whether somebody is a member who meets the rules of an active one."""
    is_open = organization.is_in_good_standing and not unmet_by(organization, user)
    return is_open and role_in(db, organization.id, user.id) is not None


def roles_in_organization(
    db: Session, organization_id: UUID
) -> Sequence[tuple[UUID, OrganizationRoleName]]:
    """Return who has which role in an organization."""
    found = db.execute(
        select(OrganizationRole.user_id, OrganizationRole.role_name).where(
            OrganizationRole.organization_id == organization_id
        )
    )
    return [(row.user_id, row.role_name) for row in found]


def owner_roles(db: Session, organization_id: UUID) -> Sequence[OrganizationRole]:
    """Return the roles of the owners of an organization, as they are now."""
    return db.scalars(
        select(OrganizationRole)
        .where(OrganizationRole.organization_id == organization_id)
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER)
        .execution_options(populate_existing=True)
    ).all()


def owners_of(db: Session, organization_id: UUID) -> Sequence[User]:
    """Return the owners of an organization, by name."""
    return _people_with(db, organization_id, OrganizationRoleName.OWNER)


def managers_of(db: Session, organization_id: UUID) -> Sequence[User]:
    """Return the owners and managers of an organization, by name."""
    names = (OrganizationRoleName.OWNER, OrganizationRoleName.MANAGER)
    return _people_with(db, organization_id, *names)


def _people_with(
    db: Session, organization_id: UUID, *names: OrganizationRoleName
) -> Sequence[User]:
    return db.scalars(
        select(User)
        .join(OrganizationRole, OrganizationRole.user_id == User.id)
        .where(OrganizationRole.organization_id == organization_id)
        .where(OrganizationRole.role_name.in_(names))
        .order_by(User.username)
    ).all()


def lock_organizations_of(db: Session, user_id: UUID) -> None:
    """Lock every organization of a person, so that not all of its owners leave at once."""
    theirs = select(OrganizationRole.organization_id).where(
        OrganizationRole.user_id == user_id
    )
    rows = select(Organization.id).where(Organization.id.in_(theirs))
    db.execute(rows.order_by(Organization.id).with_for_update(key_share=True))


def reservations_of(db: Session, organization_id: UUID) -> Sequence[OrganizationName]:
    """Return the rows of the catalogue that reserve the names of an organization."""
    return db.scalars(
        select(OrganizationName).where(OrganizationName.organization_id == organization_id)
    ).all()


def invitation_of(
    db: Session, organization_id: UUID, user_id: object
) -> OrganizationInvitation | None:
    """Return the invitation of a person to an organization as it is now, or None."""
    return db.scalar(
        select(OrganizationInvitation)
        .where(OrganizationInvitation.organization_id == organization_id)
        .where(OrganizationInvitation.user_id == user_id)
        .execution_options(populate_existing=True)
    )


def invitation_with(
    db: Session, token: str, user_id: UUID
) -> OrganizationInvitation | None:
    """Return the invitation of a person that has this link, or None."""
    return db.scalar(
        select(OrganizationInvitation).where(
            OrganizationInvitation.token == token, OrganizationInvitation.user_id == user_id
        )
    )


def people_invited(
    db: Session, organization: Organization
) -> Sequence[OrganizationInvitation]:
    """Return the invitations to an organization with their people, the newest first."""
    return db.scalars(
        select(OrganizationInvitation)
        .where(OrganizationInvitation.organization_id == organization.id)
        .options(joinedload(OrganizationInvitation.user))
        .order_by(OrganizationInvitation.created.desc())
    ).all()


def organizations_inviting(db: Session, user_id: UUID) -> Sequence[OrganizationInvitation]:
    """Return the invitations of a person that wait for an answer, the newest first."""
    return db.scalars(
        select(OrganizationInvitation)
        .where(OrganizationInvitation.user_id == user_id)
        .where(OrganizationInvitation.invite_status == OrganizationInvitationStatus.PENDING)
        .options(joinedload(OrganizationInvitation.organization))
        .order_by(OrganizationInvitation.created.desc())
    ).all()


def team_named(db: Session, organization_id: UUID, name: str) -> Team | None:
    """Return the team of an organization with this name, in any spelling."""
    return db.scalar(
        select(Team)
        .where(Team.organization_id == organization_id)
        .where(Team.normalized_name == func.normalize_team_name(name))
    )


def is_team(db: Session, key: UUID) -> bool:
    """Return whether there is a team with this key at this moment."""
    return db.scalar(select(Team.id).where(Team.id == key)) is not None


def teams_of(db: Session, organization: Organization) -> Sequence[tuple[Team, int]]:
    """Return the teams of an organization, each with how many members it has, by name."""
    members = (
        select(func.count())
        .select_from(TeamRole)
        .where(TeamRole.team_id == Team.id)
        .scalar_subquery()
    )
    found = db.execute(
        select(Team, members)
        .where(Team.organization_id == organization.id)
        .order_by(Team.normalized_name)
    )
    return [(team, number) for team, number in found]


def members_of_team(db: Session, team: Team) -> Sequence[TeamRole]:
    """Return the memberships in a team with their people, by name."""
    return db.scalars(
        select(TeamRole)
        .join(TeamRole.user)
        .where(TeamRole.team_id == team.id)
        .options(contains_eager(TeamRole.user))
        .order_by(User.username)
    ).all()


def team_user_ids(db: Session, team_id: UUID) -> Sequence[UUID]:
    """Return the ids of the members of a team."""
    return db.scalars(select(TeamRole.user_id).where(TeamRole.team_id == team_id)).all()


def is_on_team(db: Session, team_id: UUID, user_id: UUID) -> bool:
    """Return whether a person is a member of a team."""
    return user_id in team_user_ids(db, team_id)


def team_roles_of(db: Session, organization_id: UUID, user_id: UUID) -> Sequence[TeamRole]:
    """Return the memberships of a person in the teams of an organization, by name."""
    return db.scalars(
        select(TeamRole)
        .join(TeamRole.team)
        .where(Team.organization_id == organization_id, TeamRole.user_id == user_id)
        .options(contains_eager(TeamRole.team))
        .order_by(Team.normalized_name)
    ).all()


_TELLING = select(OrganizationProvider.organization_id).where(
    OrganizationProvider.is_on, OrganizationProvider.groups.is_not(None)
)
"""The organizations whose own provider tells of groups."""


def following_teams(
    db: Session, user_id: UUID, within: UUID | None
) -> list[tuple[Team, bool]]:
    """Return the teams that follow a group, of all organizations of a person.

    Those that have a provider of their own which tells of groups are left out, unless it
    is theirs that is asked about (`within`).
    Each comes with whether they are on it; organizations in the order of their keys, as
    they are to be locked.
    """
    on_team = and_(TeamRole.team_id == Team.id, TeamRole.user_id == user_id)
    found = (
        select(Team, TeamRole.id)
        .join(OrganizationRole, OrganizationRole.organization_id == Team.organization_id)
        .outerjoin(TeamRole, on_team)
        .where(OrganizationRole.user_id == user_id, Team.outside_group.is_not(None))
        .order_by(Team.organization_id, Team.id)
    )
    if within is None:
        found = found.where(Team.organization_id.not_in(_TELLING))
    else:
        found = found.where(Team.organization_id == within)
    rows = db.execute(found.execution_options(populate_existing=True))
    return [(team, role is not None) for team, role in rows]


def organizations_managed_by(db: Session, user_id: UUID) -> Sequence[Organization]:
    """Return the active organizations that a person may add projects to, by name."""
    found = organizations_of(db, user_id)
    mine = [each.organization for each in found if may_make_projects(each)]
    return [each for each in mine if each.is_active]
