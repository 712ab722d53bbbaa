"""Every permission there is, and what staff hold everywhere."""


class Permission:
    """Names of permissions: `SUBJECT_VERB = "subject:verb"`."""

    ACCOUNT_MANAGE = "account:manage"
    ACCOUNT_SECURE = "account:secure"
    ACCOUNT_VISIT = "account:visit"
    PROJECT_READ = "projects:read"
    PROJECT_UPLOAD = "projects:upload"
    PROJECT_WRITE = "projects:write"


STAFF_GRANTS: dict[str, tuple[str, ...]] = {
    "group:admins": (Permission.PROJECT_READ, Permission.PROJECT_WRITE),
    "group:moderators": (Permission.PROJECT_READ,),
}
