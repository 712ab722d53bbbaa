"""Trove classifiers: the vocabulary that projects are sorted by."""
