"""Which classifiers an upload may have: those published, as staff changed them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session
from trove_classifiers import (
    classifiers,
    deprecated_classifiers,
    sorted_classifiers,
)

from warehouse.classifiers.models import Classifier


@dataclass(frozen=True)
class Vocabulary:
    """The classifiers that staff added or deprecated, beside those published."""

    added: frozenset[str] = frozenset()
    deprecated: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def listed(self) -> list[str]:
        """Return the classifiers that uploads may have, those of staff at the end."""
        published = [each for each in sorted_classifiers if each not in self.deprecated]
        return published + sorted(self.added - classifiers)

    def is_known(self, name: str) -> bool:
        """Return whether there is such a classifier."""
        return name in classifiers or name in self.added

    def replacements(self, name: str) -> Sequence[str] | None:
        """Return what is to be used instead of a deprecated classifier, or None."""
        if name in self.deprecated:
            return self.deprecated[name]
        return deprecated_classifiers.get(name)


PUBLISHED = Vocabulary()
"""The published classifiers."""


def current_vocabulary(db: Session) -> Vocabulary:
    """Return the published classifiers with what staff changed."""
    rows = db.execute(
        select(
            Classifier.classifier, Classifier.deprecated, Classifier.deprecated_for
        ).where(Classifier.is_own | Classifier.deprecated)
    ).all()
    return Vocabulary(
        frozenset(name for name, is_deprecated, _ in rows if not is_deprecated),
        {name: instead for name, is_deprecated, instead in rows if is_deprecated},
    )
