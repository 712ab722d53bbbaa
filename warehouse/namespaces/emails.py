"""The messages about namespaces."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class NamespaceMail(Mail, template="namespace-granted"):
    """What a message about a namespace says: which, of which organization, and why."""

    namespace: str
    organization: str
    message: str = ""


class NamespaceGrantedMail(NamespaceMail, template="namespace-granted"):
    """Tells the owners that their organization has a namespace."""


class NamespaceRemovedMail(NamespaceMail, template="namespace-removed"):
    """Tells the owners that their organization has a namespace no longer."""


class NamespaceDeclinedMail(NamespaceMail, template="namespace-declined"):
    """Tells the owners that staff do not grant a namespace."""


@dataclass(frozen=True)
class NamespaceRequestedMail(NamespaceMail, template="namespace-requested"):
    """Tells the owners that one of them has applied for a namespace."""

    by: str = ""


@dataclass(frozen=True)
class NamespaceQuestionedMail(NamespaceMail, template="namespace-moreinformationneeded"):
    """Asks the owners what staff need to know."""

    link: str = ""
