"""URLs of strangers are targets only in their plain form."""

import pytest

from warehouse.outbound import TargetRefused, TargetRules

RULES = TargetRules()


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://example.com", "example.com", 443, "/", "example.com"),
        ("https://Example.COM/a?b=%20", "example.com", 443, "/a?b=%20", "example.com"),
        ("https://example.com:80/", "example.com", 80, "/", "example.com:80"),
        ("https://1.1.1.1/x", "1.1.1.1", 443, "/x", "1.1.1.1"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "/", "[2606:4700::1111]"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", 443, "/", None),
    ],
)
def test_plain_urls_are_targets(url, host, port, path, authority):
    found = RULES.check(url)
    assert (found.host, found.port, found.path) == (host, port, path)
    assert found.authority == (authority or host)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/", "Begin the address with https://."),
        ("gopher://example.com/", "Begin"),
        ("file:///etc/passwd", "Begin"),
        ("//example.com/", "Begin"),
        ("", "without spaces"),
        ("https://exa mple.com/", "without spaces"),
        ("https://example.com/\r\nHost: x", "without spaces"),
        ("https://example.com\\@127.0.0.1/", "without spaces"),
        ("https://bücher.example/", "xn--"),
        ("https://example.com/" + "a" * 2000, "at most 2000"),
        ("https://a:b@example.com/", "username"),
        ("https://@example.com/", "username"),
        ("https://example.com/#", "Leave out #"),
        ("https://example.com#@127.0.0.1/", "Leave out #"),
        ("https://example.com:8080/", "Port 8080 is not allowed here; use one of 443, 80."),
        ("https://example.com:0/", "Port 0"),
        ("https://example.com:99999/", "no address"),
        ("https://[::1/", "no address"),
        ("https:///x", "not the name"),
        ("https://example.com./", "not the name"),
        ("https://-a.example/", "not the name"),
        ("https://%31%32/", "not the name"),
        ("https://2130706433/", "not the name"),
        ("https://0/", "not the name"),
        ("https://0x7f.1/", "not the name"),
        ("https://127.1/", "not the name"),
        ("https://0177.0.0.1/", "not the name"),
        ("https://127.0.0.1/", "127.0.0.1 is not a public address."),
        ("https://169.254.169.254/latest/", "not a public address"),
        ("https://[::1]/", "not a public address"),
        ("https://[::ffff:10.0.0.1]/", "not a public address"),
    ],
)
def test_other_urls_are_refused_with_a_reason(url, why):
    with pytest.raises(TargetRefused) as caught:
        RULES.check(url)
    assert why in str(caught.value.message)


def test_settings_admit_more():
    rules = TargetRules(ports=(8080,), allows_http=True, private=True)
    assert rules.check("http://127.0.0.1:8080/").authority == "127.0.0.1:8080"
    assert rules.check("http://[::1]:8080/").authority == "[::1]:8080"
