"""A Python package index that anyone can run."""

__version__ = "0.6.0"
