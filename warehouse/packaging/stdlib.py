"""Names of standard-library modules, which no project may take."""

from functools import cache

from stdlib_list import short_versions, stdlib_list

from warehouse.packaging.names import normalize


@cache
def stdlib_names() -> frozenset[str]:
    """Return the normalised name of every module, nested ones too, since Python 2.6.

    `__main__` is one as well, though lists of the library leave it out.
    """
    modules = {module for version in short_versions for module in stdlib_list(version)}
    names = {normalize(part) for module in modules for part in _with_parents(module)}
    return frozenset(name.strip("-") for name in names) | {"main"}


def _with_parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]
