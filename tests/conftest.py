"""Loads the fixtures; they live in `tests/fixtures/`."""

import gc

LONGEST_ID = 200

pytest_plugins = [
    "tests.fixtures.postgres",
    "tests.fixtures.valkey",
    "tests.fixtures.app",
    "tests.fixtures.edge",
    "tests.fixtures.web",
    "tests.fixtures.s3",
    "tests.fixtures.failing",
    "tests.fixtures.search",
    "tests.fixtures.fastly",
    "tests.fixtures.varnish",
    "tests.fixtures.smtp",
    "tests.fixtures.webhooks",
    "tests.fixtures.oidc",
    "tests.fixtures.single_sign_on",
]


def pytest_collection_finish() -> None:
    """Keep the garbage collector from what stays: it took a third of the time of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its argument: it may be made anew in each of the processes."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_ID:
        return argname
    return None
