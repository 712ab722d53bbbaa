"""Keep addresses of some domains from accounts, and who agreed to which terms of use."""

from alembic import op

revision = "202611280300"
down_revision = "202611280210"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE prohibited_email_domains (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            domain citext NOT NULL,
            is_mx_record boolean DEFAULT false NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            comment text DEFAULT '' NOT NULL,
            prohibited_by uuid,
            CONSTRAINT pk_prohibited_email_domains PRIMARY KEY (id),
            CONSTRAINT uq_prohibited_email_domains_domain UNIQUE (domain),
            CONSTRAINT fk_prohibited_email_domains_prohibited_by_users
                FOREIGN KEY (prohibited_by) REFERENCES users (id) ON DELETE SET NULL
        );
        CREATE INDEX ix_prohibited_email_domains_prohibited_by
            ON prohibited_email_domains (prohibited_by);
        CREATE TYPE engagement AS ENUM ('flashed', 'notified', 'viewed', 'agreed');
        CREATE TABLE user_terms_of_service_engagements (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            revision text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            engagement engagement NOT NULL,
            CONSTRAINT pk_user_terms_of_service_engagements PRIMARY KEY (id),
            CONSTRAINT fk_user_terms_of_service_engagements_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_user_terms_of_service_engagements_user_id_revision
            ON user_terms_of_service_engagements (user_id, revision);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE user_terms_of_service_engagements, prohibited_email_domains;
        DROP TYPE engagement;
    """)
