"""Paths that mean something besides their routes: to headers, bodies, processes, robots.

Routes of the simple index, of files, uploads and health are made of these, so that neither
can change alone.
"""

SIMPLE = "/simple/"
"""The simple index: its pages run nothing, whoever wrote them."""

FILES = "/packages/"
"""Uploaded files, which may be anything."""

UPSTREAM_FILES = f"{FILES}upstream/"
"""Files of other indexes: what does not lie here yet comes as fast as they send it."""

UPLOADS = "/legacy"
"""Uploads, with a slash after it or without: their bodies may be large."""

ACCOUNT = "/account/"
"""Signing in and out, registering, and recovering: whatever hashes passwords."""

MANAGE = "/manage/"
"""The pages of people who are signed in."""

MANAGEMENT = "/api/v1/"
"""The management API: programs with API tokens, and errors as problem details."""

HEALTH = "/_health/"
"""Asked by whatever runs us: by plain HTTP, and under any host."""
