"""Every permission there is, and which groups of staff hold which of them."""

from dataclasses import dataclass


class Permission:
    """Names of permissions: `SUBJECT_VERB = "subject:verb"`."""

    ACCOUNT_MANAGE = "account:manage"
    ACCOUNT_SECURE = "account:secure"
    ACCOUNT_VISIT = "account:visit"
    INDEX_READ = "index:read"
    """Read an index that is not for everybody."""
    OBSERVER_API = "observations:api"
    ORGANIZATION_ADD = "organizations:add"
    """Add projects, which the rules of an organization give to roles."""
    ORGANIZATION_LEAVE = "organizations:leave"
    ORGANIZATION_MANAGE = "organizations:manage"
    """Make, change and delete teams."""
    ORGANIZATION_READ = "organizations:read"
    ORGANIZATION_RECOVER = "organizations:recover"
    """Change how its members sign in, though one cannot do so oneself."""
    ORGANIZATION_VISIT = "organizations:visit"
    """Sign in by its identity provider."""
    ORGANIZATION_WRITE = "organizations:write"
    PROJECT_FOLLOW = "projects:follow"
    PROJECT_READ = "projects:read"
    PROJECT_REPORT = "projects:report"
    PROJECT_SEE = "projects:see"
    """Know of a private project, and read it."""
    PROJECT_UPLOAD = "projects:upload"
    PROJECT_WRITE = "projects:write"

    ADMIN_DASHBOARD = "admin:dashboard"
    ADMIN_APPEALS_READ = "admin:appeals:read"
    ADMIN_APPEALS_WRITE = "admin:appeals:write"
    ADMIN_AUDIT_READ = "admin:audit:read"
    ADMIN_BANNERS_READ = "admin:banners:read"
    ADMIN_BANNERS_WRITE = "admin:banners:write"
    ADMIN_CLASSIFIERS_WRITE = "admin:classifiers:write"
    ADMIN_DOMAINS_READ = "admin:email-domains:read"
    ADMIN_DOMAINS_WRITE = "admin:email-domains:write"
    ADMIN_EVENTS_READ = "admin:events:read"
    ADMIN_FLAGS_READ = "admin:flags:read"
    ADMIN_FLAGS_WRITE = "admin:flags:write"
    ADMIN_UPSTREAMS_READ = "admin:upstreams:read"
    ADMIN_UPSTREAMS_WRITE = "admin:upstreams:write"
    ADMIN_ADDRESSES_READ = "admin:ip-addresses:read"
    ADMIN_ADDRESSES_WRITE = "admin:ip-addresses:write"
    ADMIN_JOBS_READ = "admin:jobs:read"
    ADMIN_JOBS_WRITE = "admin:jobs:write"
    ADMIN_JOURNALS_READ = "admin:journals:read"
    ADMIN_LIMITS_WRITE = "admin:limits:write"
    ADMIN_MAIL_READ = "admin:mail:read"
    ADMIN_MAIL_WRITE = "admin:mail:write"
    ADMIN_MALWARE_REMOVE = "admin:malware:remove"
    ADMIN_NAMES_READ = "admin:project-names:read"
    ADMIN_NAMES_RELEASE = "admin:project-names:release"
    ADMIN_NAMES_WRITE = "admin:project-names:write"
    ADMIN_OBSERVATIONS_READ = "admin:observations:read"
    ADMIN_OBSERVATIONS_WRITE = "admin:observations:write"
    ADMIN_ORGANIZATIONS_READ = "admin:organizations:read"
    ADMIN_ORGANIZATIONS_WRITE = "admin:organizations:write"
    ADMIN_PROJECTS_READ = "admin:projects:read"
    ADMIN_PROJECTS_WRITE = "admin:projects:write"
    ADMIN_PROJECTS_DELETE = "admin:projects:delete"
    ADMIN_ROLES_WRITE = "admin:roles:write"
    ADMIN_RULES_WRITE = "admin:yara-rules:write"
    ADMIN_SETTINGS_READ = "admin:settings:read"
    ADMIN_SPONSORS_READ = "admin:sponsors:read"
    ADMIN_SPONSORS_WRITE = "admin:sponsors:write"
    ADMIN_TOKENS_READ = "admin:tokens:read"
    ADMIN_TOKENS_WRITE = "admin:tokens:write"
    ADMIN_USERNAMES_READ = "admin:usernames:read"
    ADMIN_USERNAMES_WRITE = "admin:usernames:write"
    ADMIN_USERS_READ = "admin:users:read"
    ADMIN_USERS_EMAIL = "admin:users:email"
    ADMIN_USERS_EXPORT = "admin:users:export"
    ADMIN_USERS_RECOVER = "admin:users:recover"
    ADMIN_USERS_WRITE = "admin:users:write"
    ADMIN_VIEWS_READ = "admin:views:read"
    ADMIN_VIEWS_WRITE = "admin:views:write"
    ADMIN_VULNERABILITIES_READ = "admin:vulnerabilities:read"
    ADMIN_VULNERABILITIES_WRITE = "admin:vulnerabilities:write"


ADMINS, SUPPORT = "group:admins", "group:support"
MODERATORS, PSF_STAFF = "group:moderators", "group:psf_staff"
OBSERVERS = "group:observers"
"""Trusted reporters, who are no staff."""

GROUPS = (ADMINS, SUPPORT, MODERATORS, PSF_STAFF)
"""The groups of staff. Whoever is in a group is in those that it includes, too."""

_ADMINS = (ADMINS,)
_SUPPORT = (ADMINS, SUPPORT)
_MODERATORS = (ADMINS, SUPPORT, MODERATORS)
_EDITORS = (ADMINS, PSF_STAFF)
_EVERYBODY = GROUPS


@dataclass(frozen=True)
class StaffRight:
    """One row of the table of rights of staff: what may be done, and by which groups."""

    permission: str
    what: str
    groups: tuple[str, ...]


STAFF_RIGHTS = (
    StaffRight(Permission.ADMIN_DASHBOARD, "see the dashboard", _EVERYBODY),
    StaffRight(Permission.ADMIN_BANNERS_READ, "see banners", _EVERYBODY),
    StaffRight(Permission.ADMIN_BANNERS_WRITE, "edit banners", _EDITORS),
    StaffRight(Permission.ADMIN_SPONSORS_READ, "see sponsors", _EVERYBODY),
    StaffRight(Permission.ADMIN_SPONSORS_WRITE, "edit sponsors", _EDITORS),
    StaffRight(Permission.ADMIN_MAIL_READ, "read the mail log", _MODERATORS),
    StaffRight(Permission.ADMIN_MAIL_WRITE, "resend mail, send to many", _ADMINS),
    StaffRight(Permission.ADMIN_FLAGS_READ, "see flags", _MODERATORS),
    StaffRight(Permission.ADMIN_FLAGS_WRITE, "switch flags", _ADMINS),
    StaffRight(Permission.ADMIN_UPSTREAMS_READ, "see other indexes", _MODERATORS),
    StaffRight(Permission.ADMIN_UPSTREAMS_WRITE, "switch other indexes", _ADMINS),
    StaffRight(Permission.ADMIN_ADDRESSES_READ, "see IP addresses", _ADMINS),
    StaffRight(Permission.ADMIN_ADDRESSES_WRITE, "ban IP addresses", _ADMINS),
    StaffRight(Permission.ADMIN_JOURNALS_READ, "read the journal", _MODERATORS),
    StaffRight(Permission.ADMIN_EVENTS_READ, "read events", _MODERATORS),
    StaffRight(Permission.ADMIN_AUDIT_READ, "read what staff did", _ADMINS),
    StaffRight(Permission.ADMIN_TOKENS_READ, "decode and see API tokens", _ADMINS),
    StaffRight(Permission.ADMIN_TOKENS_WRITE, "revoke API tokens", _ADMINS),
    StaffRight(Permission.ADMIN_OBSERVATIONS_READ, "see reports", _MODERATORS),
    StaffRight(Permission.ADMIN_OBSERVATIONS_WRITE, "decide on reports", _MODERATORS),
    StaffRight(Permission.ADMIN_APPEALS_READ, "read appeals", _MODERATORS),
    StaffRight(Permission.ADMIN_APPEALS_WRITE, "answer and decide appeals", _MODERATORS),
    StaffRight(Permission.ADMIN_MALWARE_REMOVE, "remove reported malware", _ADMINS),
    StaffRight(Permission.ADMIN_RULES_WRITE, "edit YARA rules", _ADMINS),
    StaffRight(Permission.ADMIN_ORGANIZATIONS_READ, "see organizations", _MODERATORS),
    StaffRight(Permission.ADMIN_ORGANIZATIONS_WRITE, "edit organizations", _SUPPORT),
    StaffRight(Permission.ADMIN_ROLES_WRITE, "add and remove roles", _MODERATORS),
    StaffRight(Permission.ADMIN_PROJECTS_READ, "see projects", _MODERATORS),
    StaffRight(Permission.ADMIN_LIMITS_WRITE, "set limits of projects", _MODERATORS),
    StaffRight(Permission.ADMIN_PROJECTS_WRITE, "archive and quarantine", _ADMINS),
    StaffRight(
        Permission.ADMIN_PROJECTS_DELETE, "delete projects, releases, files", _ADMINS
    ),
    StaffRight(Permission.ADMIN_NAMES_READ, "see prohibited project names", _MODERATORS),
    StaffRight(Permission.ADMIN_NAMES_WRITE, "prohibit project names", _ADMINS),
    StaffRight(Permission.ADMIN_NAMES_RELEASE, "give a project name away", _SUPPORT),
    StaffRight(Permission.ADMIN_USERNAMES_READ, "see prohibited usernames", _MODERATORS),
    StaffRight(Permission.ADMIN_USERNAMES_WRITE, "prohibit usernames", _ADMINS),
    StaffRight(Permission.ADMIN_DOMAINS_READ, "see prohibited mail domains", _MODERATORS),
    StaffRight(Permission.ADMIN_DOMAINS_WRITE, "prohibit mail domains", _ADMINS),
    StaffRight(Permission.ADMIN_USERS_READ, "see users", _MODERATORS),
    StaffRight(Permission.ADMIN_USERS_WRITE, "freeze, delete and appoint users", _ADMINS),
    StaffRight(Permission.ADMIN_USERS_EMAIL, "edit users' addresses", _SUPPORT),
    StaffRight(
        Permission.ADMIN_USERS_RECOVER, "reset passwords, recover accounts", _SUPPORT
    ),
    StaffRight(
        Permission.ADMIN_USERS_EXPORT, "export what a user's account holds", _ADMINS
    ),
    StaffRight(Permission.ADMIN_VULNERABILITIES_READ, "see vulnerabilities", _ADMINS),
    StaffRight(Permission.ADMIN_VULNERABILITIES_WRITE, "delete vulnerabilities", _ADMINS),
    StaffRight(Permission.ADMIN_VIEWS_READ, "see views", _MODERATORS),
    StaffRight(Permission.ADMIN_VIEWS_WRITE, "make and change views", _ADMINS),
    StaffRight(Permission.ADMIN_CLASSIFIERS_WRITE, "administer classifiers", _MODERATORS),
    StaffRight(Permission.ADMIN_JOBS_READ, "see background jobs", _SUPPORT),
    StaffRight(Permission.ADMIN_JOBS_WRITE, "run and cancel jobs", _ADMINS),
    StaffRight(Permission.ADMIN_SETTINGS_READ, "see settings in force", _ADMINS),
)
"""The one table of rights of staff: access lists are made of it, and /admin/roles/."""
