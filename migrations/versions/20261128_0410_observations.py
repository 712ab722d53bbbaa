"""Keep reports about projects, releases and users, and who made them."""

from alembic import op

revision = "202611280410"
down_revision = "202611280400"

_SUBJECTS = {"project": "projects", "release": "releases", "user": "users"}

_OBSERVATIONS = """
    CREATE TABLE {kind}_observations (
        id uuid DEFAULT gen_random_uuid() NOT NULL,
        created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
        kind text NOT NULL,
        summary text NOT NULL,
        payload jsonb DEFAULT '{{}}' NOT NULL,
        additional jsonb DEFAULT '{{}}' NOT NULL,
        actions jsonb DEFAULT '{{}}' NOT NULL,
        related_id uuid,
        related_name text NOT NULL,
        observer_id uuid NOT NULL,
        CONSTRAINT pk_{kind}_observations PRIMARY KEY (id),
        CONSTRAINT fk_{kind}_observations_related_id_{owner}
            FOREIGN KEY (related_id) REFERENCES {owner} (id) ON DELETE SET NULL,
        CONSTRAINT fk_{kind}_observations_observer_id_observers
            FOREIGN KEY (observer_id) REFERENCES observers (id)
    );
    CREATE INDEX ix_{kind}_observations_related_id ON {kind}_observations (related_id);
    CREATE INDEX ix_{kind}_observations_observer_id ON {kind}_observations (observer_id);
    CREATE INDEX ix_{kind}_observations_created ON {kind}_observations (created, id);
"""


def upgrade() -> None:
    op.execute("""
        CREATE TABLE observer_association (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            discriminator text NOT NULL,
            CONSTRAINT pk_observer_association PRIMARY KEY (id)
        );
        CREATE TABLE observers (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            association_id uuid NOT NULL,
            CONSTRAINT pk_observers PRIMARY KEY (id),
            CONSTRAINT uq_observers_association_id UNIQUE (association_id),
            CONSTRAINT fk_observers_association_id_observer_association
                FOREIGN KEY (association_id) REFERENCES observer_association (id)
        );
        ALTER TABLE users ADD COLUMN observer_association_id uuid;
        ALTER TABLE users ADD CONSTRAINT
            fk_users_observer_association_id_observer_association
            FOREIGN KEY (observer_association_id) REFERENCES observer_association (id);
        ALTER TABLE users ADD CONSTRAINT uq_users_observer_association_id
            UNIQUE (observer_association_id);
    """)
    for kind, owner in _SUBJECTS.items():
        op.execute(_OBSERVATIONS.format(kind=kind, owner=owner))
    op.execute("""
        CREATE INDEX ix_project_observations_name
            ON project_observations (normalize_pep426_name(related_name));
        CREATE INDEX ix_project_observations_open ON project_observations (created, id)
            WHERE kind = 'is_malware' AND actions = '{}'::jsonb;
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE project_observations, release_observations, user_observations;
        ALTER TABLE users DROP COLUMN observer_association_id;
        DROP TABLE observers, observer_association;
    """)
