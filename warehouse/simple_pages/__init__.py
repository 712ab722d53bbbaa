"""Simple pages of other indexes as values."""

from warehouse.simple_pages.errors import PageUnreadable
from warehouse.simple_pages.reading import ACCEPT, read, read_list
from warehouse.simple_pages.values import ListedFile, ListedProject, Omission, ProjectPage

__all__ = [
    "ACCEPT",
    "ListedFile",
    "ListedProject",
    "Omission",
    "PageUnreadable",
    "ProjectPage",
    "read",
    "read_list",
]
