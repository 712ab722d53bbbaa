"""The table of classifiers: copied from `trove-classifiers`, and changed by staff."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from trove_classifiers import deprecated_classifiers, sorted_classifiers

from warehouse.classifiers.errors import ClassifierExists, ClassifierInvalid
from warehouse.classifiers.models import Classifier
from warehouse.purges import purge

ALL_CLASSIFIERS = "all-classifiers"
"""The key of what shows all classifiers."""

SEPARATOR = " :: "
LONGEST = 200


class ClassifierService:
    """Everything that changes the table of classifiers."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def sync(self) -> int:
        """Add new classifiers, put all in the published order; return how many are new.

        Nothing is ever removed, because releases may name it. What is deprecated there is
        deprecated here; what staff deprecated stays so.
        """
        before = self._count()
        rows = [
            {"classifier": name, "ordering": position}
            for position, name in enumerate(sorted_classifiers)
        ]
        adding = insert(Classifier).values(rows)
        self.db.execute(
            adding.on_conflict_do_update(
                index_elements=[Classifier.classifier],
                set_={"ordering": adding.excluded.ordering},
            )
        )
        added = self._count() - before
        purge(self.db, ALL_CLASSIFIERS)
        for name, instead in deprecated_classifiers.items():
            self._deprecate(name, instead)
        return added

    def add(self, name: str) -> Classifier:
        """Add a classifier that uploads may have from now on.

        Raises `ClassifierInvalid` or `ClassifierExists`.
        """
        parts = name.split(SEPARATOR)
        is_private = parts[0].lower().startswith("private")
        is_odd = len(parts) < 2 or any(part != part.strip() or not part for part in parts)
        if is_odd or is_private or len(name) > LONGEST or not name.isprintable():
            raise ClassifierInvalid(name)
        if self.find(name) is not None:
            raise ClassifierExists(name)
        row = Classifier(classifier=name, is_own=True)
        self.db.add(row)
        self._flush()
        return row

    def find(self, name: str) -> Classifier | None:
        """Return the row of a classifier, or None."""
        return self.db.scalar(select(Classifier).where(Classifier.classifier == name))

    def deprecate(self, row: Classifier, instead: Sequence[str]) -> None:
        """Refuse a classifier in uploads from now on, and advise others.

        Raises `ClassifierInvalid` for advice that is no classifier.
        """
        for each in instead:
            if self.find(each) is None:
                raise ClassifierInvalid(each)
        row.deprecated, row.deprecated_for = True, list(instead)
        self._flush()

    def restore(self, row: Classifier) -> None:
        """Let uploads have a classifier again."""
        row.deprecated, row.deprecated_for = False, []
        self._flush()

    def _flush(self) -> None:
        self.db.flush()
        purge(self.db, ALL_CLASSIFIERS)

    def _deprecate(self, name: str, instead: Sequence[str]) -> None:
        self.db.execute(
            update(Classifier)
            .where(Classifier.classifier == name, ~Classifier.deprecated)
            .values(deprecated=True, deprecated_for=list(instead))
        )

    def _count(self) -> int:
        return self.db.scalar(select(func.count(Classifier.id))) or 0
