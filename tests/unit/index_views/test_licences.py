"""An expression is met if the acceptable licences among its alternatives are enough."""

import pytest

from warehouse.index_views.licences import canonical, is_met, matches

CASES = [
    ("MIT", "mit", True),
    ("MIT", "bsd-*", False),
    ("MIT OR GPL-3.0-only", "mit", True),
    ("MIT AND GPL-3.0-only", "mit", False),
    ("MIT AND GPL-3.0-only", "mit gpl-*", True),
    ("(MIT OR GPL-3.0-only) AND BSD-3-Clause", "mit bsd-*", True),
    ("(MIT OR GPL-3.0-only) AND BSD-3-Clause", "mit", False),
    ("GPL-3.0-only AND MIT OR BSD-3-Clause", "bsd-*", True),
    ("BSD-3-Clause OR GPL-3.0-only AND MIT", "mit", False),
    ("MIT AND (GPL-3.0-only OR Apache-2.0)", "mit", False),
    ("MIT AND (GPL-3.0-only OR Apache-2.0)", "mit apache-2.0", True),
    ("GPL-2.0-only WITH Classpath-exception-2.0", "gpl-*", True),
    ("LicenseRef-Ours OR MIT", "licenseref-*", True),
    ("GPL-2.0+", "gpl-2.0+", True),
]


@pytest.mark.parametrize(("expression", "acceptable", "expected"), CASES)
def test_alternatives_are_weighed(expression, acceptable, expected):
    patterns = tuple(acceptable.split())
    found = canonical(expression)
    assert is_met(found, lambda each: matches(each, patterns)) is expected


def test_other_texts_are_no_expressions():
    for text in (None, "", "BSD License", "MIT OR", "MIT" + " OR MIT" * 200):
        assert canonical(text) is None
    assert canonical("mit or apache-2.0") == "MIT OR Apache-2.0"
