"""Logs are set up once for each application of a process, also in one with several."""

import pytest
import structlog

from warehouse import logging
from warehouse.settings import MetricsSettings, load


def test_a_logger_that_was_used_before_follows_what_is_set_up_later():
    settings = load(MetricsSettings, {})
    logging.configure(settings)
    log = structlog.get_logger("tests.logging")
    log.info("before")
    logging.configure(settings)
    with structlog.testing.capture_logs() as lines:
        log.warning("seen", value=1)
    assert lines == [{"event": "seen", "value": 1, "log_level": "warning"}]


@pytest.mark.parametrize("form", ["json", "console"])
def test_values_of_variables_are_not_logged_with_a_traceback(capsys, form):
    logging.configure(load(MetricsSettings, {"LOG_FORMAT": form}))
    password = "-".join(["correct", "horse"])
    try:
        raise ValueError(len(password))
    except ValueError:
        structlog.get_logger("tests.logging").exception("failed")
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert password not in said
