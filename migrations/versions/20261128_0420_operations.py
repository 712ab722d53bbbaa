"""Keep the runs of background work, figures of each day, and mail to many."""

from alembic import op

revision = "202611280420"
down_revision = "202611280415"


def upgrade() -> None:
    _keep_runs()
    _keep_figures()
    _keep_mailings()
    _index_what_is_searched()


def _keep_runs() -> None:
    op.execute("""
        CREATE TYPE runstate AS ENUM
            ('running', 'retrying', 'done', 'failed', 'cancelled');
        CREATE TABLE task_runs (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            name text NOT NULL,
            arguments jsonb NOT NULL,
            state runstate NOT NULL,
            tries integer DEFAULT 1 NOT NULL,
            begun timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            ended timestamp without time zone,
            problem text,
            CONSTRAINT pk_task_runs PRIMARY KEY (id)
        );
        CREATE INDEX ix_task_runs_begun ON task_runs (begun, id);
        CREATE INDEX ix_task_runs_failed ON task_runs (begun) WHERE state = 'failed';
        CREATE TABLE task_schedules (
            name text NOT NULL,
            begun timestamp without time zone NOT NULL,
            ended timestamp without time zone NOT NULL,
            due timestamp without time zone NOT NULL,
            problem text,
            CONSTRAINT pk_task_schedules PRIMARY KEY (name)
        );
    """)


def _keep_figures() -> None:
    op.execute("""
        CREATE TABLE daily_figures (
            day date NOT NULL,
            name text NOT NULL,
            value bigint NOT NULL,
            CONSTRAINT pk_daily_figures PRIMARY KEY (day, name)
        );
        CREATE INDEX ix_email_messages_failed ON email_messages (created)
            WHERE status = 'failed';
    """)


def _index_what_is_searched() -> None:
    op.execute("""
        CREATE INDEX ix_email_messages_recipient_trgm
            ON email_messages USING gin (recipient gin_trgm_ops);
        CREATE INDEX ix_email_messages_sender_trgm
            ON email_messages USING gin (sender gin_trgm_ops);
        CREATE INDEX ix_email_messages_subject_trgm
            ON email_messages USING gin (subject gin_trgm_ops);
    """)


def _keep_mailings() -> None:
    op.execute("""
        CREATE TYPE mailingstate AS ENUM ('draft', 'sending', 'stopped', 'done');
        CREATE TABLE mailings (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            author_name text NOT NULL,
            state mailingstate DEFAULT 'draft' NOT NULL,
            CONSTRAINT pk_mailings PRIMARY KEY (id)
        );
        CREATE INDEX ix_mailings_created ON mailings (created, id);
        CREATE TYPE mailingrowstate AS ENUM ('waiting', 'written', 'left out');
        CREATE TABLE mailing_rows (
            mailing_id uuid NOT NULL,
            position integer NOT NULL,
            user_id uuid NOT NULL,
            subject text NOT NULL,
            body_text text NOT NULL,
            body_html text NOT NULL,
            state mailingrowstate DEFAULT 'waiting' NOT NULL,
            problem text,
            CONSTRAINT pk_mailing_rows PRIMARY KEY (mailing_id, position),
            CONSTRAINT fk_mailing_rows_mailing_id_mailings
                FOREIGN KEY (mailing_id) REFERENCES mailings (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_mailing_rows_waiting ON mailing_rows (mailing_id, position)
            WHERE state = 'waiting';
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE mailing_rows, mailings, daily_figures, task_schedules, task_runs;
        DROP INDEX ix_email_messages_failed, ix_email_messages_recipient_trgm,
            ix_email_messages_sender_trgm, ix_email_messages_subject_trgm;
        DROP TYPE mailingrowstate, mailingstate, runstate;
    """)
