"""The names that a namespace covers (PEP 752, "Grant Semantics" and "Naming")."""

import pytest

from warehouse.namespaces.names import family, prefixes


@pytest.mark.parametrize(
    ("namespace", "name", "is_covered"),
    [
        ("microsoft", "microsoft", True),
        ("foo", "foo-bar", True),
        ("foo", "foobar", False),
        ("foo", "Foo.Bar", True),
        ("foo", "FOO__bar-baz", True),
        ("foo-bar", "foo.bar", True),
        ("foo-bar", "foo", False),
        ("foo-bar", "foo-barn", False),
        ("google-cloud", "google-cloud-compute", True),
        ("google", "google-cloud-compute", True),
        ("types", "types-requests", True),
        ("aws", "s3-aws", False),
    ],
)
def test_a_namespace_covers_itself_and_all_after_a_hyphen(namespace, name, is_covered):
    assert (namespace in prefixes(name)) is is_covered
    assert (family(namespace) == family(name)) or not is_covered
