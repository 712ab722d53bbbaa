"""Copy the list of `trove-classifiers` into our table."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from trove_classifiers import sorted_classifiers

from warehouse.classifiers.models import Classifier


class ClassifierService:
    """Everything that changes the table of classifiers."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def sync(self) -> int:
        """Add new classifiers, put all in the published order; return how many are new.

        Nothing is ever removed, because releases may name it.
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
        return self._count() - before

    def _count(self) -> int:
        return self.db.scalar(select(func.count(Classifier.id))) or 0
