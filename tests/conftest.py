"""Loads the fixtures; they live in `tests/fixtures/`."""

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
]
