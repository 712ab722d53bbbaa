"""Settings of signing in and of uploading, with their limits."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from warehouse.settings.fields import (
    MIB,
    boolean,
    choice,
    days,
    env,
    keys,
    limit,
    mebibytes,
    number,
    rate,
    several,
)
from warehouse.settings.hashing import HashCost, hash_cost

GIB = 1024 * MIB


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ValueError("must be a file")
    return path


def _corpus(text: str) -> str:
    if text not in {"off", "online"} and not Path(text).is_file():
        raise ValueError("must be off, online, or a file")
    return text


@dataclass(frozen=True, kw_only=True)
class UploadSettings:
    """What the upload API accepts, and in how many processes."""

    processes: int = env(
        "UPLOAD_WORKERS",
        default=1,
        parse=number(0, 64),
        help="web processes for uploads and forms of accounts only; with 0, those that "
        "answer reads take them",
    )
    max_file_bytes: int = env(
        "UPLOAD_MAX_FILE_MIB",
        default=100 * MIB,
        parse=mebibytes,
        help="the largest file, in MiB, unless a project has its own limit",
    )
    max_project_bytes: int = env(
        "UPLOAD_MAX_PROJECT_MIB",
        default=10 * GIB,
        parse=mebibytes,
        help="all files of a project together, in MiB",
    )
    open_for: timedelta = env(
        "RELEASE_OPEN_DAYS",
        default=timedelta(days=14),
        parse=days,
        help="how long a release takes new files; 0 means always",
    )
    trust_root: Path | None = env(
        "SIGSTORE_TRUST_ROOT",
        default=None,
        parse=_file,
        help="a JSON file with the trust root of a Sigstore of your own, by which "
        "attestations are verified; the public one if unset",
    )
    refreshes_trust_root: bool = env(
        "SIGSTORE_REFRESH",
        default=True,
        parse=boolean,
        help="false: the public trust root stays as it came with the package sigstore, and "
        "nobody is asked for a newer one",
    )
    wheel_tags: str = env(
        "WHEEL_TAGS",
        default="pypi",
        parse=choice("pypi", "any"),
        help="pypi: the platform tags of the public index; any: every valid tag",
    )
    wheel_names: str = env(
        "WHEEL_NAMES",
        default="pypi",
        parse=choice("pypi", "any"),
        help="pypi: filenames spell the normalised project name; any: old spellings too, "
        "of sdists as well, and tags that are not those in the file WHEEL",
    )
    description_errors: str = env(
        "DESCRIPTION_ERRORS",
        default="refuse",
        parse=choice("refuse", "accept"),
        help="accept: show a description that does not render as plain text",
    )
    new_projects_are_trusted_only: bool = env(
        "NEW_PROJECTS_TRUSTED_PUBLISHING",
        default=False,
        parse=boolean,
        help="true: new projects take uploads of trusted publishers only, until an owner "
        "switches that off",
    )
    new_projects_are_attested: bool = env(
        "NEW_PROJECTS_ATTESTATIONS",
        default=False,
        parse=boolean,
        help="true: new projects take files with attestations only, until an owner "
        "switches that off",
    )
    new_projects_per_user: str = env(
        "LIMIT_PROJECTS_USER",
        default="20 per hour",
        parse=rate,
        help="new projects for each user",
    )
    new_projects_per_address: str = env(
        "LIMIT_PROJECTS_ADDRESS",
        default="40 per hour",
        parse=rate,
        help="the same for each address",
    )


@dataclass(frozen=True, kw_only=True)
class AccountSettings:
    """What people must prove to sign in and to upload."""

    two_factor: str = env(
        "TWO_FACTOR",
        default="required",
        parse=choice("optional", "required"),
        help="required: nobody uploads or manages without a second factor; optional is the "
        "default of `warehouse serve`",
    )
    two_factor_required_for: tuple[str, ...] = env(
        "TWO_FACTOR_REQUIRED_FOR",
        default=(),
        parse=several("staff", "owners", "owners-of-popular"),
        help="who needs a second factor where it is optional for others: staff, owners (of "
        "projects), owners-of-popular (of one with many downloads), or several of these",
    )
    two_factor_popular_downloads: int = env(
        "TWO_FACTOR_POPULAR_DOWNLOADS",
        default=10_000,
        parse=number(1, 10**12),
        help="downloads by installers over the last 30 days from which on a project is one "
        "of owners-of-popular",
    )
    confirm_new_devices: str = env(
        "CONFIRM_NEW_DEVICES",
        default="auto",
        parse=choice("auto", "on", "off"),
        help="whether a sign-in with a code from a new network is confirmed by mail, where "
        "there is a mail server: auto asks those whose primary address is verified",
    )
    registration: str = env(
        "REGISTRATION",
        default="open",
        parse=choice("open", "invitation", "closed"),
        help="who may register: everybody, those who were invited, or nobody",
    )
    organizations: str = env(
        "ORGANIZATIONS",
        default="apply",
        parse=choice("apply", "open"),
        help="how people come to an organization: they apply and staff decide, or (open) "
        "they make one at once",
    )
    organizations_per_user: str = env(
        "LIMIT_ORGANIZATIONS",
        default="5 per day",
        parse=limit,
        help="organizations that a user makes where nobody has to apply",
    )
    organization_providers: bool = env(
        "ORGANIZATION_PROVIDERS",
        default=True,
        parse=boolean,
        help="false: no organization names an identity provider; those that have one keep "
        "it until an owner or staff remove it",
    )
    namespaces: str = env(
        "NAMESPACES",
        default="ask",
        parse=choice("off", "ask", "open"),
        help="how organizations come to namespaces (PEP 752): staff grant them unasked "
        "(off), owners ask and staff decide, or (open) they have at once what nobody else "
        "has projects in",
    )
    namespaces_per_user: str = env(
        "LIMIT_NAMESPACES",
        default="5 per day",
        parse=limit,
        help="namespaces that a user asks for",
    )
    namespace_depth: int = env(
        "NAMESPACE_DEPTH",
        default=2,
        parse=number(1, 10),
        help="how many namespaces of an organization may be in each other (PEP 752)",
    )
    breached_passwords: str = env(
        "BREACHED_PASSWORDS",
        default="off",
        parse=_corpus,
        help="where passwords are looked up that are known from breaches: off, online "
        "(five digits of the SHA-1 go to api.pwnedpasswords.com), or a sorted file",
    )
    hash_cost: HashCost = env(
        "PASSWORD_HASH_COST",
        default=HashCost(),
        parse=hash_cost,
        help="how much work hashing a password is, as `warehouse users calibrate` prints "
        "it; a password is hashed anew at the next sign-in",
    )
    asks_dns: bool = env(
        "EMAIL_DNS",
        default=False,
        parse=boolean,
        help="whether DNS is asked if mail to the domain of a new address could arrive",
    )
    emails_per_address: str = env(
        "LIMIT_EMAIL_ADD",
        default="2 per day",
        parse=limit,
        help="new e-mail addresses from a client's address, registrations included",
    )
    verifications_per_user: str = env(
        "LIMIT_EMAIL_VERIFY",
        default="3 per 6 hours",
        parse=limit,
        help="messages that ask a user to verify an address",
    )
    replacements_per_user: str = env(
        "LIMIT_EMAIL_CHANGE",
        default="5 per 5 minutes, 20 per hour",
        parse=limit,
        help="tries of a user to replace a primary address that was never verified",
    )
    resets_per_user: str = env(
        "LIMIT_PASSWORD_RESET",
        default="5 per day",
        parse=limit,
        help="requests for a new password for a user",
    )
    invitations_per_user: str = env(
        "LIMIT_INVITATIONS",
        default="20 per hour, 60 per day",
        parse=limit,
        help="people whom a user asks to work on projects",
    )
    recoveries: str = env(
        "LIMIT_RECOVERY",
        default="5 per day",
        parse=limit,
        help="requests to staff for a lost account, for each name, contact address and "
        "client's address",
    )
    logins_per_user: str = env(
        "LIMIT_LOGIN_USER",
        default="10 per 5 minutes",
        parse=rate,
        help="failed passwords for a user",
    )
    logins_per_address: str = env(
        "LIMIT_LOGIN_ADDRESS",
        default="10 per 5 minutes",
        parse=rate,
        help="failed passwords from an address",
    )
    logins_in_all: str = env(
        "LIMIT_LOGIN_ALL",
        default="1000 per 5 minutes",
        parse=rate,
        help="failed passwords in all",
    )
    token_longest_days: int = env(
        "TOKEN_LONGEST_DAYS",
        default=0,
        parse=number(0, 36_500),
        help="how many days new API tokens may last; 0 means for ever",
    )
    token_leak_keys_github: str | None = env(
        "TOKEN_LEAK_KEYS_GITHUB",
        default=None,
        parse=keys,
        help="the public keys that GitHub signs reports of leaked tokens with: a file, or "
        "https://api.github.com/meta/public_keys/token_scanning; off if unset",
    )
    token_leak_keys_gosst: str | None = env(
        "TOKEN_LEAK_KEYS_GOSST",
        default=None,
        parse=keys,
        help="the same for reports of Google's scanner",
    )
    factors_per_user: str = env(
        "LIMIT_FACTOR_USER",
        default="5 per 5 minutes, 20 per hour, 50 per day",
        parse=limit,
        help="wrong second factors and recovery codes for a user",
    )
    factors_per_address: str = env(
        "LIMIT_FACTOR_ADDRESS",
        default="10 per 5 minutes, 50 per hour",
        parse=limit,
        help="the same from an address",
    )
