"""Rows in, bytes out: the wire forms of the read APIs."""
