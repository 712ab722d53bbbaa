"""Fill today's columns from the legacy ones; the way down, the reverse.

Set-based, except for canonical versions, which only the `packaging` library knows. A
legacy database may be large, so there is no statement timeout.

Downgrading restores everything the legacy tables can hold. What they cannot (yanks,
links other than Project-URL, second factors, digests other than MD5, statuses) is lost.
"""

import sqlalchemy as sa
from alembic import op
from packaging.utils import canonicalize_version

revision = "202611222002"
down_revision = "202611222001"

BATCH = 5000


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    for statement in (USERS, PROJECTS, RELEASES, FILES, DEPENDENTS, JOURNALS):
        op.execute(statement)
    fill_canonical_versions()
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def downgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute(BACK_TO_LEGACY)
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def fill_canonical_versions() -> None:
    connection = op.get_bind()
    versions = list(connection.scalars(sa.text("SELECT DISTINCT version FROM releases")))
    for start in range(0, len(versions), BATCH):
        batch = versions[start : start + BATCH]
        connection.execute(
            sa.text("""
                UPDATE releases SET canonical_version = known.canonical
                FROM unnest(CAST(:versions AS text[]), CAST(:canonical AS text[]))
                    AS known (version, canonical)
                WHERE releases.version = known.version
            """),
            {
                "versions": batch,
                "canonical": [canonicalize_version(version) for version in batch],
            },
        )


# `-infinity` stood for "unknown", and no other time outside our calendar means more. A
# hash that no hasher recognises is disabled by `!`, and kept behind it.
USERS = r"""
UPDATE users SET last_login = NULL
WHERE NOT last_login BETWEEN '0001-01-01' AND '9999-12-31';
UPDATE users SET date_joined = NULL
WHERE NOT date_joined BETWEEN '0001-01-01' AND '9999-12-31';
UPDATE users SET password = '!' || password
WHERE password !~ '^([!*]|\$argon2(id|i|d)\$|\$bcrypt-sha256\$|\$2[abxy]?\$|bcrypt\$\$2)';
UPDATE users SET sitemap_bucket = sitemap_bucket(username::text);

UPDATE user_emails SET user_id = users.id
FROM users WHERE users.legacy_id = user_emails.legacy_user_id;
UPDATE user_emails SET "primary" = false
WHERE "primary" AND EXISTS (
    SELECT FROM user_emails AS earlier
    WHERE earlier.user_id = user_emails.user_id AND earlier."primary"
        AND earlier.id < user_emails.id
);
"""

PROJECTS = """
UPDATE projects SET
    created = CASE WHEN created BETWEEN '0001-01-01' AND '9999-12-31' THEN created END,
    normalized_name = normalize_pep426_name(name),
    sitemap_bucket = sitemap_bucket(name),
    last_serial = coalesce(
        (SELECT max(journals.id) FROM journals WHERE journals.name = projects.name), 0
    );

DELETE FROM roles
WHERE package_name IS NULL OR user_name IS NULL OR role_name IS NULL
    OR role_name NOT IN ('Owner', 'Maintainer');
UPDATE roles SET project_id = projects.id FROM projects WHERE projects.name = package_name;
UPDATE roles SET user_id = users.id FROM users WHERE users.username = user_name;
DELETE FROM roles USING (
    SELECT ctid, row_number() OVER (
        PARTITION BY user_id, project_id ORDER BY role_name = 'Owner' DESC
    ) AS place FROM roles
) AS ranked
WHERE roles.ctid = ranked.ctid AND ranked.place > 1;
"""

# A release without a usable date takes that of its first file, else that of its first
# journal entry, else the beginning of time as computers count it.
RELEASES = """
UPDATE releases SET
    project_id = projects.id,
    is_prerelease = pep440_is_prerelease(version)
FROM projects WHERE projects.name = releases.name;

UPDATE releases SET created = coalesce(
    (
        SELECT min(upload_time) FROM release_files
        WHERE release_files.name = releases.name AND release_files.version = releases.version
            AND upload_time BETWEEN '0001-01-01' AND '9999-12-31'
    ),
    (
        SELECT min(submitted_date) FROM journals
        WHERE journals.name = releases.name AND journals.version = releases.version
            AND submitted_date BETWEEN '0001-01-01' AND '9999-12-31'
    ),
    '1970-01-01'
)
WHERE NOT created BETWEEN '0001-01-01' AND '9999-12-31';

INSERT INTO release_descriptions (id, raw)
SELECT description_id, coalesce(description, '') FROM releases;
"""

FILES = """
UPDATE release_files SET
    release_id = releases.id,
    requires_python = releases.requires_python,
    md5_digest = lower(md5_digest),
    packagetype = coalesce(packagetype, 'sdist'),
    python_version = coalesce(
        python_version,
        CASE WHEN coalesce(packagetype, 'sdist') = 'sdist' THEN 'source' ELSE 'any' END
    ),
    upload_time = CASE
        WHEN upload_time BETWEEN '0001-01-01' AND '9999-12-31' THEN upload_time
        ELSE releases.created
    END
FROM releases
WHERE releases.name = release_files.name AND releases.version = release_files.version;

UPDATE release_files SET
    path = python_version || '/' || left(name, 1) || '/' || name || '/' || filename;

UPDATE release_files SET allow_multiple_sdist = true
FROM (
    SELECT id, row_number() OVER (
        PARTITION BY release_id ORDER BY upload_time DESC, filename DESC
    ) AS place
    FROM release_files WHERE packagetype = 'sdist'
) AS ranked
WHERE release_files.id = ranked.id AND ranked.place > 1;

INSERT INTO file_registry (filename)
SELECT filename FROM release_files ORDER BY upload_time, filename
ON CONFLICT DO NOTHING;
"""

DEPENDENTS = """
UPDATE release_classifiers SET release_id = releases.id FROM releases
WHERE releases.name = release_classifiers.name
    AND releases.version = release_classifiers.version;
DELETE FROM release_classifiers AS extra USING release_classifiers AS kept
WHERE extra.release_id = kept.release_id AND extra.trove_id = kept.trove_id
    AND extra.ctid > kept.ctid;

UPDATE release_dependencies SET release_id = releases.id FROM releases
WHERE releases.name = release_dependencies.name
    AND releases.version = release_dependencies.version;
INSERT INTO release_urls (release_id, name, url)
SELECT DISTINCT ON (release_id, label) release_id, label, url
FROM (
    SELECT release_id, ctid AS place,
        btrim(split_part(specifier, ',', 1)) AS label,
        btrim(substr(specifier, strpos(specifier, ',') + 1)) AS url
    FROM release_dependencies WHERE kind = 8 AND specifier LIKE '%,%'
) AS links
WHERE length(label) BETWEEN 1 AND 32 AND url <> ''
ORDER BY release_id, label, place;
DELETE FROM release_dependencies WHERE kind = 8;
"""

# An entry without a date was written no earlier than the entries before it.
JOURNALS = """
UPDATE journals SET name = '' WHERE name IS NULL;
UPDATE journals SET action = '' WHERE action IS NULL;
UPDATE journals SET submitted_date = coalesce(
    (
        SELECT max(earlier.submitted_date) FROM journals AS earlier
        WHERE earlier.id < journals.id
            AND earlier.submitted_date BETWEEN '0001-01-01' AND '9999-12-31'
    ),
    '1970-01-01'
)
WHERE submitted_date IS NULL
    OR NOT submitted_date BETWEEN '0001-01-01' AND '9999-12-31';
"""

BACK_TO_LEGACY = """
UPDATE users SET last_login = '-infinity' WHERE last_login IS NULL;
UPDATE user_emails SET legacy_user_id = users.legacy_id
FROM users WHERE users.id = user_emails.user_id;

UPDATE projects SET created = '-infinity' WHERE created IS NULL;
UPDATE roles SET package_name = projects.name FROM projects
WHERE projects.id = roles.project_id;
UPDATE roles SET user_name = users.username FROM users WHERE users.id = roles.user_id;

UPDATE releases SET name = projects.name FROM projects
WHERE projects.id = releases.project_id;
UPDATE releases SET description = release_descriptions.raw FROM release_descriptions
WHERE release_descriptions.id = releases.description_id;

UPDATE release_files SET name = releases.name, version = releases.version FROM releases
WHERE releases.id = release_files.release_id;

UPDATE release_classifiers SET name = releases.name, version = releases.version
FROM releases WHERE releases.id = release_classifiers.release_id;

INSERT INTO release_dependencies (release_id, kind, specifier)
SELECT release_id, 8, name || ', ' || url FROM release_urls;
UPDATE release_dependencies SET name = releases.name, version = releases.version
FROM releases WHERE releases.id = release_dependencies.release_id;
"""
