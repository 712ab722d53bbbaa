"""The command line: `python -m tests.benchmarks.generator --projects 20000 URL`."""

import argparse
import time

from tests.benchmarks.generator.filling import fill


def main() -> None:
    """Fill a database and say how long that took."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.generator")
    parser.add_argument("--projects", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("url", metavar="DATABASE_URL")
    given = parser.parse_args()
    begun = time.monotonic()
    made = fill(given.url, given.projects, seed=given.seed)
    for table, count in made.items():
        print(f"{table:24} {count:12,}")
    print(f"in {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
