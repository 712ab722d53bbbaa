"""One unit of work: what happens before the commit, after it, and when it fails."""

import pytest
import structlog

from warehouse.db import Transaction


class Diary:
    """A session that only writes down what is asked of it."""

    def __init__(self, fails=False):
        self.lines, self.fails, self.info = [], fails, {}

    def commit(self):
        if self.fails:
            raise ConnectionError("gone")
        self.lines.append("commit")

    def flush(self):
        """Nothing is ever pending."""

    def rollback(self):
        self.lines.append("rollback")

    def note(self, line):
        return lambda: self.lines.append(line)


@pytest.fixture
def diary():
    return Diary()


def test_everything_happens_in_its_order(diary):
    transaction = Transaction(diary)
    for line in ("a", "b"):
        transaction.after_commit(diary.note(f"after {line}"))
        transaction.before_commit(diary.note(f"before {line}"))
    transaction.commit()
    assert diary.lines == ["before a", "before b", "commit", "after a", "after b"]


def test_the_first_comes_before_what_was_left_earlier(diary):
    transaction = Transaction(diary)
    transaction.before_commit(diary.note("other"))
    transaction.before_commit(diary.note("first"), first=True)
    transaction.commit()
    assert diary.lines == ["first", "other", "commit"]


def test_a_second_commit_does_not_run_the_hooks_of_the_first(diary):
    transaction = Transaction(diary)
    transaction.before_commit(diary.note("before"))
    transaction.after_commit(diary.note("after"))
    transaction.memory["key"] = "value"
    transaction.commit()
    assert transaction.memory == {}
    transaction.commit()
    assert diary.lines == ["before", "commit", "after", "commit"]


def test_the_last_comes_after_what_the_others_leave(diary):
    transaction = Transaction(diary)
    transaction.before_commit(diary.note("last"), last=True)
    transaction.before_commit(
        lambda: transaction.before_commit(diary.note("left by the first"))
    )
    transaction.commit()
    assert diary.lines == ["left by the first", "last", "commit"]


def test_a_hook_may_leave_another(diary):
    transaction = Transaction(diary)
    transaction.before_commit(
        lambda: transaction.before_commit(diary.note("left by the first"))
    )
    transaction.commit()
    assert diary.lines == ["left by the first", "commit"]


def test_rolling_back_forgets_what_was_to_happen(diary):
    transaction = Transaction(diary)
    transaction.before_commit(diary.note("before"))
    transaction.after_commit(diary.note("after"))
    transaction.rollback()
    transaction.commit()
    assert diary.lines == ["rollback", "commit"]


def test_a_doomed_transaction_commits_nothing(diary):
    transaction = Transaction(diary)
    transaction.before_commit(diary.note("before"))
    transaction.after_commit(diary.note("after"))
    transaction.doom()
    transaction.commit()
    assert diary.lines == ["rollback"]
    transaction.commit()
    assert diary.lines == ["rollback", "commit"]


def test_a_hook_that_fails_before_keeps_everything_from_happening(diary):
    def fail():
        raise ValueError("no")

    transaction = Transaction(diary)
    transaction.before_commit(fail)
    transaction.after_commit(diary.note("after"))
    with pytest.raises(ValueError, match="no"):
        transaction.commit()
    assert diary.lines == []
    transaction.rollback()
    assert diary.lines == ["rollback"]


def test_a_commit_that_fails_tells_nobody():
    diary = Diary(fails=True)
    transaction = Transaction(diary)
    transaction.after_commit(diary.note("after"))
    with pytest.raises(ConnectionError):
        transaction.commit()
    transaction.rollback()
    assert diary.lines == ["rollback"]


def test_news_that_cannot_be_told_is_logged_and_the_rest_is_told(diary):
    def fail():
        raise ConnectionError("the queue is down")

    transaction = Transaction(diary)
    transaction.after_commit(fail)
    transaction.after_commit(diary.note("after"))
    with structlog.testing.capture_logs() as lines:
        transaction.commit()
    assert diary.lines == ["commit", "after"]
    assert [line["event"] for line in lines] == ["after_commit_failed"]
