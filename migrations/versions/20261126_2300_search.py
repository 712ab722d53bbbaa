"""What searching reads: a document for each project, and what results are narrowed by.

The documents of projects that exist already are written by the sweep, in the background.
"""

from alembic import op

revision = "202611262300"
down_revision = "202611262240"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE search_facets (
            id integer GENERATED ALWAYS AS IDENTITY,
            kind text NOT NULL,
            value text NOT NULL,
            documents integer DEFAULT 0 NOT NULL,
            CONSTRAINT pk_search_facets PRIMARY KEY (id),
            CONSTRAINT uq_search_facets_kind_value UNIQUE (kind, value)
        );
        CREATE TABLE search_documents (
            project_id uuid NOT NULL,
            name text NOT NULL,
            normalized_name text COLLATE "C" NOT NULL,
            version text NOT NULL,
            summary text NOT NULL,
            status text NOT NULL,
            created timestamp without time zone,
            updated timestamp without time zone NOT NULL,
            written timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            dependents integer DEFAULT 0 NOT NULL,
            standing double precision NOT NULL,
            prominence double precision NOT NULL,
            facets integer[] NOT NULL,
            words tsvector NOT NULL,
            document tsvector NOT NULL,
            CONSTRAINT pk_search_documents PRIMARY KEY (project_id),
            CONSTRAINT uq_search_documents_normalized_name UNIQUE (normalized_name),
            CONSTRAINT fk_search_documents_project_id
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        ) WITH (toast_tuple_target = 640);
    """)
    op.execute(INDEXES)


def downgrade() -> None:
    op.execute("DROP TABLE search_documents, search_facets;")


INDEXES = """
ALTER TABLE search_documents ALTER document SET STATISTICS 300;
CREATE INDEX ix_search_documents_found ON search_documents
    USING gin (document, facets) WITH (fastupdate = off);
CREATE INDEX ix_search_documents_alike ON search_documents
    USING gin (normalized_name gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX ix_search_documents_prominent_name
    ON search_documents (normalized_name) WHERE facets @> '{-2}'::integer[];
CREATE INDEX ix_search_documents_prominence ON search_documents (prominence DESC);
CREATE INDEX ix_search_documents_updated ON search_documents (updated DESC);
CREATE INDEX ix_search_documents_created
    ON search_documents (created DESC NULLS LAST);
"""
