"""Compiled rules and known names are made once, and again when they are others."""

import gzip
import random
import string
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from tests.builders import sdists
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.http import offline
from warehouse.packaging.models import File
from warehouse.scanning import queries
from warehouse.scanning.assessing import Assessment
from warehouse.scanning.models import FileMatch, ProjectDigest, YaraRules
from warehouse.scanning.prepared import Prepared
from warehouse.scanning.services import ScanService
from warehouse.scanning.tasks import inspect_file, look_at_name, scan_file


def rule(text):
    return f'rule evil {{ strings: $a = "{text}" condition: $a }}'


@pytest.fixture
def kept(db):
    rules = YaraRules(name="secrets", source=rule("one"))
    db.add(rules)
    db.commit()
    return rules


def test_rules_are_compiled_once_until_they_change(db, kept):
    prepared = Prepared()
    engine = prepared.engine(db)
    assert engine.matches(b"one") == ["secrets.evil"]
    assert prepared.engine(db) is engine
    kept.source, kept.changed = rule("two"), datetime.now(UTC)
    db.commit()
    assert prepared.engine(db).matches(b"one two") == ["secrets.evil"]
    assert prepared.engine(db) is not engine
    kept.is_enabled = False
    db.commit()
    assert prepared.engine(db) is None


def test_asking_whether_rules_changed_takes_one_statement(db, kept, statements):
    prepared = Prepared()
    prepared.engine(db)
    statements.clear()
    prepared.engine(db)
    assert len(statements) == 1


def test_known_names_are_arranged_once_for_each_version():
    prepared = Prepared()
    names = prepared.names(b"1", lambda: ["requests"])
    assert prepared.names(b"1", lambda: ["other"]) is names
    assert prepared.names(b"2", lambda: ["urllib3"]).like("urlib3")


def test_files_that_are_gone_or_unreadable_are_passed_over(db, registry):
    file = make_file(db, make_release(db, make_project(db, "eggs"), "1.0"), "eggs-1.0.zip")
    with offline(registry) as request:
        for key in (str(uuid4()), str(file.id)):
            scan_file(request, key)
            inspect_file(request, key)
            look_at_name(request, key)
    assert queries.inspection_of(db, file.id) is None


def test_of_a_file_that_is_deleted_meanwhile_nothing_is_kept(db, registry):
    file = make_file(db, make_release(db, make_project(db, "eggs"), "1.0"), "eggs-1.0.zip")
    with offline(registry) as request:
        scanning = request.service(ScanService)
        read = request.db.get_one(File, file.id)
        request.db.execute(delete(File), execution_options={"synchronize_session": False})
        assert scanning.keep_matches(read, [("a.rule", "x.py")]) == 0
        scanning.keep(read, Assessment(), [b"a"])
        assert queries.inspection_of(request.db, read.id) is None


def test_hostile_members_hide_no_match_of_a_rule(db, registry, storage, tmp_path, kept):
    members = {
        "pyproject.toml": b"x = " + b"1" * 5000,
        "".join(random.Random(1).choices(string.ascii_letters, k=5000)) + ".py": b"one",
        "last.py": random.Random(2).randbytes(200_000),
    }
    file = make_file(db, make_release(db, make_project(db, "eggs"), "1"), "eggs-1.tar.gz")
    (tmp_path / "it").write_bytes(gzip.compress(sdists.tarred(members))[:-50_000])
    storage.put(file.path, tmp_path / "it")
    with offline(registry) as request:
        scan_file(request, str(file.id))
    [match] = db.scalars(select(FileMatch))
    assert match.rule == "secrets.evil"
    assert "…" in match.member


def test_a_digest_of_too_many_projects_is_common(db):
    projects = [make_project(db, f"p{number}") for number in range(3)]
    db.add_all(ProjectDigest(project_id=each.id, digest=b"a") for each in projects)
    db.add(ProjectDigest(project_id=projects[0].id, digest=b"b"))
    db.commit()
    wanted = [b"a", b"b", b"c"]
    assert queries.common_digests(db, wanted, projects=3) == {b"a"}
    assert queries.common_digests(db, wanted, projects=4) == set()
