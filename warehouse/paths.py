"""Paths that mean something besides their routes: to headers, bodies, processes, robots.

A route that begins with one of them is made of it, so that neither can change alone.
"""

SIMPLE = "/simple/"
"""The simple index: its pages run nothing, whoever wrote them."""

FILES = "/packages/"
"""Uploaded files, which may be anything."""

UPLOADS = "/legacy"
"""Uploads, with a slash after it or without: their bodies may be large."""

HEALTH = "/_health/"
"""Asked by whatever runs us: by plain HTTP, and under any host."""
