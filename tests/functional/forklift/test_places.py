"""Requests that are no uploads, or go to the wrong place."""

import pytest

from tests.builders import forms


@pytest.mark.parametrize(
    ("action", "text"),
    [
        ("submit", "410 Project pre-registration is no longer required or supported"),
        ("submit_pkg_info", "410 Project pre-registration is no longer required"),
        ("doc_upload", "410 Uploading documentation is no longer supported"),
    ],
)
def test_old_actions_are_gone(client, action, text):
    answer = client.post(f"/legacy/?:action={action}", status=410)
    assert answer.status.startswith(text)
    answer = client.post("/legacy/", {":action": action}, status=410)
    assert answer.status.startswith(text)
    body = forms.body({":action": action})
    answer = client.post("/legacy/", body, headers=forms.headers(), status=410)
    assert answer.status.startswith(text)


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_anything_else_is_explained(client, method):
    answer = getattr(client, method)("/legacy/?:action=dance", status=200)
    assert answer.content_type == "text/html"
    if method != "head":
        assert "twine upload --repository-url http://localhost" in answer.text


@pytest.mark.parametrize(
    ("action", "status"), [("submit", 410), ("doc_upload", 410), ("file_upload", 400)]
)
@pytest.mark.parametrize("before", ["", "\n", "a preamble\n"])
def test_the_forms_of_distutils_of_python_2(client, before, action, status):
    fields = {"name": "x", ":action": action, "version": "1"}
    parts = (
        f'\n--GHSKF\nContent-Disposition: form-data; name="{name}"\n\n{value}'
        for name, value in fields.items()
    )
    body = before + "".join(parts) + "\n--GHSKF--\n"
    kind = "multipart/form-data; boundary=GHSKF; charset=utf-8"
    client.post("/legacy/", body, headers={"Content-Type": kind}, status=status)


@pytest.mark.parametrize("fields", [{}, {":action": "dance"}, {":action": ""}])
def test_an_upload_says_that_it_is_one(uploader, fields):
    body = forms.body({"name": "x", **fields})
    answer = uploader.client.post(
        "/legacy/", body, headers=forms.headers(uploader.token), status=400
    )
    assert "Send the field :action with the value file_upload" in answer.status


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_slash_belongs_there(client, method):
    answer = getattr(client, method)("/legacy", status=308)
    assert answer.location.endswith("/legacy/")
    assert "the expected upload URL is /legacy/ (with a trailing slash)" in answer.status


@pytest.mark.parametrize("action", ["file_upload", "submit", "doc_upload"])
def test_the_old_address_points_here(client, action):
    body, headers = forms.body({":action": action, "name": "x"}), forms.headers()
    for answer in (
        client.post(f"/pypi?:action={action}", status=410),
        client.post("/pypi", {":action": action}, status=410),
        client.post("/pypi", body, headers=headers, status=410),
    ):
        assert "Upload files to http://localhost" in answer.status
    answer = client.get(f"/pypi?:action={action}", status=405)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/", "/simple/", "/search/", "/help/", "/pypi/"])
def test_an_upload_to_a_page_is_told_where_to_go(client, path):
    body, headers = forms.body({":action": "file_upload"}), forms.headers()
    answer = client.post(path, body, headers=headers, status=405)
    assert answer.status.startswith("405 Files are not uploaded here but to http://")
    assert answer.status.endswith("/legacy/")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_upload_must_be_multipart(uploader):
    answer = uploader.client.post(
        "/legacy/?:action=file_upload",
        b"{}",
        headers={**forms.headers(uploader.token), "Content-Type": "application/json"},
        status=400,
    )
    assert answer.status == "400 The body of an upload must be multipart/form-data."
