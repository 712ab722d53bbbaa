"""Lists of YARA rules, and of what they matched."""

from sqlalchemy import Text, cast, select

from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, contains, equals, one_of
from warehouse.packaging.models import File, Project, Release
from warehouse.scanning.models import FileMatch, NameMatch, YaraRules
from warehouse.security import Permission


def _is_open_or_dismissed(match: type[FileMatch | NameMatch]) -> Term:
    """Return the term for matches that somebody has dismissed, or nobody yet."""
    is_open = match.dismissed.is_(None)
    return Term("is", "is:open", one_of({"open": is_open, "dismissed": ~is_open}))


YARA_RULES = Listing(
    name="yara-rules",
    path="/admin/yara-rules/",
    title="YARA rules",
    permission=Permission.ADMIN_OBSERVATIONS_READ,
    rows=select(YaraRules),
    key=YaraRules.id,
    order="name",
    columns=(
        Column(
            *("name", "Name", YaraRules.name, "code"),
            sorts=True,
            route="admin.yara_rules.one",
            parts={"name": "name"},
        ),
        Column("is_enabled", "On", YaraRules.is_enabled, "flag"),
        Column("changed", "Changed", YaraRules.changed, "time"),
    ),
    word=contains(YaraRules.name),
    words="a part of the name; * stands for any text",
    terms=(Term("source", "source:base64", contains(YaraRules.source)),),
    adding="admin.yara_rules.add",
)

FILE_MATCHES = Listing(
    name="file-matches",
    path="/admin/file-matches/",
    title="Matches of rules",
    permission=Permission.ADMIN_OBSERVATIONS_READ,
    rows=select(FileMatch)
    .join(File, File.id == FileMatch.file_id)
    .join(Release, Release.id == File.release_id)
    .join(Project, Project.id == Release.project_id),
    key=FileMatch.id,
    order="-created",
    columns=(
        Column("created", "When", FileMatch.created, "time", sorts=True),
        Column("rule", "Rule", FileMatch.rule, "code"),
        Column("filename", "File", File.filename, "code"),
        Column("member", "Member", FileMatch.member, "code"),
        Column(
            *("project", "Project", Project.normalized_name),
            route="admin.project",
            parts={"name": "project"},
        ),
        Column("dismissed_by", "Dismissed by", FileMatch.dismissed_by),
        Column(
            *("id", "Id", cast(FileMatch.id, Text)),
            kind="code",
            route="admin.file_match.dismiss",
            parts={"id": "id"},
        ),
    ),
    word=equals(Project.normalized_name),
    words="the normalised name of a project",
    terms=(
        Term("rule", "rule:secrets.aws", equals(FileMatch.rule)),
        Term("file", "file:example-1.0.tar.gz", equals(File.filename)),
        Term("created", "created:2026-11-28", at_time(FileMatch.created)),
        _is_open_or_dismissed(FileMatch),
    ),
)

NAME_MATCHES = Listing(
    name="name-matches",
    path="/admin/name-matches/",
    title="Names like others",
    permission=Permission.ADMIN_OBSERVATIONS_READ,
    rows=select(NameMatch).join(Project, Project.id == NameMatch.project_id),
    key=NameMatch.id,
    order="-created",
    columns=(
        Column("created", "When", NameMatch.created, "time", sorts=True),
        Column(
            *("project", "Project", Project.normalized_name),
            route="admin.project",
            parts={"name": "project"},
        ),
        Column(
            *("resembles", "Resembles", NameMatch.resembles),
            route="admin.project",
            parts={"name": "resembles"},
        ),
        Column("reason", "Because of", NameMatch.reason),
        Column("dismissed_by", "Dismissed by", NameMatch.dismissed_by),
        Column(
            *("id", "Id", cast(NameMatch.id, Text)),
            kind="code",
            route="admin.name_match.dismiss",
            parts={"id": "id"},
        ),
    ),
    word=contains(Project.normalized_name),
    words="a part of the new name; * stands for any text",
    terms=(
        Term("resembles", "resembles:requests", equals(NameMatch.resembles)),
        Term("created", "created:2026-11-28", at_time(NameMatch.created)),
        _is_open_or_dismissed(NameMatch),
    ),
)
