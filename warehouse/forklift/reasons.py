"""The reasons to refuse an upload, each with status, words and help link.

Clients recognise some of the words ("File already exists", "Only one sdist may be
uploaded per release."), so those stand; the rest says what is wrong and how to mend it.
"""

from dataclasses import dataclass
from enum import Enum

from warehouse.packaging import limits


@dataclass(frozen=True)
class Wording:
    """The words for a reason: `text` has replacement fields for the facts.

    `anchor` is a section of the help page, or the whole address of a specification.
    """

    code: str
    status: int
    text: str
    anchor: str | None = None


_SPECIFICATION = "https://packaging.python.org/specifications/core-metadata"
_LOCAL_VERSIONS = "https://packaging.python.org/specifications/version-specifiers/#local-version-identifiers"
_BAD = "Invalid distribution file. "


class Reason(Enum):
    """Every reason to refuse an upload."""

    # The body as such.
    NOT_MULTIPART = Wording(
        "not-multipart", 400, "The body of an upload must be multipart/form-data."
    )
    BAD_BODY = Wording("bad-body", 400, "The body could not be understood: {problem}.")
    BODY_INCOMPLETE = Wording(
        "body-incomplete", 400, "The body ended before the form was complete."
    )
    BODY_TOO_SLOW = Wording(
        "body-too-slow", 400, "The body arrived so slowly that we stopped waiting for it."
    )
    FORM_TOO_LARGE = Wording("form-too-large", 400, "The form is too large: {problem}.")
    FIELD_IS_FILE = Wording("field-is-file", 400, "{field}: Should not be a tuple.")
    FIELD_NOT_TEXT = Wording(
        "field-not-text", 400, "The field {field} is not text encoded as UTF-8."
    )
    FILE_TWICE = Wording(
        "file-twice", 400, "The form has more than one file part named content."
    )
    DISK_FULL = Wording(
        "disk-full", 503, "The file could not be kept just now. Try again later."
    )

    # Actions that are no more, or never were.
    ACTION_MISSING = Wording(
        "action-missing",
        400,
        "The form does not say what is to be done. Send the field :action with the value "
        "file_upload to upload a file.",
    )
    ACTION_UNKNOWN = Wording(
        "action-unknown",
        400,
        "There is no action {action}. Send the field :action with the value file_upload to "
        "upload a file.",
    )
    REGISTRATION_GONE = Wording(
        "registration-gone",
        410,
        "Project pre-registration is no longer required or supported, so continue "
        "directly to uploading files.",
    )
    DOCUMENTATION_GONE = Wording(
        "documentation-gone",
        410,
        "Uploading documentation is no longer supported, we recommend using "
        "https://readthedocs.org/.",
    )
    API_MOVED = Wording(
        "api-moved", 410, "This API has moved. Upload files to {url} instead."
    )

    # Who may upload at all.
    READ_ONLY = Wording(
        "read-only", 403, "Read-only mode: Uploads are temporarily disabled."
    )
    UPLOADS_DISABLED = Wording(
        "uploads-disabled",
        403,
        "New uploads are temporarily disabled.",
        "admin-intervention",
    )
    CALLER_UNKNOWN = Wording(
        "caller-unknown",
        403,
        "Invalid or non-existent authentication information.",
        "invalid-auth",
    )
    PASSWORD_OFFERED = Wording(
        "password-offered",
        403,
        "Username/Password authentication is no longer supported. Migrate to API Tokens "
        "or Trusted Publishers instead. See {apitoken} and {publishers}.",
    )
    CREDENTIAL_REFUSED = Wording("credential-refused", 403, "{problem}.", "invalid-auth")

    # The form.
    PROTOCOL_UNKNOWN = Wording("protocol-unknown", 400, "Unknown protocol version.")
    NAME_FIELD_INVALID = Wording(
        "name-field-invalid",
        400,
        "{value} is an invalid value for Name. Error: {problem}",
        _SPECIFICATION,
    )
    FIELD_INVALID = Wording(
        "field-invalid", 400, "Invalid value for {field}. Error: {problem}"
    )
    FORM_INVALID = Wording("form-invalid", 400, "Error: {problem}")
    METADATA_INVALID = Wording("metadata-invalid", 400, "{problem}.", _SPECIFICATION)
    LOCAL_VERSION = Wording("local-version", 400, "{problem}.", _LOCAL_VERSIONS)
    FILE_MISSING = Wording("file-missing", 400, "Upload payload does not have a file.")

    # The project.
    PUBLISHER_CANNOT_CREATE = Wording(
        "publisher-cannot-create",
        400,
        "Non-user identities cannot create new projects. Probably the name in the pending "
        "publisher and the name in the metadata ({name}) are not the same.",
        "trusted-publishers",
    )
    TOO_MANY_PROJECTS = Wording(
        "too-many-projects", 429, "Too many new projects created. Try again later."
    )
    PROJECTS_DISABLED = Wording(
        "projects-disabled",
        403,
        "New project registration is temporarily disabled.",
        "admin-intervention",
    )
    NAME_INVALID = Wording("name-invalid", 400, "The name {name!r} is invalid.")
    NAME_IS_STDLIB = Wording(
        "name-is-stdlib",
        400,
        "The name {name!r} isn't allowed (conflict with Python Standard Library module "
        "name). Choose another name.",
        "project-name",
    )
    NAME_TAKEN = Wording(
        "name-taken",
        409,
        "The name {name!r} conflicts with an existing project.",
        "project-name",
    )
    NAME_PROHIBITED = Wording(
        "name-prohibited",
        400,
        "The name {name!r} isn't allowed. Choose another name.",
        "project-name",
    )
    NAME_RESERVED = Wording(
        "name-reserved",
        409,
        "The name {name!r} is in a namespace of the organization {existing}. Choose "
        "another name, or ask an owner of {existing} to make the project.",
        "project-name",
    )
    NAME_OF_UPSTREAM = Wording(
        "name-of-upstream",
        409,
        "The name {name!r} is that of a project of {existing}, which this index offers as "
        "well. Choose another name, or ask an administrator to take the name over.",
        "project-name",
    )
    NAME_MAYBE_OF_UPSTREAM = Wording(
        "name-maybe-of-upstream",
        503,
        "Whether {existing} has a project {name!r} cannot be found out at the moment, "
        "because it does not answer. Try again later.",
        "project-name",
    )
    NAME_TOO_SIMILAR = Wording(
        "name-too-similar",
        400,
        "The name {name!r} is too similar to an existing project ({existing}). Choose "
        "another name.",
        "project-name",
    )
    UPLOAD_NOT_ALLOWED = Wording(
        "upload-not-allowed",
        403,
        "The user '{user}' isn't allowed to upload to project '{project}'.",
        "project-name",
    )
    TOKEN_NOT_ALLOWED = Wording(
        "token-not-allowed",
        403,
        "The given token isn't allowed to upload to project '{project}'.",
        "project-name",
    )
    TRUSTED_PUBLISHER_NEEDED = Wording(
        "trusted-publisher-needed",
        403,
        "The project '{project}' takes uploads of trusted publishers only, and no tokens "
        "of people. Add a publisher at {page}, where an owner can also take this back.",
        "trusted-publishers",
    )
    TOKEN_RESTRICTED = Wording("token-restricted", 403, "{problem}")
    RULE_UNMET = Wording("rule-unmet", 403, "{rule}")
    PROJECT_QUARANTINED = Wording(
        "project-quarantined",
        403,
        "Project '{project}' is in quarantine and takes no files until it is reviewed.",
    )
    ORGANIZATION_INACTIVE = Wording(
        "organization-inactive",
        400,
        "Project '{project}' belongs to the organization '{organization}', which is not "
        "active. Ask those who run this index.",
    )
    EMAIL_UNVERIFIED = Wording(
        "email-unverified",
        403,
        "User '{user}' does not have a verified primary email address. Verify one before "
        "uploading.",
        "verified-email",
    )
    SECOND_FACTOR_MISSING = Wording(
        "second-factor-missing",
        403,
        "User '{user}' does not have two-factor authentication enabled. Enable it before "
        "uploading.",
        "two-factor-authentication",
    )
    DESCRIPTION_NOT_RENDERED = Wording(
        "description-not-rendered",
        400,
        "The description failed to render {format}.{detail}",
        "description-content-type",
    )

    # The file as a whole.
    FILENAME_UNPRINTABLE = Wording(
        "filename-unprintable",
        400,
        "Cannot upload a file with non-printable characters (range 0-31) or the DEL "
        "character in the name.",
    )
    FILENAME_HAS_SLASH = Wording(
        "filename-has-slash", 400, "Cannot upload a file with '/' or '\\' in the name."
    )
    FILENAME_CHARACTERS = Wording(
        "filename-characters",
        400,
        "Cannot upload a file with {characters} in the name. Use ASCII letters, digits, "
        "and '-', '_', '.', '+', '!'.",
    )
    FILENAME_TOO_LONG = Wording(
        "filename-too-long",
        400,
        f"Filename is too long: '{{filename}}'. {limits.FILENAME.most} bytes are the most.",
        "limits",
    )
    EXTENSION_UNKNOWN = Wording(
        "extension-unknown",
        400,
        "Invalid file extension: Use .tar.gz, .whl or .zip extension.",
        "https://www.python.org/dev/peps/pep-0527",
    )
    EXTENSION_MISMATCH = Wording(
        "extension-mismatch",
        400,
        "Invalid file extension: Extension {extension} is invalid for filetype {filetype}.",
        "https://www.python.org/dev/peps/pep-0527",
    )
    CONTENT_TYPE_INVALID = Wording(
        "content-type-invalid",
        400,
        "Invalid distribution file. Its content type is missing or an image's.",
    )
    FILE_TOO_LARGE = Wording(
        "file-too-large",
        400,
        "File too large. Limit for project '{project}' is {limit} MB.",
        "file-size-limit",
    )
    PROJECT_TOO_LARGE = Wording(
        "project-too-large",
        400,
        "Project size too large. Limit for project '{project}' total size is {limit} GB.",
        "file-size-limit",
    )
    DIGEST_MISMATCH = Wording(
        "digest-mismatch",
        400,
        "The digest supplied does not match a digest calculated from the uploaded file.",
    )
    FILE_EXISTS = Wording(
        "file-exists",
        400,
        "File already exists ('{filename}', with blake2_256 hash '{digest}').",
        "file-name-reuse",
    )
    FILENAME_REUSED = Wording(
        "filename-reused",
        400,
        "This filename was previously used by a file that has since been deleted "
        "('{filename}'). Use a different version.",
        "file-name-reuse",
    )
    RELEASE_CLOSED = Wording(
        "release-closed",
        400,
        "Uploading new files to releases older than {days} days is not allowed. Make a new "
        "release.",
    )
    RELEASE_QUARANTINED = Wording(
        "release-quarantined",
        400,
        "Release {version} is in quarantine and takes no files until it is reviewed.",
    )
    SECOND_SDIST = Wording(
        "second-sdist", 400, "Only one sdist may be uploaded per release."
    )

    # Archives.
    NOT_A_ZIP = Wording("not-a-zip", 400, _BAD + "File is not a zipfile.")
    NOT_A_TAR = Wording("not-a-tar", 400, _BAD + "File is not a tarfile.")
    ZIP_AND_TAR = Wording("zip-and-tar", 400, _BAD + "File is both a zip and a tar file.")
    ZIP_FRAMING = Wording(
        "zip-framing",
        400,
        _BAD + "ZIP archive not accepted: {problem}.",
        "archives",
    )
    TAR_FRAMING = Wording(
        "tar-framing",
        400,
        _BAD + "tar archive not accepted: {problem}.",
        "archives",
    )
    BOMB = Wording("bomb", 400, _BAD + "File exceeds compression ratio of {ratio}.")
    TOO_BIG_UNPACKED = Wording(
        "too-big-unpacked", 400, _BAD + "Unpacked, it would be larger than {limit} GB."
    )
    TOO_MANY_MEMBERS = Wording(
        "too-many-members", 400, _BAD + "It has more than {limit} members."
    )
    MEMBER_UNSAFE = Wording(
        "member-unsafe", 400, _BAD + "The member {member} {problem}.", "archives"
    )
    MEMBER_BROKEN = Wording(
        "member-broken", 400, _BAD + "The member {member} {problem}.", "archives"
    )
    ROOTS_NOT_ONE = Wording(
        "roots-not-one", 400, _BAD + "Incorrect number of top-level directories in sdist."
    )
    ROOT_WRONG = Wording(
        "root-wrong",
        400,
        _BAD + "Its top-level directory is called '{root}', should be '{expected}'.",
    )
    PKG_INFO_MISSING = Wording(
        "pkg-info-missing", 400, _BAD + "PKG-INFO not found at {path}."
    )
    WHEEL_FILE_MISSING = Wording(
        "wheel-file-missing", 400, _BAD + "WHEEL not found at {path}."
    )
    WHEEL_FILE_INVALID = Wording(
        "wheel-file-invalid", 400, _BAD + "{path} cannot be used: {problem}."
    )
    WHEEL_FILE_DISAGREES = Wording(
        "wheel-file-disagrees", 400, "Wheel '{filename}' is not what it says: {problem}."
    )
    DIST_INFO_NOT_ONE = Wording(
        "dist-info-not-one",
        400,
        _BAD + "A wheel has exactly one .dist-info directory, this one has {names}.",
    )

    # Names and contents of distributions.
    SDIST_NAME_INVALID = Wording(
        "sdist-name-invalid", 400, "Invalid source distribution filename: {filename}."
    )
    WRONG_PROJECT = Wording(
        "wrong-project", 400, "Start filename for '{project}' with '{expected}'."
    )
    SDIST_NAME_NOT_CANONICAL = Wording(
        "sdist-name-not-canonical",
        400,
        "Filename '{filename}' is invalid, should be '{expected}'.",
    )
    WHEEL_NAME_INVALID = Wording("wheel-name-invalid", 400, "{problem}.")
    WHEEL_NAME_NOT_CANONICAL = Wording(
        "wheel-name-not-canonical",
        400,
        "Filename '{filename}' should contain the normalized project name '{expected}', "
        "not '{found}'.",
    )
    VERSION_MISMATCH = Wording(
        "version-mismatch",
        400,
        "Version in filename should be '{expected}' not '{found}'.",
    )
    PLATFORM_UNSUPPORTED = Wording(
        "platform-unsupported",
        400,
        "Binary wheel '{filename}' has an unsupported platform tag '{tag}'.",
    )
    LICENSE_MISSING = Wording(
        "license-missing",
        400,
        "License-File {license} does not exist in distribution file {filename} at {path}.",
    )
    RECORD_MISSING = Wording(
        "record-missing",
        400,
        "Wheel '{filename}' does not contain the required RECORD file: {path}.",
    )
    RECORD_UNREADABLE = Wording(
        "record-unreadable",
        400,
        "Wheel '{filename}' has a RECORD file that cannot be read: {problem}.",
    )
    RECORD_MISMATCH = Wording(
        "record-mismatch",
        400,
        "The RECORD of wheel '{filename}' does not describe its contents: {differences}.",
    )
    ENTRY_POINTS_INVALID = Wording(
        "entry-points-invalid",
        400,
        "Wheel '{filename}' has invalid entry points defined in the entry_points.txt file: "
        "{problem}.",
    )
    METADATA_MISSING = Wording(
        "metadata-missing",
        400,
        "Wheel '{filename}' does not contain the required METADATA file: {path}.",
    )
    METADATA_TOO_LARGE = Wording(
        "metadata-too-large", 400, "{path} in '{filename}' is larger than {limit} MB."
    )
    FILE_METADATA_INVALID = Wording(
        "file-metadata-invalid",
        400,
        "The metadata in '{filename}' is invalid: {problem}.",
        _SPECIFICATION,
    )
    METADATA_DISAGREES = Wording(
        "metadata-disagrees",
        400,
        "The form says that {field} is '{form}', but the metadata in '{filename}' says "
        "'{file}'.",
    )

    # Attestations.
    ATTESTATIONS_MISSING = Wording(
        "attestations-missing",
        400,
        "The project '{project}' takes files with attestations only, and none came with "
        "this one. Have the trusted publisher send them along with the file (PEP 740), or "
        "take this back as an owner at {page}.",
        "attestations",
    )
    ATTESTATIONS_INVALID = Wording(
        "attestations-invalid",
        400,
        "Invalid attestations supplied during upload: {problem}",
        "trusted-publishers",
    )

    @property
    def code(self) -> str:
        """Return the name of the reason in logs and metrics."""
        return self.value.code

    @property
    def status(self) -> int:
        """Return the HTTP status of the refusal."""
        return self.value.status
