"""Today's table names and columns, beside the legacy ones.

Nothing is lost yet: legacy keys and columns stay until the rows have been carried over.
No released code runs on these revisions, so tables may be renamed at once, and because
a legacy database may be large they set no statement timeout.

The way down restores the legacy keys; the rows were given their legacy columns back by
the revision after this one.
"""

from alembic import op

revision = "202611222001"
down_revision = "202611222000"


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("DROP INDEX IF EXISTS project_name_pep426_normalized")
    op.execute(FUNCTIONS)
    op.execute(TYPES)
    op.execute(EXPAND_ACCOUNTS)
    op.execute(EXPAND_PROJECTS)
    op.execute(EXPAND_FILES)


def downgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute(SHRINK_FILES)
    op.execute(SHRINK_PROJECTS)
    op.execute(SHRINK_ACCOUNTS)
    op.execute("""
        ALTER TYPE packagetype RENAME TO package_type;
        DROP TYPE lifecyclestatus, disablereason, unverifyreason;
        DROP FUNCTION ultranormalize_name(text);
        DROP FUNCTION pep440_is_prerelease(text);
        DROP FUNCTION sitemap_bucket(text);
    """)
    op.execute(LEGACY_FUNCTION)
    op.execute(LEGACY_UNIQUENESS)
    op.execute("DROP EXTENSION pg_trgm")


FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION normalize_pep426_name(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(regexp_replace($1, '[-_.]+', '-', 'g'))
$$;

CREATE FUNCTION ultranormalize_name(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(translate($1, 'lLiIoO._-', '111100'))
$$;

CREATE FUNCTION pep440_is_prerelease(text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT split_part($1, '+', 1) ~* '(a|b|c|dev|pre)'
$$;

CREATE FUNCTION sitemap_bucket(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT left(encode(sha512(convert_to($1, 'UTF8')), 'hex'), 2)
$$;
"""

LEGACY_FUNCTION = r"""
CREATE OR REPLACE FUNCTION normalize_pep426_name(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT lower(regexp_replace(regexp_replace($1, '(\.|_)', '-', 'g'), '(1|l|I)', '1', 'ig'))
$$;
"""

# Names that differ today may be one under the legacy rule, and contents may be stored
# twice. Then the legacy guard is left out: it would refuse rows that are already there.
LEGACY_UNIQUENESS = """
DO $$ BEGIN
    CREATE UNIQUE INDEX project_name_pep426_normalized
        ON packages (normalize_pep426_name(name));
EXCEPTION WHEN unique_violation THEN
    RAISE NOTICE 'project_name_pep426_normalized left out: names are too much alike';
END $$;
DO $$ BEGIN
    ALTER TABLE release_files
        ADD CONSTRAINT release_files_md5_digest_key UNIQUE (md5_digest);
EXCEPTION WHEN unique_violation THEN
    RAISE NOTICE 'release_files_md5_digest_key left out: files have the same content';
END $$;
"""

TYPES = """
ALTER TYPE package_type RENAME TO packagetype;
CREATE TYPE lifecyclestatus AS ENUM (
    'quarantine-enter', 'quarantine-exit', 'archived', 'archived-noindex', 'deprecated'
);
CREATE TYPE disablereason AS ENUM (
    'password compromised', 'account frozen', 'admin initiated'
);
CREATE TYPE unverifyreason AS ENUM (
    'spam complaint', 'hard bounce', 'soft bounce', 'domain status invalid'
);
"""

EXPAND_ACCOUNTS = """
ALTER TABLE accounts_user RENAME TO users;
ALTER TABLE users RENAME COLUMN id TO legacy_id;
ALTER TABLE users
    ALTER COLUMN name TYPE text,
    ALTER COLUMN name SET DEFAULT '',
    ALTER COLUMN password TYPE text,
    ALTER COLUMN last_login DROP NOT NULL,
    ALTER COLUMN last_login SET DEFAULT (now() AT TIME ZONE 'utc'),
    ALTER COLUMN date_joined SET DEFAULT (now() AT TIME ZONE 'utc'),
    ALTER COLUMN is_superuser SET DEFAULT false,
    ALTER COLUMN is_active SET DEFAULT false,
    ALTER COLUMN is_staff SET DEFAULT false,
    ADD COLUMN id uuid DEFAULT gen_random_uuid() NOT NULL,
    ADD COLUMN password_date timestamp without time zone
        DEFAULT (now() AT TIME ZONE 'utc'),
    ADD COLUMN is_frozen boolean DEFAULT false NOT NULL,
    ADD COLUMN is_support boolean DEFAULT false NOT NULL,
    ADD COLUMN is_moderator boolean DEFAULT false NOT NULL,
    ADD COLUMN is_psf_staff boolean DEFAULT false NOT NULL,
    ADD COLUMN is_observer boolean DEFAULT false NOT NULL,
    ADD COLUMN prohibit_password_reset boolean DEFAULT false NOT NULL,
    ADD COLUMN hide_avatar boolean DEFAULT false NOT NULL,
    ADD COLUMN disabled_for disablereason,
    ADD COLUMN totp_secret bytea,
    ADD COLUMN last_totp_value text,
    ADD COLUMN sitemap_bucket text;

ALTER TABLE accounts_email RENAME TO user_emails;
ALTER TABLE user_emails RENAME COLUMN user_id TO legacy_user_id;
ALTER SEQUENCE accounts_email_id_seq RENAME TO user_emails_id_seq;
ALTER TABLE user_emails
    ALTER COLUMN email TYPE text,
    ALTER COLUMN "primary" SET DEFAULT false,
    ALTER COLUMN verified SET DEFAULT false,
    ADD COLUMN user_id uuid,
    ADD COLUMN public boolean DEFAULT false NOT NULL,
    ADD COLUMN unverify_reason unverifyreason,
    ADD COLUMN transient_bounces integer DEFAULT 0 NOT NULL,
    ADD COLUMN domain_last_checked timestamp without time zone,
    ADD COLUMN domain_last_status text[];
"""

SHRINK_ACCOUNTS = """
ALTER TABLE user_emails
    DROP COLUMN user_id,
    DROP COLUMN public,
    DROP COLUMN unverify_reason,
    DROP COLUMN transient_bounces,
    DROP COLUMN domain_last_checked,
    DROP COLUMN domain_last_status,
    ALTER COLUMN "primary" DROP DEFAULT,
    ALTER COLUMN verified DROP DEFAULT,
    ALTER COLUMN email TYPE character varying(254),
    ALTER COLUMN legacy_user_id SET NOT NULL;
ALTER SEQUENCE user_emails_id_seq RENAME TO accounts_email_id_seq;
ALTER TABLE user_emails RENAME COLUMN legacy_user_id TO user_id;
ALTER TABLE user_emails RENAME TO accounts_email;
ALTER TABLE users
    DROP COLUMN id,
    DROP COLUMN password_date,
    DROP COLUMN is_frozen,
    DROP COLUMN is_support,
    DROP COLUMN is_moderator,
    DROP COLUMN is_psf_staff,
    DROP COLUMN is_observer,
    DROP COLUMN prohibit_password_reset,
    DROP COLUMN hide_avatar,
    DROP COLUMN disabled_for,
    DROP COLUMN totp_secret,
    DROP COLUMN last_totp_value,
    DROP COLUMN sitemap_bucket,
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name TYPE character varying(100) USING left(name, 100),
    ALTER COLUMN password TYPE character varying(128) USING left(password, 128),
    ALTER COLUMN last_login DROP DEFAULT,
    ALTER COLUMN last_login SET NOT NULL,
    ALTER COLUMN date_joined SET DEFAULT now(),
    ALTER COLUMN is_superuser DROP DEFAULT,
    ALTER COLUMN is_active DROP DEFAULT,
    ALTER COLUMN is_staff DROP DEFAULT;
ALTER TABLE users RENAME COLUMN legacy_id TO id;
ALTER TABLE users RENAME TO accounts_user;
ALTER TABLE accounts_user ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE accounts_email ADD CONSTRAINT accounts_email_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES accounts_user (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX accounts_email_email_like ON accounts_email (email);
CREATE INDEX accounts_email_user_id ON accounts_email (user_id);
"""

EXPAND_PROJECTS = """
ALTER TABLE packages RENAME TO projects;
ALTER TABLE projects
    ALTER COLUMN created DROP NOT NULL,
    ALTER COLUMN created SET DEFAULT (now() AT TIME ZONE 'utc'),
    ADD COLUMN id uuid DEFAULT gen_random_uuid() NOT NULL,
    ADD COLUMN normalized_name text,
    ADD COLUMN has_docs boolean,
    ADD COLUMN upload_limit integer,
    ADD COLUMN total_size_limit bigint,
    ADD COLUMN last_serial integer DEFAULT 0 NOT NULL,
    ADD COLUMN total_size bigint DEFAULT 0 NOT NULL,
    ADD COLUMN lifecycle_status lifecyclestatus,
    ADD COLUMN lifecycle_status_changed timestamp without time zone,
    ADD COLUMN lifecycle_status_note text,
    ADD COLUMN successor text,
    ADD COLUMN sitemap_bucket text;

ALTER TABLE roles ADD COLUMN user_id uuid, ADD COLUMN project_id uuid;

CREATE TABLE release_descriptions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    content_type text,
    raw text NOT NULL,
    html text DEFAULT '' NOT NULL,
    rendered_by text DEFAULT '' NOT NULL,
    CONSTRAINT pk_release_descriptions PRIMARY KEY (id)
);
CREATE INDEX ix_release_descriptions_rendered_by ON release_descriptions (rendered_by);

ALTER TABLE releases
    ALTER COLUMN created SET DEFAULT (now() AT TIME ZONE 'utc'),
    ADD COLUMN id uuid DEFAULT gen_random_uuid() NOT NULL,
    ADD COLUMN project_id uuid,
    ADD COLUMN canonical_version text,
    ADD COLUMN is_prerelease boolean,
    ADD COLUMN published boolean DEFAULT true NOT NULL,
    ADD COLUMN author_email_verified boolean DEFAULT false NOT NULL,
    ADD COLUMN maintainer_email_verified boolean DEFAULT false NOT NULL,
    ADD COLUMN home_page_verified boolean DEFAULT false NOT NULL,
    ADD COLUMN download_url_verified boolean DEFAULT false NOT NULL,
    ADD COLUMN license_expression text,
    ADD COLUMN license_files text[],
    ADD COLUMN keywords_array text[],
    ADD COLUMN dynamic text[],
    ADD COLUMN provides_extra text[],
    ADD COLUMN yanked boolean DEFAULT false NOT NULL,
    ADD COLUMN yanked_reason text DEFAULT '' NOT NULL,
    ADD COLUMN yanked_date timestamp without time zone,
    ADD COLUMN lifecycle_status lifecyclestatus,
    ADD COLUMN lifecycle_status_changed timestamp without time zone,
    ADD COLUMN lifecycle_status_note text,
    ADD COLUMN description_id uuid DEFAULT gen_random_uuid(),
    ADD COLUMN uploader_id uuid,
    ADD COLUMN uploaded_via text;

CREATE TABLE release_urls (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    release_id uuid NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    verified boolean DEFAULT false NOT NULL,
    CONSTRAINT pk_release_urls PRIMARY KEY (id),
    CONSTRAINT uq_release_urls_release_id_name UNIQUE (release_id, name),
    CONSTRAINT ck_release_urls_name_length CHECK (length(name) BETWEEN 1 AND 32)
);

ALTER TABLE release_classifiers ADD COLUMN release_id uuid;
ALTER TABLE release_dependencies
    ADD COLUMN id uuid DEFAULT gen_random_uuid() NOT NULL,
    ADD COLUMN release_id uuid;
ALTER TABLE trove_classifiers ADD COLUMN ordering integer;
"""

SHRINK_PROJECTS = """
ALTER TABLE trove_classifiers DROP COLUMN ordering;
ALTER TABLE release_dependencies DROP COLUMN id, DROP COLUMN release_id;
ALTER TABLE release_classifiers DROP COLUMN release_id;
DROP TABLE release_urls;
ALTER TABLE releases
    DROP COLUMN id,
    DROP COLUMN project_id,
    DROP COLUMN canonical_version,
    DROP COLUMN is_prerelease,
    DROP COLUMN published,
    DROP COLUMN author_email_verified,
    DROP COLUMN maintainer_email_verified,
    DROP COLUMN home_page_verified,
    DROP COLUMN download_url_verified,
    DROP COLUMN license_expression,
    DROP COLUMN license_files,
    DROP COLUMN keywords_array,
    DROP COLUMN dynamic,
    DROP COLUMN provides_extra,
    DROP COLUMN yanked,
    DROP COLUMN yanked_reason,
    DROP COLUMN yanked_date,
    DROP COLUMN lifecycle_status,
    DROP COLUMN lifecycle_status_changed,
    DROP COLUMN lifecycle_status_note,
    DROP COLUMN description_id,
    DROP COLUMN uploader_id,
    DROP COLUMN uploaded_via,
    ALTER COLUMN created SET DEFAULT now();
DROP TABLE release_descriptions;
ALTER TABLE roles DROP COLUMN user_id, DROP COLUMN project_id;
ALTER TABLE projects
    DROP COLUMN id,
    DROP COLUMN normalized_name,
    DROP COLUMN has_docs,
    DROP COLUMN upload_limit,
    DROP COLUMN total_size_limit,
    DROP COLUMN last_serial,
    DROP COLUMN total_size,
    DROP COLUMN lifecycle_status,
    DROP COLUMN lifecycle_status_changed,
    DROP COLUMN lifecycle_status_note,
    DROP COLUMN successor,
    DROP COLUMN sitemap_bucket,
    ALTER COLUMN created SET DEFAULT now(),
    ALTER COLUMN created SET NOT NULL;
ALTER TABLE projects RENAME TO packages;

ALTER TABLE packages ADD CONSTRAINT packages_pkey PRIMARY KEY (name);
ALTER TABLE releases
    ADD CONSTRAINT releases_pkey PRIMARY KEY (name, version),
    ADD CONSTRAINT releases_name_fkey FOREIGN KEY (name)
        REFERENCES packages (name) ON UPDATE CASCADE;
ALTER TABLE release_classifiers ADD CONSTRAINT release_classifiers_name_fkey
    FOREIGN KEY (name, version) REFERENCES releases (name, version) ON UPDATE CASCADE;
ALTER TABLE release_dependencies ADD CONSTRAINT release_dependencies_name_fkey
    FOREIGN KEY (name, version) REFERENCES releases (name, version) ON UPDATE CASCADE;
ALTER TABLE roles
    ADD CONSTRAINT roles_package_name_fkey FOREIGN KEY (package_name)
        REFERENCES packages (name) ON UPDATE CASCADE,
    ADD CONSTRAINT roles_user_name_fkey FOREIGN KEY (user_name)
        REFERENCES users (username) ON UPDATE CASCADE;
CREATE INDEX release_name_created_idx ON releases (name, created DESC);
CREATE INDEX release_name_idx ON releases (name);
CREATE INDEX release_pypi_hidden_idx ON releases (_pypi_hidden);
CREATE INDEX release_version_idx ON releases (version);
CREATE INDEX releases_name_ts_idx ON releases USING gin (to_tsvector('english'::regconfig, name));
CREATE INDEX releases_summary_ts_idx
    ON releases USING gin (to_tsvector('english'::regconfig, summary));
CREATE INDEX trove_class_class_idx ON trove_classifiers (classifier);
CREATE INDEX trove_class_id_idx ON trove_classifiers (id);
CREATE INDEX rel_class_name_idx ON release_classifiers (name);
CREATE INDEX rel_class_name_version_idx ON release_classifiers (name, version);
CREATE INDEX rel_class_trove_id_idx ON release_classifiers (trove_id);
CREATE INDEX rel_class_version_id_idx ON release_classifiers (version);
CREATE INDEX rel_dep_name_idx ON release_dependencies (name);
CREATE INDEX rel_dep_name_version_idx ON release_dependencies (name, version);
CREATE INDEX rel_dep_name_version_kind_idx ON release_dependencies (name, version, kind);
CREATE INDEX roles_pack_name_idx ON roles (package_name);
CREATE INDEX roles_user_name_idx ON roles (user_name);
"""

EXPAND_FILES = """
ALTER TABLE release_files
    ADD COLUMN release_id uuid,
    ADD COLUMN path text,
    ADD COLUMN requires_python text,
    ADD COLUMN size bigint,
    ADD COLUMN sha256_digest citext,
    ADD COLUMN blake2_256_digest citext,
    ADD COLUMN uploaded_via text,
    ADD COLUMN metadata_file_sha256_digest citext,
    ADD COLUMN metadata_file_blake2_256_digest citext,
    ADD COLUMN metadata_file_unbackfillable boolean DEFAULT false NOT NULL,
    ADD COLUMN allow_multiple_sdist boolean DEFAULT false NOT NULL,
    ADD COLUMN cached boolean DEFAULT false NOT NULL,
    ADD COLUMN archived boolean DEFAULT false NOT NULL;
"""

SHRINK_FILES = """
ALTER TABLE release_files
    DROP COLUMN release_id,
    DROP COLUMN path,
    DROP COLUMN requires_python,
    DROP COLUMN size,
    DROP COLUMN sha256_digest,
    DROP COLUMN blake2_256_digest,
    DROP COLUMN uploaded_via,
    DROP COLUMN metadata_file_sha256_digest,
    DROP COLUMN metadata_file_blake2_256_digest,
    DROP COLUMN metadata_file_unbackfillable,
    DROP COLUMN allow_multiple_sdist,
    DROP COLUMN cached,
    DROP COLUMN archived;
CREATE INDEX release_files_name_idx ON release_files (name);
CREATE INDEX release_files_name_version_idx ON release_files (name, version);
CREATE INDEX release_files_packagetype_idx ON release_files (packagetype);
CREATE INDEX release_files_version_idx ON release_files (version);
CREATE INDEX journals_changelog ON journals (submitted_date, name, version, action);
CREATE INDEX journals_latest_releases ON journals (submitted_date, name, version)
    WHERE version IS NOT NULL AND action = 'new release';
CREATE INDEX journals_id_idx ON journals (id);
CREATE INDEX journals_name_idx ON journals (name);
CREATE INDEX journals_version_idx ON journals (version);
"""
