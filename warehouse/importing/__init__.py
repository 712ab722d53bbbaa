"""Bringing another index over, file by file, through the checks of an upload."""

from warehouse.importing.errors import FileUnreadable, SourceUnreadable
from warehouse.importing.running import bring_over, try_out
from warehouse.importing.values import Found, Problem, Summary

__all__ = [
    "FileUnreadable",
    "Found",
    "Problem",
    "SourceUnreadable",
    "Summary",
    "bring_over",
    "try_out",
]
