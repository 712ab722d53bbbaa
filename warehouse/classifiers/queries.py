"""Classifiers, found by their ids."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.classifiers.models import Classifier

_LARGEST_ID = 2**31 - 1


def classifier_row(db: Session, text: str) -> Classifier | None:
    """Return the row of the classifier whose id is written as `text`, or None."""
    is_id = text.isascii() and text.isdigit() and len(text) < 11
    key = int(text) if is_id else 0
    return db.get(Classifier, key) if 0 < key <= _LARGEST_ID else None


def classifier_by_id(db: Session, key: int) -> str | None:
    """Return the classifier with this id, or None."""
    if key > _LARGEST_ID:
        return None
    return db.scalar(select(Classifier.classifier).where(Classifier.id == key))
