"""Today's keys, constraints and indexes; the legacy columns go.

The way down gives the legacy columns back, empty; the revision before fills them.
A legacy database may be large, so there is no statement timeout.
"""

from alembic import op

revision = "202611222003"
down_revision = "202611222002"


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    for statement in (ACCOUNTS, DEPENDENTS, FILES, RELEASES, PROJECTS, JOURNALS):
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute(BACK_TO_EXPANDED)


ACCOUNTS = """
ALTER TABLE user_emails DROP COLUMN legacy_user_id;
ALTER TABLE roles DROP COLUMN user_name;
ALTER TABLE users DROP COLUMN legacy_id, DROP COLUMN is_staff;
ALTER TABLE users RENAME CONSTRAINT accounts_user_username_key TO uq_users_username;
ALTER TABLE users RENAME CONSTRAINT accounts_user_valid_username TO ck_users_valid_username;
ALTER TABLE users RENAME CONSTRAINT packages_valid_name TO ck_users_username_length;
ALTER TABLE users
    ADD CONSTRAINT pk_users PRIMARY KEY (id),
    ALTER COLUMN sitemap_bucket SET NOT NULL;
CREATE INDEX ix_users_username_trgm ON users USING gin ((username::text) gin_trgm_ops);

ALTER TABLE user_emails RENAME CONSTRAINT accounts_email_pkey TO pk_user_emails;
ALTER TABLE user_emails RENAME CONSTRAINT accounts_email_email_key TO uq_user_emails_email;
DROP INDEX accounts_email_email_like;
ALTER TABLE user_emails
    ALTER COLUMN user_id SET NOT NULL,
    ADD CONSTRAINT ck_user_emails_email_length CHECK (length(email) <= 254),
    ADD CONSTRAINT fk_user_emails_user_id FOREIGN KEY (user_id) REFERENCES users (id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX ix_user_emails_user_id ON user_emails (user_id);
CREATE INDEX ix_user_emails_lower_email ON user_emails (lower(email));
CREATE UNIQUE INDEX uq_user_emails_one_primary ON user_emails (user_id) WHERE "primary";
"""

DEPENDENTS = """
ALTER TABLE release_classifiers DROP COLUMN name, DROP COLUMN version;
ALTER TABLE release_dependencies DROP COLUMN name, DROP COLUMN version;
ALTER TABLE release_files DROP COLUMN name, DROP COLUMN version, DROP COLUMN downloads;
ALTER TABLE roles DROP COLUMN package_name;
ALTER TABLE releases
    DROP COLUMN name,
    DROP COLUMN description,
    DROP COLUMN description_html,
    DROP COLUMN _pypi_hidden,
    DROP COLUMN cheesecake_installability_id,
    DROP COLUMN cheesecake_documentation_id,
    DROP COLUMN cheesecake_code_kwalitee_id,
    DROP COLUMN description_from_readme;
ALTER TABLE projects
    DROP COLUMN stable_version,
    DROP COLUMN autohide,
    DROP COLUMN comments,
    DROP COLUMN bugtrack_url,
    DROP COLUMN hosting_mode;
DROP INDEX releases_summary_ts_idx;
DROP INDEX release_version_idx;

ALTER TABLE trove_classifiers
    DROP COLUMN l2, DROP COLUMN l3, DROP COLUMN l4, DROP COLUMN l5,
    ALTER COLUMN classifier SET NOT NULL,
    ADD CONSTRAINT ck_trove_classifiers_not_private
        CHECK (classifier NOT ILIKE 'private ::%');
ALTER TABLE trove_classifiers
    RENAME CONSTRAINT trove_classifiers_pkey TO pk_trove_classifiers;
ALTER TABLE trove_classifiers
    RENAME CONSTRAINT trove_classifiers_classifier_key TO uq_trove_classifiers_classifier;
DROP INDEX trove_class_class_idx;
DROP INDEX trove_class_id_idx;
"""

FILES = """
ALTER TABLE release_files DROP CONSTRAINT IF EXISTS release_files_md5_digest_key;
ALTER TABLE release_files
    RENAME CONSTRAINT release_files_filename_key TO uq_release_files_filename;
DROP INDEX release_files_packagetype_idx;
ALTER TABLE release_files
    ALTER COLUMN release_id SET NOT NULL,
    ALTER COLUMN filename SET NOT NULL,
    ALTER COLUMN path SET NOT NULL,
    ALTER COLUMN packagetype SET NOT NULL,
    ALTER COLUMN python_version SET NOT NULL,
    ALTER COLUMN md5_digest SET NOT NULL,
    ALTER COLUMN upload_time SET NOT NULL,
    ALTER COLUMN upload_time SET DEFAULT (now() AT TIME ZONE 'utc'),
    ADD CONSTRAINT pk_release_files PRIMARY KEY (id),
    ADD CONSTRAINT uq_release_files_path UNIQUE (path),
    ADD CONSTRAINT ck_release_files_held_or_not
        CHECK (num_nulls(size, sha256_digest, blake2_256_digest) IN (0, 3)),
    ADD CONSTRAINT ck_release_files_sha256_digest
        CHECK (sha256_digest ~* '^[A-F0-9]{64}$'),
    ADD CONSTRAINT ck_release_files_blake2_256_digest
        CHECK (blake2_256_digest ~* '^[A-F0-9]{64}$'),
    ADD CONSTRAINT ck_release_files_metadata_file_sha256_digest
        CHECK (metadata_file_sha256_digest ~* '^[A-F0-9]{64}$'),
    ADD CONSTRAINT ck_release_files_metadata_file_blake2_256_digest
        CHECK (metadata_file_blake2_256_digest ~* '^[A-F0-9]{64}$'),
    ADD CONSTRAINT ck_release_files_filename CHECK (position('/' in filename) = 0);
CREATE INDEX ix_release_files_release_id ON release_files (release_id);
CREATE INDEX ix_release_files_md5_digest ON release_files (md5_digest);
CREATE INDEX ix_release_files_sha256_digest ON release_files (sha256_digest);
CREATE INDEX ix_release_files_blake2_256_digest ON release_files (blake2_256_digest);
CREATE UNIQUE INDEX uq_release_files_one_sdist ON release_files (release_id, packagetype)
    WHERE packagetype = 'sdist' AND NOT allow_multiple_sdist;

ALTER TABLE file_registry RENAME CONSTRAINT file_registry_pkey TO pk_file_registry;
ALTER TABLE file_registry
    RENAME CONSTRAINT file_registry_filename_key TO uq_file_registry_filename;
"""

RELEASES = """
ALTER TABLE projects
    DROP CONSTRAINT packages_pkey,
    ADD CONSTRAINT pk_projects PRIMARY KEY (id);
ALTER TABLE releases
    ALTER COLUMN project_id SET NOT NULL,
    ALTER COLUMN canonical_version SET NOT NULL,
    ALTER COLUMN is_prerelease SET NOT NULL,
    ALTER COLUMN description_id SET NOT NULL,
    ALTER COLUMN description_id DROP DEFAULT,
    ADD CONSTRAINT pk_releases PRIMARY KEY (id),
    ADD CONSTRAINT uq_releases_project_id_version UNIQUE (project_id, version),
    ADD CONSTRAINT fk_releases_project_id FOREIGN KEY (project_id)
        REFERENCES projects (id) ON DELETE CASCADE,
    ADD CONSTRAINT fk_releases_description_id FOREIGN KEY (description_id)
        REFERENCES release_descriptions (id) ON DELETE CASCADE,
    ADD CONSTRAINT fk_releases_uploader_id FOREIGN KEY (uploader_id)
        REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX ix_releases_version ON releases (version);
CREATE INDEX ix_releases_canonical_version ON releases (canonical_version);
CREATE INDEX ix_releases_created ON releases (created DESC);
CREATE INDEX ix_releases_project_id_created ON releases (project_id, created DESC);
CREATE INDEX ix_releases_project_id_ordering ON releases (project_id, _pypi_ordering DESC);
CREATE INDEX ix_releases_lifecycle_status ON releases (lifecycle_status);
CREATE INDEX ix_releases_description_id ON releases (description_id);
CREATE INDEX ix_releases_uploader_id ON releases (uploader_id);

ALTER TABLE release_files ADD CONSTRAINT fk_release_files_release_id
    FOREIGN KEY (release_id) REFERENCES releases (id) ON DELETE CASCADE;
ALTER TABLE release_urls ADD CONSTRAINT fk_release_urls_release_id
    FOREIGN KEY (release_id) REFERENCES releases (id) ON DELETE CASCADE;
ALTER TABLE release_classifiers
    RENAME CONSTRAINT release_classifiers_trove_id_fkey TO fk_release_classifiers_trove_id;
ALTER TABLE release_classifiers
    ADD CONSTRAINT pk_release_classifiers PRIMARY KEY (release_id, trove_id),
    ADD CONSTRAINT fk_release_classifiers_release_id FOREIGN KEY (release_id)
        REFERENCES releases (id) ON DELETE CASCADE;
ALTER INDEX rel_class_trove_id_idx RENAME TO ix_release_classifiers_trove_id;
ALTER TABLE release_dependencies
    ALTER COLUMN release_id SET NOT NULL,
    ALTER COLUMN kind SET NOT NULL,
    ALTER COLUMN specifier SET NOT NULL,
    ADD CONSTRAINT pk_release_dependencies PRIMARY KEY (id),
    ADD CONSTRAINT ck_release_dependencies_kind CHECK (kind BETWEEN 1 AND 7),
    ADD CONSTRAINT fk_release_dependencies_release_id FOREIGN KEY (release_id)
        REFERENCES releases (id) ON DELETE CASCADE;
CREATE INDEX ix_release_dependencies_release_id_kind
    ON release_dependencies (release_id, kind);
"""

PROJECTS = """
ALTER TABLE projects RENAME CONSTRAINT packages_valid_name TO ck_projects_valid_name;
ALTER TABLE projects
    ALTER COLUMN normalized_name SET NOT NULL,
    ALTER COLUMN sitemap_bucket SET NOT NULL,
    ADD CONSTRAINT uq_projects_normalized_name UNIQUE (normalized_name),
    ADD CONSTRAINT ck_projects_upload_limit CHECK (upload_limit <= 1073741824);
CREATE INDEX ix_projects_created ON projects (created);
CREATE INDEX ix_projects_lifecycle_status ON projects (lifecycle_status);
CREATE INDEX ix_projects_ultranormalized_name ON projects (ultranormalize_name(name));

ALTER TABLE roles
    ALTER COLUMN role_name SET NOT NULL,
    ALTER COLUMN user_id SET NOT NULL,
    ALTER COLUMN project_id SET NOT NULL,
    ADD CONSTRAINT pk_roles PRIMARY KEY (id),
    ADD CONSTRAINT uq_roles_user_id_project_id UNIQUE (user_id, project_id),
    ADD CONSTRAINT ck_roles_role_name CHECK (role_name IN ('Owner', 'Maintainer')),
    ADD CONSTRAINT fk_roles_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE,
    ADD CONSTRAINT fk_roles_project_id FOREIGN KEY (project_id)
        REFERENCES projects (id) ON DELETE CASCADE;
CREATE INDEX ix_roles_project_id ON roles (project_id);
"""

JOURNALS = """
DROP INDEX journals_changelog, journals_latest_releases, journals_id_idx, journals_name_idx,
    journals_version_idx;
ALTER TABLE journals RENAME CONSTRAINT journals_pkey TO pk_journals;
ALTER TABLE journals
    RENAME CONSTRAINT journals_submitted_by_fkey TO fk_journals_submitted_by;
ALTER TABLE journals
    DROP COLUMN submitted_from,
    ALTER COLUMN name SET NOT NULL,
    ALTER COLUMN action SET NOT NULL,
    ALTER COLUMN submitted_date SET NOT NULL,
    ALTER COLUMN submitted_date SET DEFAULT (now() AT TIME ZONE 'utc');
CREATE INDEX ix_journals_name_id ON journals (name, id DESC);
CREATE INDEX ix_journals_submitted_date ON journals (submitted_date);
CREATE INDEX ix_journals_submitted_by ON journals (submitted_by);
CREATE INDEX ix_journals_new_releases ON journals (submitted_date, name, version)
    WHERE action = 'new release';
"""

BACK_TO_EXPANDED = """
DROP INDEX ix_journals_name_id, ix_journals_submitted_date, ix_journals_submitted_by,
    ix_journals_new_releases;
ALTER TABLE journals
    ADD COLUMN submitted_from text,
    ALTER COLUMN name DROP NOT NULL,
    ALTER COLUMN action DROP NOT NULL,
    ALTER COLUMN submitted_date DROP NOT NULL,
    ALTER COLUMN submitted_date DROP DEFAULT;
ALTER TABLE journals
    RENAME CONSTRAINT fk_journals_submitted_by TO journals_submitted_by_fkey;
ALTER TABLE journals RENAME CONSTRAINT pk_journals TO journals_pkey;

ALTER TABLE release_files
    DROP CONSTRAINT fk_release_files_release_id,
    DROP CONSTRAINT pk_release_files,
    DROP CONSTRAINT uq_release_files_path,
    DROP CONSTRAINT ck_release_files_held_or_not,
    DROP CONSTRAINT ck_release_files_sha256_digest,
    DROP CONSTRAINT ck_release_files_blake2_256_digest,
    DROP CONSTRAINT ck_release_files_metadata_file_sha256_digest,
    DROP CONSTRAINT ck_release_files_metadata_file_blake2_256_digest,
    DROP CONSTRAINT ck_release_files_filename,
    ADD COLUMN name text,
    ADD COLUMN version text,
    ADD COLUMN downloads integer DEFAULT 0,
    ALTER COLUMN release_id DROP NOT NULL,
    ALTER COLUMN filename DROP NOT NULL,
    ALTER COLUMN path DROP NOT NULL,
    ALTER COLUMN packagetype DROP NOT NULL,
    ALTER COLUMN python_version DROP NOT NULL,
    ALTER COLUMN md5_digest DROP NOT NULL,
    ALTER COLUMN upload_time DROP NOT NULL,
    ALTER COLUMN upload_time DROP DEFAULT;
DROP INDEX ix_release_files_release_id, ix_release_files_md5_digest,
    ix_release_files_sha256_digest, ix_release_files_blake2_256_digest,
    uq_release_files_one_sdist;
ALTER TABLE release_files
    RENAME CONSTRAINT uq_release_files_filename TO release_files_filename_key;
ALTER TABLE file_registry RENAME CONSTRAINT pk_file_registry TO file_registry_pkey;
ALTER TABLE file_registry
    RENAME CONSTRAINT uq_file_registry_filename TO file_registry_filename_key;

ALTER TABLE release_dependencies
    DROP CONSTRAINT pk_release_dependencies,
    DROP CONSTRAINT ck_release_dependencies_kind,
    DROP CONSTRAINT fk_release_dependencies_release_id,
    ADD COLUMN name text,
    ADD COLUMN version text,
    ALTER COLUMN release_id DROP NOT NULL,
    ALTER COLUMN kind DROP NOT NULL,
    ALTER COLUMN specifier DROP NOT NULL;
DROP INDEX ix_release_dependencies_release_id_kind;

ALTER TABLE release_classifiers
    DROP CONSTRAINT pk_release_classifiers,
    DROP CONSTRAINT fk_release_classifiers_release_id;
ALTER TABLE release_classifiers
    ADD COLUMN name text,
    ADD COLUMN version text,
    ALTER COLUMN release_id DROP NOT NULL,
    ALTER COLUMN trove_id DROP NOT NULL;
ALTER TABLE release_classifiers
    RENAME CONSTRAINT fk_release_classifiers_trove_id TO release_classifiers_trove_id_fkey;
DROP INDEX ix_release_classifiers_trove_id;

ALTER TABLE release_urls DROP CONSTRAINT fk_release_urls_release_id;

ALTER TABLE trove_classifiers
    RENAME CONSTRAINT uq_trove_classifiers_classifier TO trove_classifiers_classifier_key;
ALTER TABLE trove_classifiers
    RENAME CONSTRAINT pk_trove_classifiers TO trove_classifiers_pkey;
ALTER TABLE trove_classifiers
    DROP CONSTRAINT ck_trove_classifiers_not_private,
    ADD COLUMN l2 integer, ADD COLUMN l3 integer, ADD COLUMN l4 integer,
    ADD COLUMN l5 integer,
    ALTER COLUMN classifier DROP NOT NULL;

DROP INDEX ix_roles_project_id;
ALTER TABLE roles
    DROP CONSTRAINT pk_roles,
    DROP CONSTRAINT uq_roles_user_id_project_id,
    DROP CONSTRAINT ck_roles_role_name,
    DROP CONSTRAINT fk_roles_user_id,
    DROP CONSTRAINT fk_roles_project_id,
    ADD COLUMN user_name citext,
    ADD COLUMN package_name text,
    ALTER COLUMN role_name DROP NOT NULL,
    ALTER COLUMN user_id DROP NOT NULL,
    ALTER COLUMN project_id DROP NOT NULL;

DROP INDEX ix_releases_version, ix_releases_canonical_version, ix_releases_created,
    ix_releases_project_id_created, ix_releases_project_id_ordering,
    ix_releases_lifecycle_status, ix_releases_description_id, ix_releases_uploader_id;
ALTER TABLE releases
    DROP CONSTRAINT fk_releases_project_id,
    DROP CONSTRAINT fk_releases_description_id,
    DROP CONSTRAINT fk_releases_uploader_id,
    DROP CONSTRAINT uq_releases_project_id_version,
    DROP CONSTRAINT pk_releases,
    ALTER COLUMN project_id DROP NOT NULL,
    ALTER COLUMN canonical_version DROP NOT NULL,
    ALTER COLUMN is_prerelease DROP NOT NULL,
    ALTER COLUMN description_id DROP NOT NULL,
    ALTER COLUMN description_id SET DEFAULT gen_random_uuid(),
    ADD COLUMN name text,
    ADD COLUMN description text,
    ADD COLUMN description_html text,
    ADD COLUMN _pypi_hidden boolean,
    ADD COLUMN cheesecake_installability_id integer,
    ADD COLUMN cheesecake_documentation_id integer,
    ADD COLUMN cheesecake_code_kwalitee_id integer,
    ADD COLUMN description_from_readme boolean;

DROP INDEX ix_projects_created, ix_projects_lifecycle_status,
    ix_projects_ultranormalized_name;
ALTER TABLE projects
    DROP CONSTRAINT pk_projects,
    DROP CONSTRAINT uq_projects_normalized_name,
    DROP CONSTRAINT ck_projects_upload_limit,
    ALTER COLUMN normalized_name DROP NOT NULL,
    ALTER COLUMN sitemap_bucket DROP NOT NULL,
    ADD COLUMN stable_version text,
    ADD COLUMN autohide boolean DEFAULT true,
    ADD COLUMN comments boolean DEFAULT true,
    ADD COLUMN bugtrack_url text,
    ADD COLUMN hosting_mode text DEFAULT 'pypi-explicit' NOT NULL;
ALTER TABLE projects RENAME CONSTRAINT ck_projects_valid_name TO packages_valid_name;

DROP INDEX ix_user_emails_user_id, ix_user_emails_lower_email, uq_user_emails_one_primary;
ALTER TABLE user_emails
    DROP CONSTRAINT ck_user_emails_email_length,
    DROP CONSTRAINT fk_user_emails_user_id,
    ADD COLUMN legacy_user_id integer,
    ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE user_emails RENAME CONSTRAINT uq_user_emails_email TO accounts_email_email_key;
ALTER TABLE user_emails RENAME CONSTRAINT pk_user_emails TO accounts_email_pkey;

DROP INDEX ix_users_username_trgm;
CREATE SEQUENCE accounts_user_id_seq AS integer;
ALTER TABLE users
    DROP CONSTRAINT pk_users,
    ALTER COLUMN sitemap_bucket DROP NOT NULL,
    ADD COLUMN legacy_id integer DEFAULT nextval('accounts_user_id_seq') NOT NULL,
    ADD COLUMN is_staff boolean DEFAULT false NOT NULL;
ALTER SEQUENCE accounts_user_id_seq OWNED BY users.legacy_id;
ALTER TABLE users RENAME CONSTRAINT ck_users_username_length TO packages_valid_name;
ALTER TABLE users RENAME CONSTRAINT ck_users_valid_username TO accounts_user_valid_username;
ALTER TABLE users RENAME CONSTRAINT uq_users_username TO accounts_user_username_key;
"""
