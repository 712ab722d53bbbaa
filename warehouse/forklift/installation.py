"""The places where installers put the members of a wheel (PEP 427)."""

from warehouse.forklift.archives.paths import key

SCHEMES = frozenset({"purelib", "platlib", "headers", "scripts", "data"})
_LIBRARIES = ("purelib/", "platlib/")


def is_named(root: str, suffix: str) -> bool:
    """Return whether some system takes a name for one with this ending."""
    return key(root).endswith(suffix)


def installed_place(name: str, data_dir: str) -> str:
    """Return where a member lands below site-packages, or its name if elsewhere.

    Almost everywhere the libraries that are pure Python and the others are one directory.
    """
    root, _, rest = name.partition("/")
    if root == data_dir:
        for library in _LIBRARIES:
            if rest.startswith(library):
                return rest.removeprefix(library)
    return name
