"""Keep which namespaces organizations ask for, and what is said about it."""

from alembic import op

revision = "202611280870"
down_revision = "202611280865"


def upgrade() -> None:
    op.execute(APPLICATIONS)
    op.execute(MESSAGES)


def downgrade() -> None:
    op.execute("DROP TABLE namespace_application_messages, namespace_applications;")


APPLICATIONS = """
CREATE TABLE namespace_applications (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    normalized_name text COLLATE "C" NOT NULL,
    organization_id uuid NOT NULL,
    reason text NOT NULL,
    asked_by text NOT NULL,
    status organizationapplicationstatus DEFAULT 'submitted' NOT NULL,
    submitted timestamp without time zone
        DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    updated timestamp without time zone
        DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    CONSTRAINT pk_namespace_applications PRIMARY KEY (id),
    CONSTRAINT fk_namespace_applications_organization_id_organizations
        FOREIGN KEY (organization_id) REFERENCES organizations (id)
        ON DELETE CASCADE
);
CREATE INDEX ix_namespace_applications_normalized_name
    ON namespace_applications (normalized_name);
CREATE INDEX ix_namespace_applications_organization_id
    ON namespace_applications (organization_id);
CREATE INDEX ix_namespace_applications_submitted
    ON namespace_applications (submitted, id);
"""

MESSAGES = """
CREATE TABLE namespace_application_messages (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    application_id uuid NOT NULL,
    kind applicationmessagekind NOT NULL,
    created timestamp without time zone
        DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    author_name text NOT NULL,
    text text NOT NULL,
    CONSTRAINT pk_namespace_application_messages PRIMARY KEY (id),
    CONSTRAINT fk_namespace_application_messages_application_id
        FOREIGN KEY (application_id) REFERENCES namespace_applications (id)
        ON DELETE CASCADE
);
CREATE INDEX ix_namespace_application_messages_application_id
    ON namespace_application_messages (application_id, created);
"""
