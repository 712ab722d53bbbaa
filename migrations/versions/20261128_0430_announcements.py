"""Add banners and sponsors."""

from alembic import op

revision = "202611280430"
down_revision = "202611280420"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE banners (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            name text NOT NULL,
            text text NOT NULL,
            link_url text DEFAULT '' NOT NULL,
            link_label text DEFAULT 'See more' NOT NULL,
            fa_icon text DEFAULT 'fa-comment-alt' NOT NULL,
            dismissable boolean DEFAULT false NOT NULL,
            active boolean DEFAULT false NOT NULL,
            "end" date NOT NULL,
            CONSTRAINT pk_banners PRIMARY KEY (id)
        );
        CREATE TABLE sponsors (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            name text NOT NULL,
            service text,
            activity_markdown text,
            link_url text NOT NULL,
            color_logo_url text NOT NULL,
            white_logo_url text,
            is_active boolean DEFAULT false NOT NULL,
            footer boolean DEFAULT false NOT NULL,
            psf_sponsor boolean DEFAULT false NOT NULL,
            infra_sponsor boolean DEFAULT false NOT NULL,
            one_time boolean DEFAULT false NOT NULL,
            sidebar boolean DEFAULT false NOT NULL,
            origin text DEFAULT 'manual' NOT NULL,
            level_name text,
            level_order integer DEFAULT 0 NOT NULL,
            slug text,
            CONSTRAINT pk_sponsors PRIMARY KEY (id),
            CONSTRAINT uq_sponsors_name UNIQUE (name)
        );
    """)


def downgrade() -> None:
    op.execute("DROP TABLE sponsors, banners;")
