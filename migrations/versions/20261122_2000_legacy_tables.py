"""The tables of a legacy PyPI database that carry what we keep.

Their shape is that of April 2015: natural keys, names as foreign keys, the names of
constraints and indexes included. `warehouse db adopt` brings a database of that
family to exactly this revision, so every database walks the same path from here.
"""

from alembic import op

revision = "202611222000"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    op.execute(TYPES)
    op.execute(ACCOUNTS)
    op.execute(PACKAGES)
    op.execute(FILES)
    op.execute(JOURNALS)


def downgrade() -> None:
    op.execute("""
        DROP TABLE journals, file_registry, roles, release_files, release_dependencies,
            release_classifiers, releases, packages, trove_classifiers, accounts_email,
            accounts_user;
        DROP FUNCTION normalize_pep426_name(text);
        DROP TYPE package_type;
    """)


TYPES = r"""
CREATE TYPE package_type AS ENUM (
    'bdist_dmg', 'bdist_dumb', 'bdist_egg', 'bdist_msi', 'bdist_rpm', 'bdist_wheel',
    'bdist_wininst', 'sdist'
);

CREATE FUNCTION normalize_pep426_name(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT lower(regexp_replace(regexp_replace($1, '(\.|_)', '-', 'g'), '(1|l|I)', '1', 'ig'))
$$;
"""

ACCOUNTS = """
CREATE TABLE accounts_user (
    id serial NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp without time zone NOT NULL,
    is_superuser boolean NOT NULL,
    username citext NOT NULL,
    name character varying(100) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp without time zone DEFAULT now(),
    CONSTRAINT accounts_user_pkey PRIMARY KEY (id),
    CONSTRAINT accounts_user_username_key UNIQUE (username),
    CONSTRAINT accounts_user_valid_username
        CHECK (username ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'),
    CONSTRAINT packages_valid_name CHECK (length(username::text) <= 50)
);

CREATE TABLE accounts_email (
    id serial NOT NULL,
    user_id integer NOT NULL,
    email character varying(254) NOT NULL,
    "primary" boolean NOT NULL,
    verified boolean NOT NULL,
    CONSTRAINT accounts_email_pkey PRIMARY KEY (id),
    CONSTRAINT accounts_email_email_key UNIQUE (email),
    CONSTRAINT accounts_email_user_id_fkey FOREIGN KEY (user_id)
        REFERENCES accounts_user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX accounts_email_email_like ON accounts_email (email);
CREATE INDEX accounts_email_user_id ON accounts_email (user_id);
"""

PACKAGES = """
CREATE TABLE packages (
    name text NOT NULL,
    stable_version text,
    autohide boolean DEFAULT true,
    comments boolean DEFAULT true,
    bugtrack_url text,
    hosting_mode text DEFAULT 'pypi-explicit' NOT NULL,
    created timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT packages_pkey PRIMARY KEY (name),
    CONSTRAINT packages_valid_name
        CHECK (name ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$')
);
CREATE UNIQUE INDEX project_name_pep426_normalized ON packages (normalize_pep426_name(name));

CREATE TABLE releases (
    name text NOT NULL,
    version text NOT NULL,
    author text,
    author_email text,
    maintainer text,
    maintainer_email text,
    home_page text,
    license text,
    summary text,
    description text,
    keywords text,
    platform text,
    download_url text,
    _pypi_ordering integer,
    _pypi_hidden boolean,
    description_html text,
    cheesecake_installability_id integer,
    cheesecake_documentation_id integer,
    cheesecake_code_kwalitee_id integer,
    requires_python text,
    description_from_readme boolean,
    created timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT releases_pkey PRIMARY KEY (name, version),
    CONSTRAINT releases_name_fkey FOREIGN KEY (name)
        REFERENCES packages (name) ON UPDATE CASCADE
);
CREATE INDEX release_name_created_idx ON releases (name, created DESC);
CREATE INDEX release_name_idx ON releases (name);
CREATE INDEX release_pypi_hidden_idx ON releases (_pypi_hidden);
CREATE INDEX release_version_idx ON releases (version);
CREATE INDEX releases_name_ts_idx ON releases USING gin (to_tsvector('english'::regconfig, name));
CREATE INDEX releases_summary_ts_idx
    ON releases USING gin (to_tsvector('english'::regconfig, summary));

CREATE TABLE trove_classifiers (
    id serial NOT NULL,
    classifier text,
    l2 integer,
    l3 integer,
    l4 integer,
    l5 integer,
    CONSTRAINT trove_classifiers_pkey PRIMARY KEY (id),
    CONSTRAINT trove_classifiers_classifier_key UNIQUE (classifier)
);
CREATE INDEX trove_class_class_idx ON trove_classifiers (classifier);
CREATE INDEX trove_class_id_idx ON trove_classifiers (id);

CREATE TABLE release_classifiers (
    name text,
    version text,
    trove_id integer,
    CONSTRAINT release_classifiers_name_fkey FOREIGN KEY (name, version)
        REFERENCES releases (name, version) ON UPDATE CASCADE,
    CONSTRAINT release_classifiers_trove_id_fkey FOREIGN KEY (trove_id)
        REFERENCES trove_classifiers (id)
);
CREATE INDEX rel_class_name_idx ON release_classifiers (name);
CREATE INDEX rel_class_name_version_idx ON release_classifiers (name, version);
CREATE INDEX rel_class_trove_id_idx ON release_classifiers (trove_id);
CREATE INDEX rel_class_version_id_idx ON release_classifiers (version);

CREATE TABLE release_dependencies (
    name text,
    version text,
    kind integer,
    specifier text,
    CONSTRAINT release_dependencies_name_fkey FOREIGN KEY (name, version)
        REFERENCES releases (name, version) ON UPDATE CASCADE
);
CREATE INDEX rel_dep_name_idx ON release_dependencies (name);
CREATE INDEX rel_dep_name_version_idx ON release_dependencies (name, version);
CREATE INDEX rel_dep_name_version_kind_idx ON release_dependencies (name, version, kind);
"""

FILES = """
CREATE TABLE release_files (
    name text,
    version text,
    python_version text,
    packagetype package_type,
    comment_text text,
    filename text,
    md5_digest text,
    downloads integer DEFAULT 0,
    upload_time timestamp without time zone,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT release_files_filename_key UNIQUE (filename),
    CONSTRAINT release_files_md5_digest_key UNIQUE (md5_digest),
    CONSTRAINT release_files_name_fkey FOREIGN KEY (name, version)
        REFERENCES releases (name, version) ON UPDATE CASCADE
);
CREATE INDEX release_files_name_idx ON release_files (name);
CREATE INDEX release_files_name_version_idx ON release_files (name, version);
CREATE INDEX release_files_packagetype_idx ON release_files (packagetype);
CREATE INDEX release_files_version_idx ON release_files (version);

CREATE TABLE file_registry (
    id serial NOT NULL,
    filename text NOT NULL,
    CONSTRAINT file_registry_pkey PRIMARY KEY (id),
    CONSTRAINT file_registry_filename_key UNIQUE (filename)
);
"""

JOURNALS = """
CREATE TABLE roles (
    role_name text,
    user_name citext,
    package_name text,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT roles_package_name_fkey FOREIGN KEY (package_name)
        REFERENCES packages (name) ON UPDATE CASCADE,
    CONSTRAINT roles_user_name_fkey FOREIGN KEY (user_name)
        REFERENCES accounts_user (username) ON UPDATE CASCADE
);
CREATE INDEX roles_pack_name_idx ON roles (package_name);
CREATE INDEX roles_user_name_idx ON roles (user_name);

CREATE TABLE journals (
    id serial NOT NULL,
    name text,
    version text,
    action text,
    submitted_date timestamp without time zone,
    submitted_by citext,
    submitted_from text,
    CONSTRAINT journals_pkey PRIMARY KEY (id),
    CONSTRAINT journals_submitted_by_fkey FOREIGN KEY (submitted_by)
        REFERENCES accounts_user (username) ON UPDATE CASCADE
);
CREATE INDEX journals_changelog ON journals (submitted_date, name, version, action);
CREATE INDEX journals_latest_releases ON journals (submitted_date, name, version)
    WHERE version IS NOT NULL AND action = 'new release';
CREATE INDEX journals_id_idx ON journals (id);
CREATE INDEX journals_name_idx ON journals (name);
CREATE INDEX journals_version_idx ON journals (version);
"""
