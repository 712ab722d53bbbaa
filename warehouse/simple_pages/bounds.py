"""Sizes and patterns that what is read has to keep."""

import re

MIB = 1024 * 1024

LARGEST_PAGE = 32 * MIB
LARGEST_LIST = 128 * MIB
MOST_FILES = 200_000
LONGEST_TEXT = 20_000
LONGEST_URL = 8000
LONGEST_TAG = MIB
"""Bytes of one tag, comment or script of HTML."""

FILENAME = re.compile(r"[A-Za-z0-9_][!-.0-\[\]-~]{0,249}\Z")
"""Visible ASCII without separators; the first character hides nothing."""

DISTRIBUTION = re.compile(
    r"\.(whl|egg|exe|msi|rpm|deb|dmg|zip|tgz|tar(\.(gz|bz2|xz|Z))?)\Z", re.ASCII
)
"""The endings of everything that indexes ever took."""
