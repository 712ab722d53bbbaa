"""The statements that read what is to be found and write documents of it."""

from typing import Any

from sqlalchemy import ClauseElement, text
from sqlalchemy.dialects import registry
from sqlalchemy.orm import aliased

from warehouse.packaging.models import (
    DependencyKind,
    Description,
    Project,
    Release,
)
from warehouse.packaging.models.lifecycle import is_listed, is_visible
from warehouse.packaging.queries import best_first, newest_first
from warehouse.search.documents import FORM

PROMINENT = -2
"""The facet of the hundredth part of all projects that is most prominent."""

NOTABLE = -1
"""The facet of the tenth part."""

TAKE_TURNS = text("""
    SELECT FROM projects WHERE id = ANY(CAST(:ids AS uuid[]))
    ORDER BY id FOR NO KEY UPDATE
""")


def _sql(*clauses: ClauseElement) -> str:
    """Return the text of clauses that are said elsewhere, with their values in it."""
    options: dict[str, Any] = {"literal_binds": True}
    dialect = registry.load("postgresql")()
    return ", ".join(
        str(each.compile(dialect=dialect, compile_kwargs=options)) for each in clauses
    )


def _kinds(*names: str) -> str:
    return ", ".join(str(int(DependencyKind[each])) for each in names)


_IS_LISTED = _sql(is_listed(aliased(Project, name="p")))
_IS_VISIBLE = _sql(is_visible(Release))
_BEST_FIRST = _sql(*best_first(Release))
_NEWEST_FIRST = _sql(*newest_first(Release))
_LISTED = """ARRAY(
            SELECT DISTINCT said FROM release_files AS f,
                jsonb_array_elements_text(f.contents -> '{key}') AS said
            WHERE f.release_id = r.id ORDER BY said LIMIT 200
        )"""
_NEEDED = """ARRAY(
            SELECT specifier FROM release_dependencies
            WHERE release_id = r.id AND kind IN ({kinds}) ORDER BY specifier LIMIT 500
        )"""
_CONTENTS = f"""
        EXISTS (
            SELECT FROM release_files AS f
            WHERE f.release_id = r.id AND f.packagetype = 'sdist'
        ) AS has_sdist,
        EXISTS (
            SELECT FROM release_files AS f
            WHERE f.release_id = r.id AND f.contents ->> 'is_typed' = 'true'
        ) AS is_typed,
        {_LISTED.format(key="imports")} AS imports,
        {_LISTED.format(key="commands")} AS commands,
        {_NEEDED.format(kinds=_kinds("PROVIDES", "PROVIDES_DIST"))} AS provides,
        {_NEEDED.format(kinds=_kinds("REQUIRES_DIST"))} AS requires,
        ARRAY(SELECT jsonb_array_elements_text(p.presentation -> 'keywords'))
            || coalesce(r.keywords_array, '{{}}') AS keyword_list,
        concat_ws(
            ', ', r.author, r.maintainer, r.author_email, r.maintainer_email
        ) AS authors"""
FACTS = text(f"""
    SELECT p.id AS project_id, p.name, p.created,
        CASE p.lifecycle_status WHEN 'archived' THEN 'archived'
            WHEN 'deprecated' THEN 'deprecated' ELSE 'active' END AS status,
        r.version, coalesce(p.presentation ->> 'summary', r.summary) AS summary,
        concat_ws(' ', (
            SELECT string_agg(said, ' ')
            FROM jsonb_array_elements_text(p.presentation -> 'keywords') AS said
        ), r.keywords) AS keywords, r.requires_python,
        r.license_expression, left(d.raw, :longest) AS description,
        ARRAY(
            SELECT t.classifier FROM release_classifiers AS c
            JOIN trove_classifiers AS t ON t.id = c.trove_id WHERE c.release_id = r.id
        ) AS classifiers,
        EXISTS (
            SELECT FROM release_files AS f
            WHERE f.release_id = r.id AND f.packagetype = 'bdist_wheel'
        ) AS has_wheel,
        EXISTS (
            SELECT FROM provenance AS v JOIN release_files AS f ON f.id = v.file_id
            WHERE f.release_id = r.id
        ) AS has_provenance,
        {_CONTENTS},
        shown.releases, shown.updated, shown.is_latest_yanked
    FROM projects AS p
    CROSS JOIN LATERAL (
        SELECT (array_agg(id ORDER BY {_BEST_FIRST}))[1] AS best,
            (array_agg(yanked ORDER BY {_NEWEST_FIRST}))[1] AS is_latest_yanked,
            count(*) AS releases, max(created) AS updated
        FROM releases
        WHERE project_id = p.id AND {_IS_VISIBLE}
    ) AS shown
    JOIN releases AS r ON r.id = shown.best
    JOIN release_descriptions AS d ON d.id = r.description_id
    WHERE p.id = ANY(CAST(:ids AS uuid[])) AND {_IS_LISTED}
""").columns(
    summary=Release.summary.type,
    keywords=Release.keywords.type,
    requires_python=Release.requires_python.type,
    license_expression=Release.license_expression.type,
    description=Description.raw.type,
)
DESCRIPTIONS = text(f"""
    SELECT project_id, left(html, :longest) AS html
    FROM search_documents JOIN releases USING (project_id, version)
    JOIN release_descriptions ON release_descriptions.id = description_id
    WHERE project_id = ANY(CAST(:ids AS uuid[])) AND rendered_by <> '' AND {_IS_VISIBLE}
""")
FORGET = text("""
    DELETE FROM search_documents
    WHERE project_id = ANY(CAST(:ids AS uuid[]))
        AND NOT project_id = ANY(CAST(:kept AS uuid[]))
""")
_PROMINENCE = "excluded.standing + 2 * ln(1 + search_documents.dependents)"
WRITE = text(f"""
    INSERT INTO search_documents (
        project_id, name, normalized_name, version, summary, status, created,
        updated, standing, prominence, facets, words, document, form
    )
    SELECT project_id, :name, :normalized_name, :version,
        :summary, :status, CAST(:created AS timestamp), CAST(:updated AS timestamp),
        CAST(:standing AS double precision),
        CAST(:standing AS double precision), CAST(:facets AS integer[]), words,
        words || setweight(to_tsvector('english', :description_words), 'D')
            || array_to_tsvector(CAST(:tags AS text[])),
        {FORM}
    FROM (
        SELECT CAST(:project_id AS uuid) AS project_id,
            setweight(to_tsvector('english', :name_words), 'A')
            || setweight(to_tsvector('english', :summary_words), 'B')
            || setweight(to_tsvector('english', :keyword_words), 'C') AS words
    ) AS written
    ON CONFLICT (project_id) DO UPDATE SET
        name = excluded.name, normalized_name = excluded.normalized_name,
        version = excluded.version, summary = excluded.summary,
        status = excluded.status, created = excluded.created, updated = excluded.updated,
        written = excluded.written,
        standing = excluded.standing, prominence = {_PROMINENCE},
        facets = ARRAY(
            SELECT facet FROM unnest(search_documents.facets) AS facet WHERE facet < 0
        ) || excluded.facets,
        words = excluded.words, document = excluded.document, form = excluded.form
""")
NEXT = text("SELECT id FROM projects WHERE id > :after ORDER BY id LIMIT :limit")
_IS_STALE = f"""
    d.written IS NOT NULL AND (
        d.written < j.submitted_date OR d.form <> {FORM}
        OR d.status <>
            coalesce(nullif(p.lifecycle_status::text, 'quarantine-exit'), 'active')
    )
    OR d.written IS NULL AND {_IS_LISTED} AND EXISTS (
        SELECT FROM releases WHERE project_id = p.id AND {_IS_VISIBLE}
    )
"""
_STALE = f"""
    SELECT p.id FROM {{projects}} AS p
    LEFT JOIN search_documents AS d ON d.project_id = p.id
    LEFT JOIN journals AS j ON j.id = p.last_serial
    WHERE {_IS_STALE} ORDER BY p.last_serial DESC LIMIT :limit
"""
_CHANGED_LATELY = """(
        SELECT * FROM projects WHERE normalized_name IN (
            SELECT lower(regexp_replace(name, '[-_.]+', '-', 'g')) FROM journals
            WHERE id > (SELECT max(id) - 2000 FROM journals)
        )
    )"""
STALE_ANYWHERE = text(_STALE.format(projects="projects"))
STALE_LATELY = text(_STALE.format(projects=_CHANGED_LATELY))
NEW_DEPENDENTS = text("""
    SELECT d.project_id AS id, coalesce(required.dependents, 0) AS value
    FROM search_documents AS d LEFT JOIN (
        SELECT name, count(*) AS dependents FROM project_requirements GROUP BY name
    ) AS required ON required.name = d.normalized_name
    WHERE d.dependents <> coalesce(required.dependents, 0)
""")
SET_DEPENDENTS = text("""
    UPDATE search_documents AS d SET dependents = new.dependents,
        prominence = standing + 2 * ln(1 + new.dependents)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:values AS integer[])) AS new (id, dependents)
    WHERE d.project_id = new.id
""")
# How prominent one is, is a number from 0 to 2, and as many facets below zero.
NEW_TIERS = text(f"""
    SELECT project_id AS id, tier AS value FROM (
        SELECT project_id, CASE WHEN place <= ceil(documents / 100.0) THEN {-PROMINENT}
                WHEN place <= ceil(documents / 10.0) THEN {-NOTABLE} ELSE 0 END AS tier,
            CASE WHEN facets @> ARRAY[{PROMINENT}] THEN {-PROMINENT}
                WHEN facets @> ARRAY[{NOTABLE}] THEN {-NOTABLE} ELSE 0 END AS before
        FROM (
            SELECT project_id, facets, count(*) OVER () AS documents,
                row_number() OVER (ORDER BY prominence DESC, normalized_name) AS place
            FROM search_documents
        ) AS placed
    ) AS ranked
    WHERE tier <> before
""")
SET_TIERS = text("""
    UPDATE search_documents AS d SET facets =
        ARRAY(SELECT generate_series(-new.tier, -1))
        || ARRAY(SELECT facet FROM unnest(d.facets) AS facet WHERE facet > 0)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:values AS integer[])) AS new (id, tier)
    WHERE d.project_id = new.id
""")
COUNT_FACETS = text("""
    UPDATE search_facets AS f SET documents = coalesce(counted.documents, 0)
    FROM search_facets AS g LEFT JOIN (
        SELECT facet, count(*) AS documents
        FROM search_documents, unnest(facets) AS facet GROUP BY facet
    ) AS counted ON counted.facet = g.id
    WHERE g.id = f.id AND f.documents <> coalesce(counted.documents, 0)
""")
