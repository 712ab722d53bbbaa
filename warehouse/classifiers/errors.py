"""Refusals to change classifiers."""


class ClassifierError(Exception):
    """A change of classifiers that cannot be made."""


class ClassifierInvalid(ClassifierError):
    """The text is no classifier."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is no classifier such as “Topic :: Internet”.")


class ClassifierExists(ClassifierError):
    """There is such a classifier."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a classifier “{name}” already.")
