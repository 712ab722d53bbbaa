"""Names of standard-library modules, which no project may take."""

from functools import cache

from stdlibs import KNOWN_VERSIONS, stdlib_module_names

from warehouse.packaging.names import normalize


@cache
def stdlib_names() -> frozenset[str]:
    """The normalised name of every module that any version of Python has had.

    `__main__` is one too, though lists of the library leave it out.
    """
    modules = {
        module
        for version in (*KNOWN_VERSIONS, "all")
        for module in stdlib_module_names(version)
    }
    names = {normalize(part) for module in modules for part in _with_parents(module)}
    return frozenset(name.strip("-") for name in names) | {"main"}


def _with_parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]
