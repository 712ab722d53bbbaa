"""Other indexes in /admin: added, switched, and kept from names."""

from tests.functional.admin.acting import act
from warehouse.upstreams import queries

PAGE = "/admin/upstreams/"
URL = "https://pypi.org/simple"


def test_an_upstream_is_added_and_switched(admin, db):
    assert "No other index is asked." in admin.get(PAGE).text
    act(admin, f"{PAGE}add/", upstream="pypi", url=URL, reason="for all").follow()
    page = admin.get(PAGE).text
    assert f"{URL}/" in page
    act(admin, f"{PAGE}switch/pypi/", enabled=False, reason="it is slow").follow()
    (row,) = queries.all_upstreams(db)
    assert (row.name, row.url, row.is_enabled) == ("pypi", f"{URL}/", False)
    assert admin.get(f"{PAGE}switch/other/", status=404)


def test_a_wrong_address_is_refused(admin, db):
    for wrong in ("ftp://a.example/", "https://127.0.0.1/simple/", "http://a.example/"):
        page = act(admin, f"{PAGE}add/", upstream="mine", url=wrong, reason="x")
        assert "is no address of a simple index" in page.text
    page = act(admin, f"{PAGE}add/", upstream="My Index", url=URL, reason="x")
    assert "is no name for an upstream" in page.text
    assert queries.all_upstreams(db) == []


def test_a_name_is_taken_over_and_given_back(admin, db):
    act(admin, f"{PAGE}take/", project="Some.Name", reason="it is ours").follow()
    (row,) = queries.taken_names(db)
    assert (row.normalized_name, row.reason) == ("some-name", "it is ours")
    assert row.taken_by_id is not None
    assert "it is ours" in admin.get(PAGE).text
    again = act(admin, f"{PAGE}take/", project="some-name", reason="again")
    assert "taken over already" in again.text
    act(admin, f"{PAGE}release/some-name/", reason="not ours").follow()
    assert queries.taken_names(db) == []
    page = act(admin, f"{PAGE}release/some-name/", reason="not ours")
    assert "was not taken over" in page.text
