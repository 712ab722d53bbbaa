"""Why a namespace cannot be had, in words for the people of organizations."""

from collections.abc import Callable
from typing import Any

from warehouse.i18n import _
from warehouse.namespaces import errors

_SENTENCES: dict[type[errors.NamespaceError], Callable[[Any], str]] = {
    errors.NamespaceInvalid: lambda it: _(
        "“${name}” is no namespace: use letters, digits, and . - _ between them.",
        mapping={"name": it.name},
    ),
    errors.NamespaceTaken: lambda it: _(
        "“${name}” overlaps the namespace ${other}, which belongs to ${owner}.",
        mapping={"name": it.name, "other": it.other, "owner": it.owner},
    ),
    errors.NamespaceTooDeep: lambda it: _(
        "“${name}” is in other namespaces, or they are in it: at most ${most} may be in "
        "each other. Choose a name that is in none of them.",
        mapping={"name": it.name, "most": it.most},
    ),
    errors.NamespaceUnknown: lambda it: _(
        "${owner} has no namespace “${name}” any more.",
        mapping={"name": it.name, "owner": it.owner},
    ),
    errors.NamespaceRequested: lambda it: _(
        "The organization has applied for “${name}” already.", mapping={"name": it.name}
    ),
}


def explain(error: errors.NamespaceError) -> str:
    """Return why something was refused."""
    return _SENTENCES[type(error)](error)
