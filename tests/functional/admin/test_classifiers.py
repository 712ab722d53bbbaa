"""Classifiers in the hands of staff: added, deprecated, and accordingly uploaded."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from tests.functional.admin.acting import act
from warehouse.classifiers.models import Classifier
from warehouse.classifiers.services import ClassifierService
from warehouse.classifiers.vocabulary import current_vocabulary
from warehouse.forklift.metadata import InvalidField, check
from warehouse.packaging.metadata.reading import Raw

LIST = "/admin/classifiers/"
OWN = "Department :: Physics"
AI = "Topic :: Scientific/Engineering :: Artificial Intelligence"


def verdict(db, name):
    values = {"metadata_version": "2.1", "name": "eggs", "version": "1.0"}
    try:
        check(Raw({**values, "classifiers": [name]}), current_vocabulary(db))
    except InvalidField as error:
        return error.problem
    return None


def id_of(db, name):
    return db.scalar(select(Classifier.id).where(Classifier.classifier == name))


def test_a_classifier_is_added_and_uploads_may_have_it(admin, db):
    assert "not a valid classifier" in verdict(db, OWN)
    assert OWN not in admin.get("/classifiers/").text
    act(admin, f"{LIST}add/", classifier=OWN).follow()
    assert verdict(db, OWN) is None
    assert OWN in admin.get("/classifiers/").text
    assert "already" in act(admin, f"{LIST}add/", classifier=OWN).text


@pytest.mark.parametrize("name", ["Topic", "Topic ::", "Private :: Do Not", "A :: B\x07"])
def test_a_text_without_sense_is_not_added(admin, db, name):
    assert "is no classifier such as" in act(admin, f"{LIST}add/", classifier=name).text
    assert id_of(db, name) is None


def test_a_deprecated_classifier_is_refused_until_it_is_allowed_again(admin, db):
    act(admin, f"{LIST}sync/").follow()
    path = f"{LIST}{id_of(db, AI)}/"
    answer = act(admin, f"{path}deprecate/", instead="Nothing :: Such")
    assert "is no classifier such as" in answer.text
    act(admin, f"{path}deprecate/", instead="Topic :: Internet").follow()
    assert "use one of ['Topic :: Internet'] instead" in verdict(db, AI)
    act(admin, f"{path}restore/").follow()
    assert verdict(db, AI) is None


def test_the_page_of_a_classifier_shows_who_uses_it(admin, db):
    ClassifierService(db).sync()
    release = make_release(db, make_project(db, "eggs", owner=make_user(db)))
    release.classifiers = [db.get(Classifier, id_of(db, AI))]
    db.commit()
    assert "eggs" in admin.get(f"{LIST}{id_of(db, AI)}/").text
    admin.get(f"{LIST}x/", status=404)
