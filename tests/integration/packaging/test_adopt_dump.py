"""Loading dumps: whole or not at all, from any packing, and with no rights to speak of."""

import gzip
import lzma

import pytest
from sqlalchemy import func, select, text

from tests.builders.legacy import APRIL_2015, nasty
from warehouse.adoption import AdoptionRefused, adopt
from warehouse.packaging.models import Project


def one(session, query):
    return session.execute(text(query)).scalar()


@pytest.mark.parametrize(
    "line",
    ["\\! touch {}", "SELECT 1 \\g |touch {}", "\\o {}", "\\copy packages to '{}'"],
)
def test_a_dump_cannot_run_commands_here(fresh_database, session, tmp_path, line):
    dump, proof = tmp_path / "dump.sql", tmp_path / "proof"
    for start in ("", "/*\nCOPY packages FROM stdin;\n*/\n"):
        attack = f"{start}{line.format(proof)}\n\\.\nSELECT 1;\n"
        dump.write_text(nasty(APRIL_2015).sql() + attack)
        with pytest.raises(AdoptionRefused, match="restricted"):
            adopt(fresh_database, dump=dump)
        assert not proof.exists()
        assert one(session, "SELECT to_regclass('packages')") is None


def test_dumps_in_all_their_packings(fresh_database, session, tmp_path):
    sql = f"\\restrict abc123\n{nasty(APRIL_2015).sql()}\\unrestrict abc123\n".encode()
    (tmp_path / "dump.sql.gz").write_bytes(gzip.compress(sql))
    (tmp_path / "cut.sql.xz").write_bytes(lzma.compress(sql)[:-40])
    (tmp_path / "dump.zip").write_bytes(b"PK")

    for name, sentence in (
        ("cut.sql.xz", "cannot be read"),
        ("dump.zip", "not a dump"),
        ("absent.sql", "not a dump"),
    ):
        with pytest.raises(AdoptionRefused, match=sentence):
            adopt(fresh_database, dump=tmp_path / name)
    adopt(fresh_database, dump=tmp_path / "dump.sql.gz")
    assert session.scalar(select(func.count()).select_from(Project)) == 2


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ("COMMIT;\n", "ends a transaction"),
        ("COPY packages (name) FROM stdin;\na", "cut short"),
        ("CREATE TABLE;\n", "syntax error"),
        ("COPY packages (name) FROM stdin;\na\tb\n\\.\n", "extra data"),
    ],
)
def test_a_dump_is_loaded_whole_or_not_at_all(
    fresh_database, session, tmp_path, extra, sentence
):
    dump = tmp_path / "dump.sql"
    dump.write_text(nasty(APRIL_2015).sql() + extra)
    with pytest.raises(AdoptionRefused, match=sentence):
        adopt(fresh_database, dump=dump)
    assert one(session, "SELECT to_regclass('packages')") is None


@pytest.mark.parametrize(
    "statement",
    [
        "COPY packages (name) FROM PROGRAM 'touch {}';",
        "COPY packages TO '{}';",
        "DO $$ BEGIN EXECUTE 'COPY packages TO ''{}'''; END $$;",
        "SELECT pg_read_file('{}');",
        "RESET ROLE; RESET SESSION AUTHORIZATION; COPY packages TO '{}';",
    ],
)
def test_a_dump_has_no_rights_on_the_server(fresh_database, session, tmp_path, statement):
    dump, proof = tmp_path / "dump.sql", tmp_path / "proof"
    dump.write_text(nasty(APRIL_2015).sql() + statement.format(proof) + "\n")
    with pytest.raises(AdoptionRefused, match="permission denied"):
        adopt(fresh_database, dump=dump)
    assert not proof.exists()
    assert one(session, LOADING_ROLES) == 0


LOADING_ROLES = """
SELECT count(*) FROM pg_roles WHERE rolname LIKE 'warehouse_loading_%'
    AND has_database_privilege(rolname, current_database(), 'CREATE')
"""


def test_owners_named_by_a_dump_are_ignored(fresh_database, session, tmp_path):
    dump = tmp_path / "dump.sql"
    dump.write_text(
        nasty(APRIL_2015).sql()
        + "ALTER TABLE public.packages OWNER TO pypi;\n"
        + "GRANT SELECT ON TABLE public.packages TO monitoring;\n"
        + "REVOKE ALL ON SCHEMA public FROM PUBLIC;\n"
    )
    adopt(fresh_database, dump=dump)
    assert one(session, "SELECT tableowner = current_user FROM pg_tables "
                        "WHERE tablename = 'projects'")  # fmt: skip


def test_types_of_its_own_are_refused(fresh_database, tmp_path):
    dump = tmp_path / "dump.sql"
    dump.write_text(
        nasty(APRIL_2015).sql()
        + "CREATE TYPE evil AS ENUM ('x');\n"
        + "ALTER TABLE packages DROP COLUMN name, ADD COLUMN name evil;\n"
    )
    with pytest.raises(AdoptionRefused, match=r"packages.name is of the type 'evil'"):
        adopt(fresh_database, dump=dump)


def test_functions_and_operators_of_its_own_are_not_used(fresh_database, session, tmp_path):
    dump = tmp_path / "dump.sql"
    dump.write_text(nasty(APRIL_2015).sql() + OF_ITS_OWN)
    adopt(fresh_database, dump=dump)
    assert session.scalar(select(func.count()).select_from(Project)) == 2


OF_ITS_OWN = """
CREATE FUNCTION trap(name, varchar) RETURNS bool LANGUAGE plpgsql AS
$$ BEGIN RAISE 'trodden'; END $$;
CREATE OPERATOR = (LEFTARG = name, RIGHTARG = varchar, FUNCTION = trap);
CREATE FUNCTION lower(citext) RETURNS text LANGUAGE plpgsql AS
$$ BEGIN RAISE 'trodden'; END $$;
CREATE AGGREGATE count(citext) (SFUNC = array_append, STYPE = citext[]);
"""
