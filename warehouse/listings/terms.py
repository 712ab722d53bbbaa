"""Conditions that terms of a search stand for."""

import ipaddress
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast

from warehouse.listings.listing import ListingProblem, Where

_DAY = re.compile(r"(<|>)?(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?\Z")


def pattern(value: str) -> str:
    """Return a pattern of SQL that finds `value`, in which `*` stands for any text."""
    escaped = re.sub(r"([\\%_])", r"\\\1", value)
    return escaped.replace("*", "%") if "*" in value else f"%{escaped}%"


def contains(expression: Any) -> Where:
    """Find rows where this text contains the value, in any case."""
    return lambda value: cast(expression, Text).ilike(pattern(value))


def equals(expression: Any) -> Where:
    """Find rows where this text is the value."""
    return lambda value: expression == value


def is_id(expression: Any) -> Where:
    """Find the row with this UUID."""

    def where(value: str) -> ColumnElement[bool]:
        try:
            found: ColumnElement[bool] = expression == UUID(value)
        except ValueError as error:
            raise ListingProblem(f"“{value}” is no UUID.") from error
        return found

    return where


def is_number(expression: Any) -> Where:
    """Find rows with this number."""

    def where(value: str) -> ColumnElement[bool]:
        if not re.fullmatch(r"\d{1,18}", value):
            raise ListingProblem(f"“{value}” is no number.")
        found: ColumnElement[bool] = expression == int(value)
        return found

    return where


def is_address(expression: Any) -> Where:
    """Find rows of an IP address, or of a network as in 192.0.2.0/24."""

    def where(value: str) -> ColumnElement[bool]:
        try:
            network = ipaddress.ip_network(value, strict=False)
        except ValueError as error:
            raise ListingProblem(f"“{value}” is no IP address or network.") from error
        found: ColumnElement[bool] = expression.op("<<=", is_comparison=True)(str(network))
        return found

    return where


def at_time(expression: Any) -> Where:
    """Find rows of a year, month or day: `2026-11`, or `>2026-11-01` for what is later."""

    def where(value: str) -> ColumnElement[bool]:
        found = _DAY.match(value)
        if found is None:
            raise ListingProblem(f"“{value}” is no time such as 2026-11-28 or >2026-11.")
        sign, year, month, day = found.groups()
        try:
            begin = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
            end = _end(begin, bool(month), bool(day))
        except (ValueError, OverflowError) as error:
            raise ListingProblem(f"There is no day “{value}”.") from error
        if sign == "<":
            return expression < begin  # type: ignore[no-any-return]
        if sign == ">":
            return expression >= end  # type: ignore[no-any-return]
        return and_(expression >= begin, expression < end)

    return where


def one_of(choices: Mapping[str, Any]) -> Where:
    """Find rows of which a named fact is true."""

    def where(value: str) -> ColumnElement[bool]:
        if value not in choices:
            known = ", ".join(choices)
            raise ListingProblem(f"“{value}” is none of: {known}.")
        found: ColumnElement[bool] = choices[value]
        return found

    return where


def _end(begin: datetime, has_month: bool, has_day: bool) -> datetime:
    if has_day:
        return begin + timedelta(days=1)
    if has_month:
        return (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
    return begin.replace(year=begin.year + 1)
