"""Let people apply for organizations, and staff talk with them about it."""

from alembic import op

revision = "202611280580"
down_revision = "202611280570"


def upgrade() -> None:
    _keep_kinds()
    _keep_applications()
    _keep_messages()


def _keep_kinds() -> None:
    op.execute("""
        CREATE TYPE organizationapplicationstatus AS ENUM (
            'submitted', 'declined', 'deferred', 'moreinformationneeded', 'approved'
        );
        CREATE TYPE organizationmembershipsize AS ENUM (
            '', '1', '2-5', '6-10', '11-25', '26-50', '51-100', '100+'
        );
        CREATE TYPE applicationmessagekind AS ENUM ('request', 'response', 'note');
    """)


def _keep_applications() -> None:
    op.execute("""
        CREATE TABLE organization_applications (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            name text NOT NULL,
            normalized_name text NOT NULL,
            display_name text NOT NULL,
            orgtype organizationtype NOT NULL,
            link_url text NOT NULL,
            description text DEFAULT '' NOT NULL,
            membership_size organizationmembershipsize DEFAULT '' NOT NULL,
            usage text DEFAULT '' NOT NULL,
            status organizationapplicationstatus DEFAULT 'submitted' NOT NULL,
            submitted timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            updated timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            submitted_by_id uuid NOT NULL,
            organization_id uuid,
            CONSTRAINT pk_organization_applications PRIMARY KEY (id),
            CONSTRAINT ck_organization_applications_valid_link_url
                CHECK (link_url ~* '^https?://'),
            CONSTRAINT fk_organization_applications_submitted_by_id_users
                FOREIGN KEY (submitted_by_id) REFERENCES users (id) ON DELETE CASCADE,
            CONSTRAINT fk_organization_applications_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE
        );
        CREATE INDEX ix_organization_applications_submitted
            ON organization_applications (submitted, id);
        CREATE INDEX ix_organization_applications_normalized_name
            ON organization_applications (normalized_name);
        CREATE INDEX ix_organization_applications_submitted_by_id
            ON organization_applications (submitted_by_id);
        CREATE INDEX ix_organization_applications_organization_id
            ON organization_applications (organization_id);
    """)


def _keep_messages() -> None:
    op.execute("""
        CREATE TABLE organization_application_messages (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            application_id uuid NOT NULL,
            kind applicationmessagekind NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            author_name text NOT NULL,
            text text NOT NULL,
            CONSTRAINT pk_organization_application_messages PRIMARY KEY (id),
            CONSTRAINT fk_organization_application_messages_application_id_4ad7
                FOREIGN KEY (application_id) REFERENCES organization_applications (id)
                ON DELETE CASCADE
        );
        CREATE INDEX ix_organization_application_messages_application_id
            ON organization_application_messages (application_id, created);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE organization_application_messages, organization_applications;
        DROP TYPE applicationmessagekind, organizationmembershipsize,
            organizationapplicationstatus;
    """)
