"""Input of strangers is parsed in time proportional to its length."""

import pytest

from tests.builders.costs import growth
from warehouse.api.xmlrpc import calls
from warehouse.api.xmlrpc.faults import Fault
from warehouse.http.caching import encodings, ranges
from warehouse.macaroons import wire
from warehouse.macaroons.errors import TokenMalformed
from warehouse.packaging.names import normalize
from warehouse.search import questions
from warehouse.search.errors import QuestionTooLong

LINEAR = 9
CALL = b"<methodCall><methodName>a</methodName><params>%s</params></methodCall>"
VALUE = b"<param><value>%s</value></param>"


def call(body):
    try:
        calls.read(body)
    except Fault:
        return


def token(text):
    try:
        wire.parse(text)
    except TokenMalformed:
        return


def question(pairs):
    try:
        questions.read(pairs)
    except QuestionTooLong:
        return


@pytest.mark.parametrize(
    ("piece", "size"),
    [
        (VALUE % b"a", 800),
        (VALUE % b"<struct><member><name>a</name><value>b</value></member></struct>", 200),
        (b"<value><array><data>", 1500),
        (b"<!-- -->", 4000),
        (b"a", 50_000),
        (b"&#65;", 8000),
    ],
)
def test_calls_are_parsed_in_linear_time(piece, size):
    assert growth(call, lambda times: CALL % (piece * times), size) < LINEAR


@pytest.mark.parametrize("piece", ["a", "-", "AgEA", "AAIDAA"])
def test_tokens_are_parsed_in_linear_time(piece):
    assert growth(token, lambda times: "pypi-" + piece * times, 2000) < LINEAR


@pytest.mark.parametrize(
    ("name", "piece"), [("q", 'a" '), ("q", "-"), ("python", "3.1"), ("page", "9")]
)
def test_questions_are_parsed_in_linear_time(name, piece):
    def make(times):
        return [(name, piece * times)]

    assert growth(question, make, 4000) < LINEAR


def test_many_parameters():
    def make(times):
        return [("c", str(number)) for number in range(times)]

    assert growth(question, make, 2000) < LINEAR


@pytest.mark.parametrize(
    ("work", "piece", "size"),
    [
        (lambda text: ranges.windows(text, 10**9), "0-1,", 2000),
        (lambda text: ranges.windows(text, 10**9), " ", 8000),
        (encodings.accepts_gzip, "gzip;q=0,", 1000),
        (encodings.accepts_gzip, ";", 8000),
        (normalize, "-._", 8000),
        (normalize, "a-", 8000),
    ],
)
def test_headers_and_names(work, piece, size):
    assert growth(work, lambda times: "bytes=" + piece * times, size) < LINEAR
