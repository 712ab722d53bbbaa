"""The errors of namespaces."""


class NamespaceError(Exception):
    """The base of all errors of this domain; its text is a sentence."""


class NamespaceInvalid(NamespaceError):
    """The namespace is none: it has to be what could be a project's name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} cannot be a namespace: use letters and digits, and between them "
            "dots, hyphens and underscores."
        )
        self.name = name


class NamespaceTaken(NamespaceError):
    """A grant covers the namespace already, or is covered by it, and has its owner."""

    def __init__(self, name: str, other: str, owner: str) -> None:
        super().__init__(
            f"{name!r} overlaps the namespace {other}, which belongs to {owner}."
        )
        self.name, self.other, self.owner = name, other, owner


class NamespaceTooDeep(NamespaceError):
    """The namespace would be inside of too many others, or too many inside of it."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"{name!r} would make more than {most} namespaces in each other.")
        self.name, self.most = name, most


class NamespaceUnknown(NamespaceError):
    """The organization has no such namespace."""

    def __init__(self, name: str, owner: str) -> None:
        super().__init__(f"{owner} has no namespace {name!r}.")
        self.name, self.owner = name, owner


class NamespaceInUse(NamespaceError):
    """Others have projects in the namespace, so staff decide about it."""

    def __init__(self, name: str, project: str) -> None:
        super().__init__(f"{project}, in {name!r}, belongs to somebody else.")
        self.name, self.project = name, project


class NamespaceRequested(NamespaceError):
    """The organization has applied for the namespace, and nobody has decided yet."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The organization has applied for {name!r} already.")
        self.name = name
