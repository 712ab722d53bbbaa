"""Asking a directory whose password it is."""

from dataclasses import replace

import pytest

from tests.builders.certificates import certificate
from tests.builders.directories import (
    BASE,
    OK,
    SEARCHER,
    SEARCHER_PASSWORD,
    UNAVAILABLE,
    directory,
)
from warehouse.settings import SettingsError, load
from warehouse.settings.directory import DirectorySettings
from warehouse.single_sign_on.directory import Directory
from warehouse.single_sign_on.errors import DirectorySilent, PasswordRefused

SEARCHING = {
    "LDAP_BASE": BASE,
    "LDAP_BIND_DN": SEARCHER,
    "LDAP_PASSWORD": SEARCHER_PASSWORD,
}
BINDING = {"LDAP_USER_DN": f"uid={{username}},{BASE}"}


def asking(url, **settings):
    return Directory(load(DirectorySettings, {"LDAP_URL": url, **settings}))


@pytest.fixture(scope="module")
def served():
    with directory() as found:
        groups = [f"cn=crew,{BASE}", f"cn=staff,{BASE}"]
        found.add("ada", "secret", mail="ada@corp.example", cn="Ada", memberOf=groups)
        found.add("bob", "secret", entryUUID=b"\x01\xff")
        found.add("twin", "secret")
        twin = found.people[f"uid=twin,{BASE}"]
        found.people[f"cn=another,{BASE}"] = twin
        yield found


@pytest.fixture
def server(served):
    served.binds.clear()
    served.searches.clear()
    served.is_down, served.code = False, OK
    return served


@pytest.mark.parametrize("settings", [SEARCHING, BINDING, {"LDAP_BASE": BASE}])
def test_a_right_password_says_whose_it_is(server, settings):
    said = asking(f"ldap://127.0.0.1:{server.port}", **settings).assertion("ada", "secret")
    assert (said.issuer, said.subject, said.username) == ("ldap", "id of ada", "ada")
    assert (said.name, said.address) == ("Ada", "ada@corp.example")
    assert not said.is_address_verified
    assert said.groups == (f"cn=crew,{BASE}", f"cn=staff,{BASE}")


@pytest.mark.parametrize("settings", [SEARCHING, BINDING])
@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", "wrong"), ("nobody", "secret"), ("ada", "x" * 4097), ("ada", "secret\0")],
)
def test_a_wrong_one_is_refused(server, settings, name, password):
    with pytest.raises(PasswordRefused):
        asking(f"ldap://127.0.0.1:{server.port}", **settings).assertion(name, password)


@pytest.mark.parametrize("settings", [SEARCHING, BINDING])
def test_an_empty_password_is_never_sent(server, settings):
    """A directory takes it for an anonymous bind, and agrees (RFC 4513, 5.1.2)."""
    with pytest.raises(PasswordRefused):
        asking(f"ldap://127.0.0.1:{server.port}", **settings).assertion("ada", "")
    assert server.binds == []


@pytest.mark.parametrize("settings", [SEARCHING, BINDING])
@pytest.mark.parametrize(
    "name", ["*", "ada)(uid=*", "ada,ou=other", "a\0", "ada*", "ad\\61"]
)
def test_a_name_is_no_search(server, settings, name):
    with pytest.raises(PasswordRefused):
        asking(f"ldap://127.0.0.1:{server.port}", **settings).assertion(name, "secret")
    assert server.searches == []


def test_two_people_of_one_name_are_nobody(server):
    with pytest.raises(PasswordRefused):
        asking(f"ldap://127.0.0.1:{server.port}", **SEARCHING).assertion("twin", "secret")
    assert ("uid=twin", "secret") not in server.binds


def test_a_directory_that_cannot_answer_is_told_apart(server):
    found = asking(f"ldap://127.0.0.1:{server.port}", **BINDING, LDAP_ID="absent")
    with pytest.raises(DirectorySilent):
        found.assertion("ada", "secret")
    server.code = UNAVAILABLE
    with pytest.raises(DirectorySilent):
        asking(f"ldap://127.0.0.1:{server.port}", **SEARCHING).assertion("bo", "secret")
    server.is_down = True
    with pytest.raises(DirectorySilent):
        asking(f"ldap://127.0.0.1:{server.port}", **BINDING).assertion("ada", "secret")
    with pytest.raises(DirectorySilent):
        asking("ldap://127.0.0.1:1", **BINDING).assertion("ada", "secret")


def test_certificates_are_checked(tmp_path):
    with directory(is_tls=True) as found:
        found.certificate = certificate(tmp_path, "127.0.0.1")
        found.add("ada", "secret")
        url, authority = f"ldaps://127.0.0.1:{found.port}", found.certificate.certificate
        trusting = asking(url, **SEARCHING, LDAP_CA=str(authority))
        assert trusting.assertion("ada", "secret").subject == "id of ada"
        found.binds.clear()
        for wrong in (
            asking(url, **SEARCHING),
            asking(
                url.replace("127.0.0.1", "localhost"), **SEARCHING, LDAP_CA=str(authority)
            ),
        ):
            with pytest.raises(DirectorySilent):
                wrong.assertion("ada", "secret")
        assert found.binds == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"LDAP_URL": "https://host"}, "must look like ldaps://host"),
        ({"LDAP_URL": "ldap://host/ou=x"}, "must end after the host"),
        ({"LDAP_USER_DN": "uid=ada"}, "must have {username} in it, once"),
        ({"LDAP_USER_DN": "", "LDAP_BASE": ""}, "needs LDAP_USER_DN or LDAP_BASE"),
        ({"LDAP_BIND_DN": "cn=x"}, "are set together"),
    ],
)
def test_settings_that_cannot_work_are_refused(changes, problem):
    environ = {"LDAP_URL": "ldaps://host", **BINDING, **changes}
    with pytest.raises(SettingsError, match=problem):
        load(DirectorySettings, environ)


def test_a_connection_to_elsewhere_is_never_plain():
    elsewhere = load(DirectorySettings, {"LDAP_URL": "ldap://dir.example", **BINDING})
    assert elsewhere.server.starttls
    here = load(DirectorySettings, {"LDAP_URL": "ldap://localhost", **BINDING})
    assert not here.server.starttls


def test_an_id_may_be_bytes(server):
    said = asking(f"ldap://127.0.0.1:{server.port}", **BINDING).assertion("bob", "secret")
    assert said.subject == "01ff"
    assert said.address == ""


def test_passwords_are_sent_after_tls_has_begun(tmp_path):
    with directory() as found:
        found.add("ada", "secret")
        files = certificate(tmp_path, "127.0.0.1")
        url = f"ldap://127.0.0.1:{found.port}"
        own = load(DirectorySettings, {"LDAP_URL": url, **BINDING})
        elsewhere = replace(own.server, starttls=True)
        asked = Directory(replace(own, server=elsewhere, authority=files.certificate))
        with pytest.raises(DirectorySilent):
            asked.assertion("ada", "secret")
        assert found.binds == []
        found.certificate = files
        assert asked.assertion("ada", "secret").subject == "id of ada"
