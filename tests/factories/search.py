"""Projects that are found, without uploading anything."""

from typing import Any

from sqlalchemy.orm import Session

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.classifiers.models import Classifier
from warehouse.packaging.models import Project
from warehouse.search.services import DocumentService


def make_findable(
    db: Session,
    name: str,
    version: str = "1.0",
    *,
    classifiers: tuple[str, ...] = (),
    has_wheel: bool = False,
    contents: dict[str, Any] | None = None,
    project: dict[str, Any] | None = None,
    html: str = "",
    **columns: Any,
) -> Project:
    """A committed project with a release, and with its document.

    `html` is what its description was rendered to; without a text it is the text, too.
    """
    made = make_project(db, name, **(project or {}))
    release = make_release(db, made, version, **{"description": html, **columns})
    if html:
        release.description.html, release.description.rendered_by = html, "a test"
    for each in classifiers:
        found = db.query(Classifier).filter_by(classifier=each).one_or_none()
        release.classifiers.append(found or Classifier(classifier=each))
    db.commit()
    if has_wheel or contents:
        filename = f"{name}-{version}-py3-none-any.whl"
        make_file(db, release, filename, contents=contents)
    DocumentService(db).index([made.id])
    db.commit()
    return made
