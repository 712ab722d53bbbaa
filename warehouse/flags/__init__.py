"""Switches that an operator may throw while the index runs."""
