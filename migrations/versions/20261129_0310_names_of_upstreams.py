"""Keep the names of projects that other indexes have, to be found by searching."""

from alembic import op

revision = "202611290310"
down_revision = "202611290220"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE upstreams ADD COLUMN names_etag text;
        ALTER TABLE upstreams ADD COLUMN names_read timestamp without time zone;
        CREATE TABLE upstream_names (
            normalized_name text COLLATE "C" NOT NULL,
            upstream_id uuid NOT NULL,
            CONSTRAINT pk_upstream_names PRIMARY KEY (normalized_name, upstream_id),
            CONSTRAINT fk_upstream_names_upstream_id_upstreams
                FOREIGN KEY (upstream_id) REFERENCES upstreams (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_upstream_names_upstream_id ON upstream_names (upstream_id);
        CREATE INDEX ix_upstream_names_alike ON upstream_names
            USING gin (normalized_name gin_trgm_ops) WITH (fastupdate = off);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE upstream_names;
        ALTER TABLE upstreams DROP COLUMN names_read;
        ALTER TABLE upstreams DROP COLUMN names_etag;
    """)
