"""The statements that answer questions, put together from what is asked.

Values are always parameters. Which conditions there are depends on the question, because
an index that is asked for nothing in particular is read from end to end.
"""

from sqlalchemy import text

from warehouse.search.questions import Order, Question

SAMPLE = 2_000
"""Of so many results the facets are counted."""

_MOST_FACETS = 200
"""So many different ones are told of, those with most results."""

# Plans are made for the values at hand, and small enough to be made each time.
SETTINGS = text("""
    SELECT set_config('statement_timeout', :timeout, true),
        set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('jit', 'off', true),
        set_config('max_parallel_workers_per_gather', '0', true),
        set_config('enable_seqscan', 'off', true),
        set_config('work_mem', '32MB', true),
        set_config('pg_trgm.similarity_threshold', '0.4', true)
""")
WALK = text("""
    SELECT set_config('enable_bitmapscan', 'off', true),
        set_config('enable_sort', 'off', true)
""")

_DOCUMENTS = "SELECT name, summary, normalized_name, prominence FROM search_documents"
_QUERY = "websearch_to_tsquery('english', :query)"
_UNWANTED = "websearch_to_tsquery('english', :without)"
_IS_NAMED = "normalized_name = :name"
_BEGINS = "normalized_name >= :name AND normalized_name < :beyond"
_IS_INSIDE = (
    "(normalized_name = :namespace"
    " OR normalized_name >= :inside AND normalized_name < :outside)"
)
_IS_THEIRS = "project_id = ANY(CAST(:projects AS uuid[]))"
_IS_NOT_THEIRS = "NOT project_id = ANY(CAST(:other_projects AS uuid[]))"
_LACKS = "NOT facets && CAST(:unwanted AS integer[])"
_IS_ALIKE = "normalized_name = ANY(CAST(:alike AS text[]))"
_RANK = f"ts_rank('{{0.02, 0.2, 0.4, 1.0}}', words, {_QUERY}, 1) * (1 + prominence)"
_ADVICE = " * CASE status WHEN 'deprecated' THEN 0.25 ELSE 1 END"
"""What its owners advise against comes later."""


IS_BEGINNING = text(f"SELECT EXISTS (SELECT FROM search_documents WHERE {_BEGINS})")
# Nothing is ordered before it is found: else all is read in that order until it is.
NEARLY = text("""
    WITH near AS MATERIALIZED (
        SELECT normalized_name, prominence FROM search_documents
        WHERE normalized_name = ANY(CAST(:slips AS text[]))
    )
    SELECT normalized_name FROM near ORDER BY prominence DESC, normalized_name LIMIT 5
""")
# The most prominent that begin so, and the first in the order of names.
BEGINNING_NEARLY = text("""
    WITH near AS MATERIALIZED (
        SELECT found.normalized_name, found.prominence
        FROM unnest(CAST(:beginnings AS text[])) AS beginning
        CROSS JOIN LATERAL (
            (SELECT normalized_name, prominence FROM search_documents
            WHERE normalized_name >= beginning COLLATE "C"
                AND normalized_name < (beginning || chr(127)) COLLATE "C"
                AND facets @> '{-2}'::integer[] LIMIT 20)
            UNION
            (SELECT normalized_name, prominence FROM search_documents
            WHERE normalized_name >= beginning COLLATE "C"
                AND normalized_name < (beginning || chr(127)) COLLATE "C"
            ORDER BY normalized_name LIMIT 20)
        ) AS found
    )
    SELECT normalized_name FROM near
    ORDER BY prominence DESC, normalized_name LIMIT 5
""")
ALIKE = text("""
    WITH alike AS MATERIALIZED (
        SELECT normalized_name, prominence FROM search_documents
        WHERE normalized_name % :name
    )
    SELECT normalized_name FROM alike
    ORDER BY similarity(normalized_name, :name) DESC, prominence DESC LIMIT 10
""")
FORMS = text("""
    SELECT word, CAST(stem AS text) AS stem
    FROM unnest(CAST(:words AS text[])) AS word, to_tsvector('english', word) AS stem
    WHERE stem @@ to_tsquery('english', :wanted)
""")
NAMED = text("""
    SELECT name, summary FROM search_documents
    JOIN unnest(CAST(:names AS text[])) WITH ORDINALITY AS wanted (normalized_name, place)
        USING (normalized_name)
    ORDER BY place
""")
SUGGESTIONS = tuple(
    text(f"""
        WITH beginning AS MATERIALIZED ({narrowed})
        SELECT name, summary FROM beginning
        ORDER BY normalized_name <> :name, prominence DESC, normalized_name LIMIT :limit
    """)
    for narrowed in (
        f"{_DOCUMENTS} WHERE {_IS_NAMED}",
        f"{_DOCUMENTS} WHERE {_BEGINS} AND facets @> '{{-2}}'::integer[]",
        f"{_DOCUMENTS} WHERE {_BEGINS} ORDER BY normalized_name LIMIT 500",
    )
)
"""The one that is called so, then among the most prominent, then among all."""

_TEXTS = ("name", "summary", "keywords", "description")
_NAMES = ("import", "command")
_ORDERS = {
    Order.RELEVANCE: "class, score DESC, normalized_name",
    Order.NAME: "normalized_name",
    Order.NEWEST: "created DESC NULLS LAST, normalized_name",
    Order.UPDATED: "updated DESC, normalized_name",
}
_WALKS = {
    Order.RELEVANCE: "ORDER BY prominence DESC",
    Order.NAME: "ORDER BY normalized_name",
    Order.NEWEST: "ORDER BY created DESC NULLS LAST",
    Order.UPDATED: "ORDER BY updated DESC",
}


def matching(question: Question, *, is_tiered: bool = False) -> str:
    """Return the condition that results meet; those of a name meet it in any tier."""
    narrowed = _narrowed(question)
    tiered = [*narrowed, *(["facets @> CAST(:tier AS integer[])"] if is_tiered else [])]
    if not question.terms.wanted:
        return " AND ".join([*_in_document(question), *tiered]) or "TRUE"
    arms = [[*_in_document(question), *tiered]]
    if question.terms.name is not None:
        narrowed += _in_document(question, with_words=False)
        tiered += _in_document(question, with_words=False)
        arms += [[_BEGINS, *tiered], [_IS_ALIKE, *narrowed], [_IS_NAMED, *narrowed]]
    return " OR ".join(f"({' AND '.join(arm)})" for arm in arms)


def _in_document(question: Question, *, with_words: bool = True) -> list[str]:
    """Return the conditions of words and tags.

    What is wanted and what is not are one query, which the index answers. What is only
    unwanted is none of the index, because that would read all of itself.
    """
    said, terms = question.said, question.terms
    words = [_QUERY] if with_words and terms.wanted else []
    if words or said.tags:
        tags = ["CAST(:tags AS tsquery)"] if said.tags or said.unwanted_tags else []
        unwanted = [_QUERY] if terms.unwanted and not terms.wanted else []
        return [f"document @@ ({' && '.join([*words, *tags, *unwanted])})"]
    conditions = {
        "NOT document @@ CAST(:unwanted_tags AS tsquery)": bool(said.unwanted_tags),
        f"NOT document @@ {_UNWANTED}": bool(terms.unwanted),
    }
    return [condition for condition, is_asked in conditions.items() if is_asked]


def _narrowed(question: Question) -> list[str]:
    """Return the conditions of what narrows a search; each has to be met."""
    said = question.said
    conditions = {
        "facets @> CAST(:facets AS integer[])": bool(question.facets),
        _LACKS: bool(said.unwanted_facets),
        _IS_THEIRS: bool(said.users),
        _IS_NOT_THEIRS: bool(said.unwanted_users),
        _IS_INSIDE: bool(question.namespace),
        "updated >= :since": question.since is not None,
        "updated >= :begin": said.span.begin is not None,
        "updated < :end": said.span.end is not None,
    }
    return [condition for condition, is_asked in conditions.items() if is_asked]


def estimate(condition: str) -> str:
    """Return the statement for how many rows the planner expects."""
    return f"EXPLAIN (FORMAT JSON) SELECT FROM search_documents WHERE {condition}"


def page(question: Question, condition: str, *, is_walk: bool = False) -> str:
    """Return a page of what meets `condition`, with the number and the facets of all of it.

    No more than `:cap` rows are looked at; in a walk those that are first in its order.
    """
    order = _ORDERS[question.order]
    return f"""
        WITH hits AS MATERIALIZED (
            SELECT project_id, normalized_name, created, updated, facets,
                {_placed(question)}
            FROM search_documents WHERE {condition}
            {_WALKS[question.order] if is_walk else ""} LIMIT :cap
        ), counted AS (
            SELECT json_object_agg(facet, documents) AS counts FROM (
                SELECT facet, count(*) AS documents
                FROM (SELECT facets FROM hits LIMIT {SAMPLE}) AS sampled,
                    unnest(facets) AS facet
                WHERE facet > 0 GROUP BY facet ORDER BY documents DESC LIMIT {_MOST_FACETS}
            ) AS each
        ), page AS (
            SELECT project_id, row_number() OVER () AS place FROM (
                SELECT project_id FROM hits ORDER BY {order} LIMIT :limit OFFSET :offset
            ) AS ordered
        )
        SELECT total, counts, project_id, name, version, summary, status, created, updated,
            {_found_in(question)} AS fields,
            {_is_told(question)} AS is_told
        FROM (SELECT count(*) AS total FROM hits) AS all_of_it CROSS JOIN counted
        LEFT JOIN (page JOIN search_documents USING (project_id)) ON TRUE
        ORDER BY place
    """


def _found_in(question: Question) -> str:
    """Return the texts that have any of the words, as an array of their names."""
    if not question.terms.wanted:
        return "'{}'::text[]"
    words = [f"to_tsquery('english', :in_{field})" for field in _TEXTS]
    tags = [f"CAST(:in_{field} AS tsquery)" for field in _NAMES]
    cases = [
        f"CASE WHEN document @@ {query} THEN '{field}' END"
        for field, query in zip((*_TEXTS, *_NAMES), (*words, *tags), strict=True)
    ]
    return f"array_remove(ARRAY[{', '.join(cases)}], NULL)"


def _is_told(question: Question) -> str:
    """Return whether name and summary have all the words."""
    is_asked = bool(question.terms.wanted)
    return "document @@ to_tsquery('english', :told)" if is_asked else "TRUE"


def _placed(question: Question) -> str:
    """Return the columns that say how relevant a result is."""
    if not question.terms.wanted:
        return f"0 AS class, prominence{_ADVICE} AS score"
    if question.terms.name is None:
        return f"3 AS class, {_RANK}{_ADVICE} AS score"
    return f"""
        CASE WHEN {_IS_NAMED} THEN 0 WHEN {_BEGINS} THEN 1 WHEN {_IS_ALIKE} THEN 2
            ELSE 3 END AS class,
        (CASE WHEN {_BEGINS} THEN prominence ELSE {_RANK} END){_ADVICE} AS score
    """
