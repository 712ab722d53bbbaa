"""At 20,000 projects no write reads a table as a whole, and neither does any trigger."""

import pytest
from sqlalchemy import Connection, text

from tests.benchmarks.generator import BIG, TABLES
from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.integration.scale.index import Index
from tests.integration.scale.plans import read_whole
from warehouse.db import SessionFactory

pytestmark = pytest.mark.xdist_group("scale")

_OF_BIG = "(SELECT id FROM projects WHERE normalized_name = 'big-project')"
_A_RELEASE = f"(SELECT id FROM releases WHERE project_id = {_OF_BIG} LIMIT 1)"

WRITES = {
    "a journal row": "INSERT INTO journals (name, action) VALUES ('big-project', 'create')",
    "an undone journal row": """
        DELETE FROM journals WHERE id = (SELECT max(id) FROM journals)
    """,
    "a file": f"""
        INSERT INTO release_files (
            release_id, filename, path, packagetype, python_version, md5_digest
        ) VALUES ({_A_RELEASE}, 'new', 'new', 'bdist_wheel', 'py3', repeat('0', 32))
    """,
    "a Python requirement": f"""
        UPDATE releases SET requires_python = '>=4' WHERE id = {_A_RELEASE}
    """,
    "a deleted release": f"DELETE FROM releases WHERE id = {_A_RELEASE}",
    "a deleted project": f"DELETE FROM projects WHERE id = {_OF_BIG}",
    "a deleted advisory": """
        DELETE FROM vulnerabilities WHERE source = 'osv' AND id = (
            SELECT min(id) FROM vulnerabilities
        )
    """,
    "a renamed person": "UPDATE users SET username = 'x' WHERE username = 'person7'",
    "a deleted person": """
        DELETE FROM users WHERE username = (
            SELECT username FROM users u WHERE is_active AND NOT EXISTS (
                SELECT FROM journals WHERE submitted_by = u.username
            ) ORDER BY username LIMIT 1
        )
    """,
}


@pytest.mark.parametrize("write", WRITES)
def test_triggers_and_keys_read_no_table_whole(large: Index, write: str) -> None:
    """Counted by PostgreSQL itself, because what triggers do is in no plan."""
    with large.engine.connect() as connection:
        before = reads(connection)
        changed = connection.execute(text(WRITES[write])).rowcount
        after = reads(connection)
        connection.rollback()
    assert changed == 1
    assert {table for table in TABLES if after[table] != before[table]} == set()


def reads(connection: Connection) -> dict[str, int]:
    """Return how often each table was read from end to end, as far as not yet reported."""
    query = text("SELECT relname, seq_scan FROM pg_stat_xact_user_tables")
    return {name: count for name, count in connection.execute(query)}


@pytest.mark.parametrize("name", ["brand-new", BIG])
def test_an_upload_reads_no_table_whole(large: Index, name: str) -> None:
    with large.registry[SessionFactory].make() as db:
        owner = make_user(db, f"uploads-{name}")
        large.own(db, owner, name)
        token = large.client.token(owner)
    filename = f"{name.replace('-', '_')}-99999.0-py3-none-any.whl"
    content = wheel(name.replace("-", "_"), "99999.0")
    fields = forms.fields(filename, content, name=name, version="99999.0")
    sent = large.statements(
        "/legacy/",
        params=forms.body(fields, filename, content),
        headers=forms.headers(token),
    )
    assert any("INSERT INTO release_files" in each.text for each in sent)
    found = {table for each in sent for table in read_whole(large.plan(each))}
    assert found == set()
