"""A Python package index that anyone can run."""

__version__ = "0.7.0"
