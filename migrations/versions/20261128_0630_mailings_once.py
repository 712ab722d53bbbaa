"""Keep the message of a mailing to what a search finds once."""

from alembic import op

revision = "202611280630"
down_revision = "202611280650"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE mailings ADD COLUMN subject text, ADD COLUMN body_text text;
        ALTER TABLE mailing_rows
            ALTER COLUMN subject DROP NOT NULL,
            ALTER COLUMN body_text DROP NOT NULL;
    """)


def downgrade() -> None:
    op.execute("""
        UPDATE mailing_rows SET
            subject = coalesce(mailing_rows.subject, mailings.subject),
            body_text = coalesce(mailing_rows.body_text, mailings.body_text)
        FROM mailings WHERE mailings.id = mailing_rows.mailing_id;
        ALTER TABLE mailing_rows
            ALTER COLUMN subject SET NOT NULL,
            ALTER COLUMN body_text SET NOT NULL;
        ALTER TABLE mailings DROP COLUMN subject, DROP COLUMN body_text;
    """)
