"""The pages that are measured, in the order of the table."""

SIMPLE = "simple, 6 files, gzip"
NOT_MODIFIED = "the same, 304"
THOUSAND_FILES = "simple, 1,000 files, gzip"
BIG_SIMPLE = "simple, 5,000 files, JSON"
ALL = "/simple/, JSON, gzip"
DOCUMENT = "legacy JSON, 6 files"
BIG_DOCUMENT = "legacy JSON, 5,000 files, gzip"
PROJECT = "project page, 6 files"
HOME = "home page"
CHANGELOG = "changelog_since_serial"
FILE = "a file of 1 MB"
ABSENT = "a name that is not there"
MOVED = "another spelling of a name"

PAGES = (
    *(SIMPLE, NOT_MODIFIED, THOUSAND_FILES, BIG_SIMPLE, ALL, DOCUMENT, BIG_DOCUMENT),
    *(PROJECT, HOME, CHANGELOG, FILE, ABSENT, MOVED),
)
