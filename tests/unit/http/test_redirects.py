"""After signing in nobody is led to another site."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warehouse.http.redirects import safe_target

HOST = "index.example"
DEFAULT = "/manage/account/"


def target(wanted):
    return safe_target(wanted, host=HOST, default=DEFAULT)


@pytest.mark.parametrize(
    "wanted",
    ["/", "/project/x/?a=1#b", f"http://{HOST}/a", f"https://{HOST}/a", "/a//b", "/?u=//x"],
)
def test_places_of_this_site(wanted):
    assert target(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        *(None, "", "relative", "https://evil.example/", "//evil.example", "///evil"),
        *("////evil", "/\\evil", "\\\\evil", " /a", "\t//evil", "/\n/evil", "javascript:x"),
        *(f"ftp://{HOST}/", f"https://{HOST}@evil.example/", f"https://{HOST}.evil/"),
        *(f"https://evil.example\\@{HOST}", "https:evil.example", "http:///evil", "//["),
        *(f"https://user@{HOST}/", f"https://{HOST}:444/", "data:text/html,x"),
        *("https:/evil.example", "https:///evil.example", "http:\\\\evil.example"),
        *("HTTPS://EVIL.EXAMPLE/", "hTTps:evil", "//evil.example%00.index.example"),
        *("/\t/evil.example", "/\r/evil.example", "\x00//evil", "\x01/evil", "/\x00/evil"),
        *("//\\evil", "\\/evil", "/\\/evil", "/\\\\evil", "\\evil", "\r\n//evil"),
        *(" //evil", "\xa0//evil", "\u3000/evil", "//evil@" + HOST, f"//{HOST}@evil"),
        *(f"//{HOST}.evil", f"https://{HOST}#@evil\\", f"https://evil#{HOST}", "//evil?/"),
        *("//evil%2eexample", "//[::1]/", "//2130706433/", "//0x7f.1/", "//127.0.0.1/"),
        *(
            "//ev\u3002il",
            "https://ind\u0435x.example/",
            "//\uff0fevil",
            f"//{HOST}:80@evil",
        ),
        *(
            "javascript://index.example/%0aalert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:x",
        ),
        *(
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://x",
            "about:blank",
            "mailto:a@b",
        ),
        *("view-source:/x", "ws://" + HOST, f"//{HOST}:0x50/", "?next=//evil", "#//evil"),
        *("./evil", "../evil", ".evil.example", "@evil", ":80/evil", ";//evil", "evil/"),
    ],
)
def test_addresses_of_other_sites_are_replaced(wanted):
    assert target(wanted) == DEFAULT


def as_browsers_read(wanted):
    """Return a URL as browsers read it (WHATWG: tabs go, backslashes are slashes)."""
    text = "".join(each for each in wanted if each not in "\t\r\n")
    return urlsplit(urljoin(f"https://{HOST}/account/login/", text.replace("\\", "/")))


pieces = st.sampled_from(
    [
        "/",
        "//",
        "\\",
        "\t",
        "\n",
        " ",
        "@",
        ":",
        ".",
        "http:",
        "https:",
        "evil",
        HOST,
        "?",
        "#",
    ]
)


@given(st.lists(pieces, max_size=8).map("".join) | st.text(max_size=30))
@example(f"https://{HOST}/")
@example("/%2F/evil")
def test_any_target_leads_to_this_site(wanted):
    found = as_browsers_read(target(wanted))
    assert (found.scheme in {"http", "https"}, found.netloc) == (True, HOST)
