"""Rows that every index needs: two accounts, names nobody may take, flags, counts.

A legacy database may have `deleted-user` or `admin` already, and keeps them. The way
down leaves the accounts, because rows may refer to them, as in a legacy database.
"""

from alembic import op

revision = "202611222006"
down_revision = "202611222005"


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute(USERS)
    op.execute(PROHIBITED)
    op.execute(FLAGS)
    op.execute(COUNTS)


def downgrade() -> None:
    op.execute("DELETE FROM row_counts")
    op.execute("DELETE FROM admin_flags")
    op.execute("""
        DELETE FROM prohibited_project_names
        WHERE name IN ('requirements-txt', 'rrequirements-txt')
    """)


USERS = """
INSERT INTO users (username, name, password, is_active, date_joined, last_login) VALUES
    ('deleted-user', 'deleted user', '!', false, NULL, NULL),
    ('admin', 'automatic actions', '!', false, NULL, NULL)
ON CONFLICT (username) DO NOTHING;
"""

PROHIBITED = """
INSERT INTO prohibited_project_names (name, comment) VALUES
    ('requirements-txt', 'likely a slip in: pip install -r requirements.txt'),
    ('rrequirements-txt', 'likely a slip in: pip install -r requirements.txt')
ON CONFLICT (name) DO NOTHING;
"""

FLAGS = """
INSERT INTO admin_flags (id, description, notify) VALUES
    ('read-only', 'Nothing can be changed for now: the index is read-only.', true),
    ('disallow-new-upload', 'New files are not accepted for now.', true),
    (
        'disallow-new-project-registration',
        'New projects cannot be registered for now.', true
    ),
    ('disallow-new-user-registration', 'New accounts cannot be registered for now.', true),
    ('disable-upload-scanning', 'Uploaded files are not scanned.', false),
    ('disable-pep740', 'Attestations are not accepted with uploads.', false),
    ('disallow-oidc', 'Trusted publishers cannot obtain tokens for now.', true)
ON CONFLICT (id) DO NOTHING;
"""

COUNTS = """
INSERT INTO row_counts (table_name, count) VALUES
    ('users', (SELECT count(*) FROM users)),
    ('projects', (SELECT count(*) FROM projects)),
    ('releases', (SELECT count(*) FROM releases)),
    ('release_files', (SELECT count(*) FROM release_files));
"""
