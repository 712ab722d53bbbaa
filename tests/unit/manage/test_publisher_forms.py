"""Values that no build can have are refused, and ready-made forms lead to their claims."""

import pytest
from webob.multidict import MultiDict

from warehouse.manage.generic_forms import READY_MADE, OtherForm
from warehouse.manage.publisher_choice import FORMS

RIGHT = {
    "github": {
        "owner": "octo",
        "repository": "sampler",
        "workflow_filename": "release.yml",
        "environment": "Release me",
    },
    "gitlab": {
        "namespace": "a/b",
        "project": "c1",
        "workflow_filepath": "a/.gitlab-ci.yml",
        "issuer_url": "https://gitlab.com",
    },
    "google": {"email": "bot@example.iam.gserviceaccount.com", "sub": "117"},
    "activestate": {"organization": "org", "project": "a.tool-1", "actor": "ada"},
    "other": {"issuer_url": "https://id.example/realm", "sub": "build:eggs:*"},
}
WRONG = [
    ("github", "owner", "-octo"),
    ("github", "owner", "oc\nto"),
    ("github", "owner", ""),
    ("github", "repository", "a/b"),
    ("github", "repository", "ünder"),
    ("github", "workflow_filename", "release.json"),
    ("github", "workflow_filename", "a/release.yml"),
    ("github", "workflow_filename", "a\x00.yml"),
    ("github", "environment", "x" * 256),
    ("github", "environment", " a"),
    *(("github", "environment", f"a{sign}b") for sign in "'\"`,;\\\n\x7f"),
    ("gitlab", "namespace", "a..b"),
    ("gitlab", "namespace", "ab.git"),
    ("gitlab", "namespace", "a b"),
    ("gitlab", "project", "a/b"),
    ("gitlab", "project", "ab.atom"),
    ("gitlab", "workflow_filepath", "/ci.yml"),
    ("gitlab", "workflow_filepath", "ci.json"),
    ("gitlab", "environment", "a!"),
    ("gitlab", "issuer_url", "http://gitlab.com"),
    ("gitlab", "issuer_url", "https://gitlab.com/"),
    ("google", "email", "nobody"),
    ("google", "sub", "1 2"),
    ("activestate", "organization", "ab"),
    ("activestate", "organization", "a--b"),
    ("activestate", "project", "-abc"),
    ("activestate", "project", "x" * 41),
    ("other", "issuer_url", "https://id.example/?a=b"),
    ("other", "issuer_url", "https://a@id.example/"),
    ("other", "sub", "***"),
    ("other", "claims", "ref"),
    ("other", "claims", "sub = a"),
    ("other", "claims", "a = b\na ~ c"),
    ("other", "claims", "\n".join(f"c{each} = x" for each in range(21))),
]


def filled(kind, **values):
    return FORMS[kind](MultiDict({**RIGHT[kind], **values}))


@pytest.mark.parametrize("kind", RIGHT)
def test_values_of_real_builds_are_taken(kind):
    form = filled(kind)
    assert form.validate(), form.errors


@pytest.mark.parametrize(("kind", "name", "value"), WRONG)
def test_values_that_no_build_can_have_are_refused(kind, name, value):
    form = filled(kind, **{name: value})
    assert not form.validate()
    assert list(form.errors) == [name]


GUID = "01234567-89ab-cdef-0123-456789abcdef"
MADE = {
    "buildkite": (
        {"organization": "org", "pipeline": "eggs", "branch": "main"},
        "https://agent.buildkite.com",
        "organization:org:pipeline:eggs:*",
        {
            "organization_slug": {"exact": "org"},
            "pipeline_slug": {"exact": "eggs"},
            "build_branch": {"exact": "main"},
        },
    ),
    "circleci": (
        {"organization": GUID, "project": GUID},
        f"https://oidc.circleci.com/org/{GUID}",
        f"org/{GUID}/project/{GUID}/user/*",
        {"oidc.circleci.com/project-id": {"exact": GUID}},
    ),
    "semaphore": (
        {"organization": "org", "project": GUID, "repository": "eggs"},
        "https://org.semaphoreci.com",
        f"org:org:project:{GUID}:repo:eggs:ref_type:*",
        {"prj_id": {"exact": GUID}},
    ),
    "azure": (
        {
            "organization": "org",
            "organization_id": GUID,
            "project": "My eggs",
            "connection": "index",
        },
        f"https://vstoken.dev.azure.com/{GUID}",
        "sc://org/My eggs/index",
        {},
    ),
    "forgejo": (
        {
            "server": "https://codeberg.org",
            "owner": "octo",
            "repository": "eggs",
            "workflow": ".forgejo/workflows/release.yml",
        },
        "https://codeberg.org/api/actions",
        "repo:octo/eggs:*",
        {
            "repository": {"exact": "octo/eggs"},
            "workflow_ref": {"glob": "octo/eggs/.forgejo/workflows/release.yml@*"},
            "event_name": {"one_of": ["push", "release", "schedule", "workflow_dispatch"]},
        },
    ),
    "kubernetes": (
        {"cluster": "https://k8s.example:6443", "namespace": "ci", "account": "eggs.bot"},
        "https://k8s.example:6443",
        "system:serviceaccount:ci:eggs.bot",
        {},
    ),
    "jenkins": (
        {"server": "https://ci.example/jenkins", "job": "job/eggs/job/main"},
        "https://ci.example/jenkins/oidc",
        "https://ci.example/jenkins/job/eggs/job/main/",
        {},
    ),
}


@pytest.mark.parametrize("kind", READY_MADE)
def test_a_ready_made_form_leads_to_the_claims_of_its_service(kind):
    values, issuer, subject, claims = MADE[kind]
    form = READY_MADE[kind](MultiDict(values))
    assert form.validate(), form.errors
    assert (form.issuer, form.subject, form.rules) == (issuer, subject, claims)
    for name in values:
        starred = READY_MADE[kind](MultiDict({**values, name: f"{values[name]}*"}))
        is_free = (kind, name) == ("buildkite", "branch")
        assert starred.validate() is is_free, name


def test_rules_of_claims_are_read_line_by_line():
    text = "ref = refs/heads/main\n\n actor ~ bot-*\r\nevent_name in push, release"
    form = OtherForm(MultiDict({**RIGHT["other"], "claims": text}))
    assert form.validate()
    assert form.rules == {
        "ref": {"exact": "refs/heads/main"},
        "actor": {"glob": "bot-*"},
        "event_name": {"one_of": ["push", "release"]},
    }
