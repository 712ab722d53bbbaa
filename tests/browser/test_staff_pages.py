"""Every page of staff is accessible, fits a phone, and is without an error."""

import pytest

from tests.browser.staff_pages import staff_pages
from tests.browser.test_pages import AXE

IN_DARK = ("/admin/", "/admin/jobs/", "/admin/users/", "/admin/observations/insights/")
ROOM = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


MADE_OF = """[...new Set([...document.querySelectorAll("main *")].map(
    (each) => `${each.tagName}.${each.getAttribute("class")}.${each.type}.${each.role}`
))].sort().join()"""


@pytest.fixture
def problems_of(staff):
    """Say what is wrong with a page on a phone.

    One that is made of the same elements as another is not looked at by axe again.
    """
    staff.set_viewport_size({"width": 360, "height": 800})
    axe, seen = AXE.read_text(), set()

    def problems_of(path, scheme="light"):
        answer = staff.goto(path, wait_until="load")
        if answer.status != 200:
            return [f"{path}: {answer.status}"]
        said = [f"{path}: is too wide"] * (staff.evaluate(ROOM) > 0)
        made_of = (scheme, staff.evaluate(MADE_OF))
        if made_of not in seen:
            seen.add(made_of)
            staff.evaluate(axe)
            found = staff.evaluate("axe.run(document, {resultTypes: ['violations']})")
            said += [f"{path}: {each['id']}" for each in found["violations"]]
        return said

    return problems_of


@pytest.mark.usefixtures("no_banners")
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
def test_pages_of_staff_are_accessible_and_fit_a_phone(
    staff, published, index, problems_of
):
    staff.emulate_media(color_scheme="light")
    paths = list(staff_pages(index))
    assert len(paths) > 120
    problems = [said for path in paths for said in problems_of(path)]
    staff.emulate_media(color_scheme="dark")
    problems += [said for path in IN_DARK for said in problems_of(path, "dark")]
    assert problems == []
