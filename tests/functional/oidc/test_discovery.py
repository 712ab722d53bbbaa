"""PEP 807 (Draft): clients discover trusted publishing, and tokens may be for one use."""

import pytest

from tests.builders.issuers import github_claims
from warehouse.flags.models import AdminFlag

V1 = "application/vnd.pypi.pytp.v1+json"
PROBLEM = "application/problem+json"
DISCOVER = "/.well-known/pytp?discover=%2Flegacy%2F"
SPENT = "the token was for a single upload, and has been used"


def switch_on(db, flag):
    """Switch on an operator's flag."""
    db.get_one(AdminFlag, flag).enabled = True
    db.commit()


@pytest.fixture
def found(client):
    """The endpoints that a client discovers."""
    return client.get(DISCOVER, headers={"Accept": V1}).json


@pytest.mark.parametrize("accept", [None, V1, "*/*", "application/*", f"text/html, {V1}"])
def test_endpoints_are_on_the_host_that_was_asked(client, accept):
    headers = {"Host": "upload.example:8443", **({"Accept": accept} if accept else {})}
    answer = client.get(DISCOVER, headers=headers)
    assert answer.json == {
        "audience-endpoint": "http://upload.example:8443/_/pytp/audience",
        "token-mint-endpoint": "http://upload.example:8443/_/pytp/mint-token",
        "features": ["single-use-token", "multi-use-token"],
        "default-features": ["multi-use-token"],
    }
    assert answer.content_type == V1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?discover=%2Flegacy%2F", 406),
        ("?discover=%2Felsewhere%2F", 404),
        ("?discover=%2Flegacy", 404),
        ("?discover=", 404),
        ("?discover=%00%C3%A4", 404),
        ("", 400),
        ("?discover=%2Flegacy%2F&discover=%2Fother%2F", 400),
    ],
)
def test_paths_without_uploads_are_problems(client, query, status):
    accept = "application/json" if status == 406 else V1
    url = f"/.well-known/pytp{query}"
    answer = client.get(url, headers={"Accept": accept}, status=status)
    assert answer.content_type == PROBLEM
    assert answer.json["status"] == status
    assert answer.json.keys() == {"type", "title", "status", "detail"}


def test_endpoints_answer_406_to_clients_of_something_else(client, found):
    headers = {"Accept": "text/html"}
    for url, call in (
        (found["audience-endpoint"], client.get),
        (found["token-mint-endpoint"], client.post),
    ):
        answer = call(url, headers=headers, status=406)
        assert (answer.content_type, answer.json["status"]) == (PROBLEM, 406)


def test_the_audience_is_what_clients_of_today_are_told(client, found):
    answer = client.get(found["audience-endpoint"])
    assert (answer.content_type, answer.json) == (V1, {"audience": "localhost"})


@pytest.mark.parametrize("features", [None, [], ["multi-use-token"]])
def test_tokens_are_for_many_uploads_unless_asked(publishing, built_in, found, features):
    publishing.attach()
    body = {"token": built_in.sign(github_claims())}
    body |= {} if features is None else {"features": features}
    answer = publishing.client.post_json(found["token-mint-endpoint"], body)
    assert (answer.content_type, answer.json.keys()) == (V1, {"token", "expires"})
    for version in ("1.0", "2.0"):
        uploaded = publishing.upload(answer.json["token"], version=version)
        assert uploaded.status_int == 200


@pytest.mark.parametrize("url", ["/_/pytp/mint-token", "/_/oidc/mint-token"])
def test_a_token_for_a_single_use_uploads_one_file(publishing, built_in, url):
    publishing.attach()
    body = {"token": built_in.sign(github_claims()), "features": ["single-use-token"]}
    token = publishing.client.post_json(url, body).json["token"]
    assert publishing.upload(token, "ham").status_int == 400
    assert publishing.upload(token).status_int == 200
    again = publishing.upload(token, version="2.0")
    assert (again.status_int, SPENT in again.text) == (403, True)


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ("single-use-token", "features is no list"),
        (["single-use-token", "multi-use-token"], "cannot be both"),
        (["no-token"], "'no-token' is unknown"),
        ([7], "'7' is unknown"),
        ([["single-use-token"]], "is unknown"),
        (None, "features is no list"),
    ],
)
def test_features_that_nobody_has_are_problems(publishing, built_in, found, features, said):
    publishing.attach()
    body = {"token": built_in.sign(github_claims()), "features": features}
    url = found["token-mint-endpoint"]
    answer = publishing.client.post_json(url, body, status=422)
    assert answer.content_type == PROBLEM
    assert said in answer.json["detail"]
    assert answer.json["errors"][0]["code"] == "invalid-payload"


def test_an_index_that_exchanges_nothing_is_not_discovered(client, db, found):
    switch_on(db, "disallow-oidc")
    assert client.get(DISCOVER, status=404).content_type == PROBLEM
    assert client.get(found["audience-endpoint"], status=403).content_type == PROBLEM
    answer = client.post_json(found["token-mint-endpoint"], {"token": "x"}, status=422)
    assert answer.json["errors"][0]["code"] == "not-enabled"


@pytest.mark.parametrize("url", ["/_/pytp/mint-token", "/_/oidc/mint-token"])
def test_an_index_that_is_read_only_says_so_as_json(client, db, url):
    switch_on(db, "read-only")
    answer = client.post_json(url, {"token": "x"}, status=503)
    [error] = answer.json["errors"]
    assert (error["code"], "read-only" in error["description"]) == ("not-enabled", True)
    assert answer.headers["Retry-After"] == "300"
