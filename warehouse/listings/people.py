"""Lists of accounts and of what belongs to them."""

from sqlalchemy import ColumnElement, Text, cast, exists, select

from warehouse.accounts.models import (
    Email,
    ProhibitedEmailDomain,
    ProhibitedUserName,
    User,
)
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.events.models import IPAddress, UserEvent
from warehouse.listings.listing import Column, Listing, Term, known
from warehouse.listings.terms import at_time, contains, equals, is_address, is_id, one_of
from warehouse.macaroons.models import Macaroon
from warehouse.organizations.models import Organization, OrganizationType
from warehouse.security import Permission

_PRIMARY = (
    select(Email.email)
    .where(Email.user_id == User.id, Email.primary)
    .correlate(User)
    .scalar_subquery()
)

_IS = {
    "active": User.is_active,
    "frozen": User.is_frozen,
    "disabled": User.disabled_for.is_not(None),
    "admin": User.is_superuser,
    "support": User.is_support,
    "moderator": User.is_moderator,
    "psf-staff": User.is_psf_staff,
    "observer": User.is_observer,
    "unverified": ~exists().where(Email.user_id == User.id, Email.verified),
}


def _has_email(value: str) -> ColumnElement[bool]:
    owned = exists().where(Email.user_id == User.id)
    return owned.where(contains(Email.email)(value))


def _seen_from(value: str) -> ColumnElement[bool]:
    event = exists().where(
        UserEvent.source_id == User.id, UserEvent.ip_address_id == IPAddress.id
    )
    return event.where(is_address(IPAddress.ip_address)(value))


USERS = Listing(
    name="users",
    path="/admin/users/",
    title="Users",
    permission=Permission.ADMIN_USERS_READ,
    rows=select(User),
    key=User.id,
    order="username",
    columns=(
        Column(
            *("username", "Username", User.username),
            sorts=True,
            route="admin.user",
            parts={"username": "username"},
        ),
        Column("name", "Name", User.name),
        Column("email", "Primary address", _PRIMARY, "code"),
        Column("joined", "Joined", known(User.date_joined), "time", sorts=True),
        Column("last_login", "Last sign-in", User.last_login, "time"),
        Column("is_frozen", "Frozen", User.is_frozen, "flag"),
        Column("is_superuser", "Administrator", User.is_superuser, "flag"),
        Column("id", "Id", User.id, "code", is_shown=False),
    ),
    word=contains(User.username),
    words="a part of the username; * stands for any text",
    terms=(
        Term("email", "email:*@example.com", _has_email),
        Term("name", "name:Grace", contains(User.name)),
        Term("id", "id:UUID", is_id(User.id)),
        Term("from", "from:192.0.2.0/24", _seen_from),
        Term("joined", "joined:>2026-11-01", at_time(User.date_joined)),
        Term("is", "is:frozen", one_of(_IS)),
    ),
)

TOKENS = Listing(
    name="tokens",
    path="/admin/macaroons/",
    title="API tokens",
    permission=Permission.ADMIN_TOKENS_READ,
    rows=select(Macaroon)
    .outerjoin(User, User.id == Macaroon.user_id)
    .outerjoin(Organization, Organization.id == Macaroon.organization_id)
    .where(Macaroon.oidc_publisher_id.is_(None)),
    key=Macaroon.id,
    order="-created",
    columns=(
        Column(
            *("id", "Id", cast(Macaroon.id, Text), "code"),
            route="admin.token",
            parts={"id": "id"},
        ),
        Column(
            *("user", "User", cast(User.username, Text)),
            route="admin.user",
            parts={"username": "user"},
        ),
        Column("organization", "Organization", Organization.name),
        Column("description", "Description", Macaroon.description),
        Column("created", "Created", Macaroon.created, "time", sorts=True),
        Column("expires", "Ends", Macaroon.expires, "time"),
        Column("last_used", "Last used", Macaroon.last_used, "time"),
        Column("network", "From", Macaroon.last_used_network, "code"),
    ),
    word=equals(User.username),
    words="a username",
    terms=(
        Term("id", "id:UUID", is_id(Macaroon.id)),
        Term("organization", "organization:acme", equals(Organization.name)),
        Term("created", "created:2026-11", at_time(Macaroon.created)),
        Term("used", "used:>2026-11-01", at_time(Macaroon.last_used)),
        Term("description", "description:CI", contains(Macaroon.description)),
    ),
)

MAIL = Listing(
    name="emails",
    path="/admin/emails/",
    title="Mail",
    permission=Permission.ADMIN_MAIL_READ,
    rows=select(EmailMessage),
    key=EmailMessage.id,
    order="-created",
    columns=(
        Column("created", "Written", EmailMessage.created, "time", sorts=True),
        Column("to", "To", EmailMessage.recipient, "code"),
        Column(
            *("subject", "Subject", EmailMessage.subject),
            route="admin.email",
            parts={"id": "id"},
        ),
        Column("kind", "Kind", EmailMessage.kind, "code", is_shown=False),
        Column("status", "Status", cast(EmailMessage.status, Text)),
        Column("sent", "Sent", EmailMessage.sent, "time"),
        Column("attempts", "Tries", EmailMessage.attempts, "number"),
        Column("problem", "Problem", EmailMessage.problem),
        Column("id", "Id", EmailMessage.id, "code", is_shown=False),
    ),
    word=contains(EmailMessage.subject),
    words="a part of the subject",
    terms=(
        Term("to", "to:grace@example.com", contains(EmailMessage.recipient)),
        Term("from", "from:admin@example.com", contains(EmailMessage.sender)),
        Term("subject", "subject:verify", contains(EmailMessage.subject)),
        Term("kind", "kind:verify-email", equals(EmailMessage.kind)),
        Term(
            *("status", "status:failed"),
            one_of({each.value: EmailMessage.status == each for each in MailStatus}),
        ),
        Term("created", "created:2026-11-28", at_time(EmailMessage.created)),
    ),
)

PROHIBITED_USER_NAMES = Listing(
    name="prohibited-user-names",
    path="/admin/prohibited_user_names/",
    title="Prohibited usernames",
    permission=Permission.ADMIN_USERNAMES_READ,
    rows=select(ProhibitedUserName).outerjoin(
        User, User.id == ProhibitedUserName.prohibited_by_id
    ),
    key=ProhibitedUserName.id,
    order="name",
    columns=(
        Column("name", "Name", ProhibitedUserName.name, "code", sorts=True),
        Column("created", "Since", ProhibitedUserName.created, "time"),
        Column("by", "By", cast(User.username, Text)),
        Column("comment", "Comment", ProhibitedUserName.comment),
    ),
    word=contains(ProhibitedUserName.name),
    words="a part of the name; * stands for any text",
    terms=(Term("comment", "comment:nuked", contains(ProhibitedUserName.comment)),),
)

PROHIBITED_EMAIL_DOMAINS = Listing(
    name="prohibited-email-domains",
    path="/admin/prohibited_email_domains/",
    title="Prohibited mail domains",
    permission=Permission.ADMIN_DOMAINS_READ,
    rows=select(ProhibitedEmailDomain).outerjoin(
        User, User.id == ProhibitedEmailDomain.prohibited_by_id
    ),
    key=ProhibitedEmailDomain.id,
    order="domain",
    columns=(
        Column(
            *("domain", "Domain", cast(ProhibitedEmailDomain.domain, Text)),
            kind="code",
            sorts=True,
            route="admin.prohibited_email_domains.remove",
            parts={"domain": "domain"},
            permission=Permission.ADMIN_DOMAINS_WRITE,
        ),
        Column("created", "Since", ProhibitedEmailDomain.created, "time"),
        Column(
            "is_mx_record", "Of mail servers", ProhibitedEmailDomain.is_mx_record, "flag"
        ),
        Column("by", "By", cast(User.username, Text)),
        Column("comment", "Comment", ProhibitedEmailDomain.comment),
    ),
    word=contains(ProhibitedEmailDomain.domain),
    words="a part of the domain; * stands for any text",
)

ORGANIZATIONS = Listing(
    name="organizations",
    path="/admin/organizations/",
    title="Organizations",
    permission=Permission.ADMIN_ORGANIZATIONS_READ,
    rows=select(Organization),
    key=Organization.id,
    order="name",
    columns=(
        Column(
            *("name", "Name", Organization.normalized_name),
            sorts=True,
            route="admin.organization",
            parts={"id": "id"},
        ),
        Column("display_name", "Display name", Organization.display_name),
        Column("type", "Kind", cast(Organization.orgtype, Text)),
        Column("is_active", "Active", Organization.is_active, "flag"),
        Column("created", "Created", Organization.created, "time"),
        Column("id", "Id", cast(Organization.id, Text), "code"),
    ),
    word=contains(Organization.normalized_name),
    words="a part of the normalised name; * stands for any text",
    terms=(
        Term("org", "org:Python", contains(Organization.display_name)),
        Term("url", "url:example.com", contains(Organization.link_url)),
        Term("desc", "desc:science", contains(Organization.description)),
        Term("id", "id:UUID", is_id(Organization.id)),
        Term(
            *("type", "type:company"),
            one_of(
                {
                    each.value.lower(): Organization.orgtype == each
                    for each in OrganizationType
                }
            ),
        ),
        Term(
            *("is", "is:active"),
            one_of({"active": Organization.is_active, "inactive": ~Organization.is_active}),
        ),
    ),
)
