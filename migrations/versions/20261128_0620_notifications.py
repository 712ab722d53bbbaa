"""Tell people what happens to the projects that they follow."""

from alembic import op

revision = "202611280620"
down_revision = "202611280610"


def upgrade() -> None:
    _create_subscriptions()
    _create_news()
    _create_feeds()


def _create_subscriptions() -> None:
    op.execute("""
        CREATE TABLE project_subscriptions (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            user_id uuid NOT NULL,
            project_id uuid NOT NULL,
            project_name text NOT NULL,
            kinds text[] NOT NULL,
            how text NOT NULL,
            CONSTRAINT pk_project_subscriptions PRIMARY KEY (id),
            CONSTRAINT ck_project_subscriptions_how
                CHECK (how IN ('mail', 'digest', 'feed')),
            CONSTRAINT uq_project_subscriptions_user_id_project_id
                UNIQUE (user_id, project_id),
            CONSTRAINT fk_project_subscriptions_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_project_subscriptions_project_id
            ON project_subscriptions (project_id, id);
    """)


def _create_news() -> None:
    op.execute("""
        CREATE TABLE project_news (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            project_id uuid NOT NULL,
            project_name text NOT NULL,
            kind text NOT NULL,
            event text NOT NULL,
            version text,
            detail text DEFAULT '' NOT NULL,
            told uuid[] DEFAULT '{}' NOT NULL,
            is_spread boolean DEFAULT false NOT NULL,
            reached uuid,
            touched timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_project_news PRIMARY KEY (id)
        );
        CREATE INDEX ix_project_news_project_id ON project_news (project_id, created);
        CREATE INDEX ix_project_news_created ON project_news (created);
        CREATE INDEX ix_project_news_touched ON project_news (touched)
            WHERE NOT is_spread;
        CREATE TABLE digest_entries (
            user_id uuid NOT NULL,
            news_id uuid NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_digest_entries PRIMARY KEY (user_id, news_id),
            CONSTRAINT fk_digest_entries_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
            CONSTRAINT fk_digest_entries_news_id_project_news
                FOREIGN KEY (news_id) REFERENCES project_news (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_digest_entries_news_id ON digest_entries (news_id);
    """)


def _create_feeds() -> None:
    op.execute("""
        CREATE TABLE personal_feeds (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            secret_hash bytea NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_personal_feeds PRIMARY KEY (id),
            CONSTRAINT uq_personal_feeds_user_id UNIQUE (user_id),
            CONSTRAINT uq_personal_feeds_secret_hash UNIQUE (secret_hash),
            CONSTRAINT fk_personal_feeds_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE personal_feeds;
        DROP TABLE digest_entries;
        DROP TABLE project_news;
        DROP TABLE project_subscriptions;
    """)
