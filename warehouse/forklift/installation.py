"""Where installers put what is in a wheel (PEP 427)."""

from warehouse.forklift.archives.paths import key

SCHEMES = frozenset({"purelib", "platlib", "headers", "scripts", "data"})
_LIBRARIES = ("purelib/", "platlib/")


def is_named(root: str, suffix: str) -> bool:
    """Whether some system takes the name of a directory for one that ends so."""
    return key(root).endswith(suffix)


def installed_place(name: str, data_dir: str) -> str:
    """Where a member lands below site-packages, or its own name if elsewhere.

    Almost everywhere the libraries that are pure Python and the others are one directory.
    """
    root, _, rest = name.partition("/")
    if root == data_dir:
        for library in _LIBRARIES:
            if rest.startswith(library):
                return rest.removeprefix(library)
    return name
