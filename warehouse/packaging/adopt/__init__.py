"""Taking over a legacy PyPI database: everything behind `warehouse db adopt`."""

from warehouse.packaging.adopt.adoption import adopt
from warehouse.packaging.adopt.errors import AdoptionRefused
from warehouse.packaging.adopt.report import Count, Report, Unkept

__all__ = ["AdoptionRefused", "Count", "Report", "Unkept", "adopt"]
