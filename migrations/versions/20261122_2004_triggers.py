"""The columns that the database keeps itself, by triggers."""

from alembic import op

revision = "202611222004"
down_revision = "202611222003"


def upgrade() -> None:
    for statement in (USERS, PROJECTS, JOURNALS, RELEASES, FILES):
        op.execute(statement)


def downgrade() -> None:
    op.execute("""
        DROP TRIGGER release_files_registry ON release_files;
        DROP TRIGGER release_files_total_size ON release_files;
        DROP TRIGGER release_files_requires_python ON release_files;
        DROP TRIGGER releases_after_delete ON releases;
        DROP TRIGGER releases_requires_python ON releases;
        DROP TRIGGER releases_is_prerelease ON releases;
        DROP TRIGGER journals_last_serial ON journals;
        DROP TRIGGER projects_names ON projects;
        DROP TRIGGER users_password_date ON users;
        DROP TRIGGER users_sitemap_bucket ON users;
        DROP FUNCTION register_filename();
        DROP FUNCTION maintain_total_size();
        DROP FUNCTION copy_requires_python_from_release();
        DROP FUNCTION clean_up_after_release();
        DROP FUNCTION copy_requires_python_to_files();
        DROP FUNCTION maintain_is_prerelease();
        DROP FUNCTION maintain_last_serial();
        DROP FUNCTION maintain_project_names();
        DROP FUNCTION maintain_password_date();
        DROP FUNCTION maintain_user_sitemap_bucket();
    """)


USERS = """
CREATE FUNCTION maintain_user_sitemap_bucket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sitemap_bucket = sitemap_bucket(NEW.username::text);
    RETURN NEW;
END $$;
CREATE TRIGGER users_sitemap_bucket
    BEFORE INSERT OR UPDATE OF username, sitemap_bucket ON users
    FOR EACH ROW EXECUTE FUNCTION maintain_user_sitemap_bucket();

CREATE FUNCTION maintain_password_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.password_date = now() AT TIME ZONE 'utc';
    RETURN NEW;
END $$;
CREATE TRIGGER users_password_date
    BEFORE UPDATE OF password ON users
    FOR EACH ROW WHEN (OLD.password IS DISTINCT FROM NEW.password)
    EXECUTE FUNCTION maintain_password_date();
"""

PROJECTS = """
CREATE FUNCTION maintain_project_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.normalized_name = normalize_pep426_name(NEW.name);
    NEW.sitemap_bucket = sitemap_bucket(NEW.name);
    RETURN NEW;
END $$;
CREATE TRIGGER projects_names
    BEFORE INSERT OR UPDATE OF name, normalized_name, sitemap_bucket ON projects
    FOR EACH ROW EXECUTE FUNCTION maintain_project_names();
"""

JOURNALS = """
CREATE FUNCTION maintain_last_serial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE projects SET last_serial = NEW.id
        WHERE name = NEW.name AND last_serial < NEW.id;
    ELSE
        UPDATE projects SET last_serial = coalesce(
            (SELECT max(journals.id) FROM journals WHERE journals.name = projects.name), 0
        )
        WHERE name = OLD.name OR TG_OP = 'UPDATE' AND name = NEW.name;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journals_last_serial
    AFTER INSERT OR DELETE OR UPDATE OF id, name ON journals
    FOR EACH ROW EXECUTE FUNCTION maintain_last_serial();
"""

# Deleting a release deletes its files first, by a constraint trigger whose name sorts
# before ours; but then they can no longer find the project, so its size is summed anew.
RELEASES = """
CREATE FUNCTION maintain_is_prerelease() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_prerelease = pep440_is_prerelease(NEW.version);
    RETURN NEW;
END $$;
CREATE TRIGGER releases_is_prerelease
    BEFORE INSERT OR UPDATE OF version, is_prerelease ON releases
    FOR EACH ROW EXECUTE FUNCTION maintain_is_prerelease();

CREATE FUNCTION copy_requires_python_to_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE release_files SET requires_python = NEW.requires_python
    WHERE release_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER releases_requires_python
    AFTER UPDATE OF requires_python ON releases
    FOR EACH ROW WHEN (OLD.requires_python IS DISTINCT FROM NEW.requires_python)
    EXECUTE FUNCTION copy_requires_python_to_files();

CREATE FUNCTION clean_up_after_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM release_descriptions WHERE id = OLD.description_id;
    UPDATE projects SET total_size = coalesce(
        (
            SELECT sum(size) FROM release_files
            JOIN releases ON releases.id = release_files.release_id
            WHERE releases.project_id = OLD.project_id
        ), 0
    )
    WHERE id = OLD.project_id;
    RETURN NULL;
END $$;
CREATE TRIGGER releases_after_delete AFTER DELETE ON releases
    FOR EACH ROW EXECUTE FUNCTION clean_up_after_release();
"""

FILES = """
CREATE FUNCTION copy_requires_python_from_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.requires_python = (SELECT requires_python FROM releases WHERE id = NEW.release_id);
    RETURN NEW;
END $$;
CREATE TRIGGER release_files_requires_python
    BEFORE INSERT OR UPDATE OF release_id ON release_files
    FOR EACH ROW EXECUTE FUNCTION copy_requires_python_from_release();

CREATE FUNCTION maintain_total_size() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE projects SET total_size = total_size - coalesce(OLD.size, 0)
        FROM releases
        WHERE releases.id = OLD.release_id AND projects.id = releases.project_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE projects SET total_size = total_size + coalesce(NEW.size, 0)
        FROM releases
        WHERE releases.id = NEW.release_id AND projects.id = releases.project_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER release_files_total_size
    AFTER INSERT OR DELETE OR UPDATE OF size, release_id ON release_files
    FOR EACH ROW EXECUTE FUNCTION maintain_total_size();

CREATE FUNCTION register_filename() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO file_registry (filename) VALUES (NEW.filename) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER release_files_registry
    AFTER INSERT OR UPDATE OF filename ON release_files
    FOR EACH ROW EXECUTE FUNCTION register_filename();
"""
