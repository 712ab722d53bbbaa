"""Keep the files of other indexes that views pin, and which no longer found room."""

from alembic import op

revision = "202611291130"
down_revision = "202611291100"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE upstream_files ADD COLUMN stored_metadata_size bigint;
        CREATE TABLE index_view_pins (
            view_id uuid NOT NULL
                CONSTRAINT fk_index_view_pins_view_id_index_views
                REFERENCES index_views ON DELETE CASCADE,
            file_id bigint NOT NULL
                CONSTRAINT fk_index_view_pins_file_id_upstream_files
                REFERENCES upstream_files ON DELETE CASCADE,
            has_file boolean NOT NULL,
            created timestamp DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_index_view_pins PRIMARY KEY (view_id, file_id)
        );
        CREATE INDEX ix_index_view_pins_file_id ON index_view_pins (file_id);
        CREATE TABLE index_view_pin_refusals (
            view_id uuid CONSTRAINT pk_index_view_pin_refusals PRIMARY KEY
                CONSTRAINT fk_index_view_pin_refusals_view_id_index_views
                REFERENCES index_views ON DELETE CASCADE,
            filename text NOT NULL,
            size bigint NOT NULL,
            since timestamp DEFAULT (now() AT TIME ZONE 'utc') NOT NULL
        );
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE index_view_pin_refusals;
        DROP TABLE index_view_pins;
        ALTER TABLE upstream_files DROP COLUMN stored_metadata_size;
    """)
