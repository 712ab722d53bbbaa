"""The table of trove classifiers."""

from warehouse.classifiers.models.classifier import Classifier

__all__ = ["Classifier"]
