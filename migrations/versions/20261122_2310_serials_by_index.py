"""Find the project of a journal row by its normalised name, which has an index.

The row belongs to the project with exactly its name; looking for that alone read all
projects for every row, while others waited for the lock on the journal.
"""

from alembic import op

revision = "202611222310"
down_revision = "202611222300"


def upgrade() -> None:
    op.execute("""
        CREATE OR REPLACE FUNCTION maintain_last_serial() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                UPDATE projects SET last_serial = NEW.id
                WHERE normalized_name = normalize_pep426_name(NEW.name)
                    AND name = NEW.name AND last_serial < NEW.id;
                RETURN NULL;
            END IF;
            UPDATE projects SET last_serial = coalesce(
                (SELECT max(journals.id) FROM journals WHERE journals.name = projects.name),
                0
            )
            WHERE normalized_name = normalize_pep426_name(OLD.name) AND name = OLD.name;
            IF TG_OP = 'UPDATE' THEN
                UPDATE projects SET last_serial = coalesce(
                    (
                        SELECT max(journals.id) FROM journals
                        WHERE journals.name = projects.name
                    ), 0
                )
                WHERE normalized_name = normalize_pep426_name(NEW.name)
                    AND name = NEW.name;
            END IF;
            RETURN NULL;
        END $$
    """)


def downgrade() -> None:
    op.execute("""
        CREATE OR REPLACE FUNCTION maintain_last_serial() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                UPDATE projects SET last_serial = NEW.id
                WHERE name = NEW.name AND last_serial < NEW.id;
            ELSE
                UPDATE projects SET last_serial = coalesce(
                    (
                        SELECT max(journals.id) FROM journals
                        WHERE journals.name = projects.name
                    ), 0
                )
                WHERE name = OLD.name OR TG_OP = 'UPDATE' AND name = NEW.name;
            END IF;
            RETURN NULL;
        END $$
    """)
