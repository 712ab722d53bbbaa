"""Environment markers in words: "Python before 3.11, and Windows"."""

from warehouse.i18n import Message, _
from warehouse.packaging.markers import Comparison, Condition, Every

_MOST = 8
"""How many comparisons are said in words; of more the marker alone is shown."""

_SYSTEMS = {
    "sys_platform": {
        "win32": "Windows",
        "linux": "Linux",
        "linux2": "Linux",
        "darwin": "macOS",
        "cygwin": "Cygwin",
        "emscripten": "Emscripten",
        "wasi": "WASI",
        "android": "Android",
        "ios": "iOS",
    },
    "platform_system": {
        "Windows": "Windows",
        "Linux": "Linux",
        "Darwin": "macOS",
        "Java": "Java",
        "Emscripten": "Emscripten",
        "Android": "Android",
        "iOS": "iOS",
    },
    "os_name": {"nt": "Windows", "posix": "POSIX", "java": "Java"},
    "platform_python_implementation": {
        "CPython": "CPython",
        "PyPy": "PyPy",
        "Jython": "Jython",
        "GraalVM": "GraalPy",
    },
    "implementation_name": {
        "cpython": "CPython",
        "pypy": "PyPy",
        "graalpy": "GraalPy",
    },
}
_PYTHON: dict[str, Message] = {
    "<": _("Python before ${version}"),
    "<=": _("Python up to ${version}"),
    ">": _("Python after ${version}"),
    ">=": _("Python ${version} or newer"),
    "==": _("Python ${version}"),
    "!=": _("not Python ${version}"),
}
_OTHERS: dict[str, dict[str, Message]] = {
    "platform_machine": {
        "==": _("a processor called ${name}"),
        "!=": _("no processor called ${name}"),
    },
    "extra": {
        "==": _("the extra ${name}"),
        "!=": _("without the extra ${name}"),
    },
}


def words(condition: Condition) -> str | None:
    """Return a condition in words, None where it is long or nobody has words for it."""
    return None if _size(condition) > _MOST else _said(condition, is_part=False)


def _size(condition: Condition) -> int:
    if isinstance(condition, Comparison):
        return 1
    return sum(map(_size, condition.parts))


def _said(condition: Condition, *, is_part: bool) -> str | None:
    """Return a condition in words; part of another one says where it begins."""
    if isinstance(condition, Comparison):
        return _compared(condition)
    parts = [_said(each, is_part=True) for each in condition.parts]
    joined = parts[0]
    both = isinstance(condition, Every)
    for each in parts[1:]:
        if joined is None or each is None:
            return None
        said = _("${one}, and ${other}") if both else _("${one} or ${other}")
        joined = said.with_values(one=joined, other=each)
    if joined is None or not is_part:
        return joined
    whole = _("both ${condition}") if both else _("either ${condition}")
    return whole.with_values(condition=joined)


def _compared(asked: Comparison) -> str | None:
    if asked.variable in {"python_version", "python_full_version"}:
        said = _PYTHON.get(asked.operator)
        return said and said.with_values(version=asked.value)
    name = _SYSTEMS.get(asked.variable, {}).get(asked.value)
    if name is not None and asked.operator == "==":
        return name
    if name is not None and asked.operator == "!=":
        return _("not ${name}", {"name": name})
    other = _OTHERS.get(asked.variable, {}).get(asked.operator)
    return other and other.with_values(name=asked.value)
