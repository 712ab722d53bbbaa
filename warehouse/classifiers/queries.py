"""Classifiers, found by their ids."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.classifiers.models import Classifier

_LARGEST_ID = 2**31 - 1


def classifier_by_id(db: Session, key: int) -> str | None:
    """Return the classifier with this id, or None."""
    if key > _LARGEST_ID:
        return None
    return db.scalar(select(Classifier.classifier).where(Classifier.id == key))
