"""Taking over a legacy PyPI database: everything behind `warehouse db adopt`."""

from warehouse.adoption.adoption import adopt
from warehouse.adoption.errors import AdoptionRefused
from warehouse.adoption.report import Count, Report, Unkept

__all__ = ["AdoptionRefused", "Count", "Report", "Unkept", "adopt"]
