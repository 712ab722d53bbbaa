"""Checking the arguments of a call against the method's own signature.

Types are strict: a number in a string is no number, and a truth is none either.
"""

from collections.abc import Callable, Iterator, Sequence
from inspect import Parameter, signature
from typing import Any, cast

from warehouse.api.xmlrpc.faults import bad_arguments

Method = Callable[..., Any]

_NAMES: dict[Any, tuple[type, str]] = {
    int: (int, "integer"),
    bool: (bool, "boolean"),
    str: (str, "string"),
    list[str]: (list, "list"),
    dict[str, Any]: (dict, "dictionary"),
}


def check(method: Method, arguments: Sequence[Any]) -> None:
    """Raise a `Fault` naming everything that is wrong with `arguments`.

    The first parameter of `method` is the request, which no client gives.
    """
    parameters = list(signature(method).parameters.values())[1:]
    problems = list(_problems(parameters, arguments))
    if problems:
        raise bad_arguments(problems)


def _problems(parameters: Sequence[Parameter], arguments: Sequence[Any]) -> Iterator[str]:
    for position, parameter in enumerate(parameters):
        if position < len(arguments):
            yield from _mismatches(parameter, arguments[position])
        elif parameter.default is Parameter.empty:
            yield f"{parameter.name}: Missing required argument"
    for position in range(len(parameters), len(arguments)):
        yield f"{position + 1}: Unexpected positional argument"


def _mismatches(parameter: Parameter, value: Any) -> Iterator[str]:
    wanted = parameter.annotation
    if wanted == int | None:
        if value is None:
            return
        wanted = int
    if wanted is Any:
        return
    kind, name = _NAMES[wanted]
    if type(value) is not kind:
        yield f"{parameter.name}: Input should be a valid {name}"
    elif wanted == list[str]:
        for index, each in enumerate(cast(list[Any], value)):
            if type(each) is not str:
                yield f"{parameter.name}.{index}: Input should be a valid string"
