"""A large index out of nothing: the same rows every time, put into the database by COPY.

`python -m tests.benchmarks.generator --projects 20000 DATABASE_URL` fills a migrated and
empty database. What it makes is shaped as a public index is: most projects have one or
two releases of one to five files, a few have thousands; most names begin as many others
do; things happened in the order of their serials, so what belongs together does not lie
together. Nobody holds the bytes of these files.
"""

from tests.benchmarks.generator.filling import TABLES, fill
from tests.benchmarks.generator.shapes import BIG, SMALL, THOUSAND

__all__ = ["BIG", "SMALL", "TABLES", "THOUSAND", "fill"]
