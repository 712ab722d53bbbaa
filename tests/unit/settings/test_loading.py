"""Settings are read once, and everything that is wrong is said at once."""

from datetime import timedelta

import pytest

from warehouse.settings import (
    Settings,
    SettingsError,
    StorageSettings,
    known_variables,
    load,
    origins,
)

GOOD = {
    "DATABASE_URL": "postgresql://user:hunter2@host/db",
    "REDIS_URL": "redis://host:6379/0",
    "WAREHOUSE_SECRET": "x" * 32,
}


def problems(**changes):
    with pytest.raises(SettingsError) as caught:
        load(Settings, {**GOOD, **changes})
    return caught.value.problems


def test_three_are_needed_and_the_rest_has_defaults():
    assert {v.name for v in known_variables() if v.is_required} == set(GOOD)
    settings = load(Settings, GOOD)
    assert settings.database.url == "postgresql+psycopg://user:hunter2@host/db"
    assert settings.uploads.open_for == timedelta(days=14)
    assert settings.storage.backend == "local"


def test_all_problems_are_told_at_once():
    with pytest.raises(SettingsError) as caught:
        load(Settings, {"LOG_LEVEL": "LOUD", "RELEASE_OPEN_DAYS": "soon"})
    told = "\n".join(caught.value.problems)
    names = {*GOOD, "LOG_LEVEL", "RELEASE_OPEN_DAYS"}
    assert all(name in told for name in names)
    assert len(caught.value.problems) == len(names)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAREHOUSE_SECRET", "hunter2"),
        ("DATABASE_URL", "mysql://user:hunter2@host/db"),
        ("REDIS_URL", "memcached://:hunter2@host"),
    ],
)
def test_a_secret_is_never_shown(name, value):
    [problem] = problems(**{name: value})
    assert problem.startswith(f"{name}: its value cannot be used: ")
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAREHOUSE_HTTPS", "yes"),
        ("FILES_BACKEND", "ftp"),
        ("FILES_URL", "files.example.com"),
        ("UPLOAD_MAX_FILE_MIB", "0"),
        ("UPLOAD_MAX_FILE_MIB", "1.5"),
        ("RELEASE_OPEN_DAYS", "-1"),
        ("RELEASE_OPEN_DAYS", "99999999999"),
        ("BLOB_RETENTION_DAYS", "a month"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "all"),
        ("METRICS_PORT", "65536"),
        ("METRICS_PORT", "-1"),
        ("DATABASE_POOL_SIZE", "0"),
        ("LIMIT_LOGIN_USER", "often"),
        ("LIMIT_PROJECTS_USER", "20 per fortnight"),
        ("WAREHOUSE_RELOAD", "maybe"),
        ("PASSWORD_HASH_COST", "19456"),
        ("PASSWORD_HASH_COST", "m=19456,t=2,p=4"),
        ("PASSWORD_HASH_COST", "m=19456,t=1,p=1"),
        ("PASSWORD_HASH_COST", "m=7000,t=9,p=1"),
        ("TWO_FACTOR", "sometimes"),
        ("TWO_FACTOR_REQUIRED_FOR", "staff, everybody"),
    ],
)
def test_an_unusable_value_is_refused_with_the_value(name, value):
    [problem] = problems(**{name: value})
    assert problem.startswith(f"{name}: {value!r} cannot be used: ")


def test_an_object_store_needs_a_bucket():
    with pytest.raises(SettingsError) as caught:
        load(StorageSettings, {"FILES_BACKEND": "s3"})
    assert "S3_BUCKET" in str(caught.value)
    assert load(StorageSettings, {"FILES_BACKEND": "s3", "S3_BUCKET": "b"}).bucket == "b"


def test_an_empty_variable_counts_as_not_set():
    assert load(Settings, {**GOOD, "LOG_LEVEL": "", "SITE_NAME": " "}).site.name == (
        "Warehouse"
    )
    assert problems(DATABASE_URL="  ") == [
        "DATABASE_URL is not set (postgresql://user@host/database)"
    ]


@pytest.mark.parametrize("word", ["1", "true", "Yes", "ON", " true "])
def test_true_has_many_spellings(word):
    assert load(Settings, {**GOOD, "WAREHOUSE_RELOAD": word}).development.reload is True


def test_every_value_knows_where_it_came_from():
    environ = {**GOOD, "SITE_NAME": "Cheese"}
    found = {o.variable.name: o for o in origins(load(Settings, environ), environ)}
    assert (found["SITE_NAME"].value, found["SITE_NAME"].is_set) == ("Cheese", True)
    assert found["LOG_LEVEL"].is_set is False
    assert len(found) == len(known_variables())


def test_mail_is_not_sent_without_a_host_that_links_lead_to():
    server = {"SMTP_URL": "smtp://mail.example.com"}
    assert problems(**server) == [
        "WAREHOUSE_DOMAIN is not set, and SMTP_URL needs it for links"
    ]
    assert load(Settings, {**GOOD, **server, "WAREHOUSE_DOMAIN": "x.example"}).mail.server


@pytest.mark.parametrize("kind", ["hcaptcha", "turnstile"])
def test_a_captcha_of_others_needs_its_keys(kind):
    wanted = [f"CAPTCHA={kind} needs CAPTCHA_SITE_KEY and CAPTCHA_SECRET"]
    assert problems(CAPTCHA=kind) == wanted
    assert problems(CAPTCHA=kind, CAPTCHA_SITE_KEY="public") == wanted
    keys = {"CAPTCHA_SITE_KEY": "public", "CAPTCHA_SECRET": "secret"}
    assert load(Settings, {**GOOD, **keys, "CAPTCHA": kind}).captcha.kind == kind


def test_an_image_proxy_needs_its_key():
    proxy = {"CAMO_URL": "https://camo.example/"}
    assert problems(**proxy) == ["CAMO_URL needs CAMO_KEY, the key that the proxy has"]
    site = load(Settings, {**GOOD, **proxy, "CAMO_KEY": "key"}).site
    assert (site.camo_url, site.camo_key) == ("https://camo.example", "key")


def test_every_secret_is_marked_and_every_setting_explained():
    variables = known_variables()
    assert len({each.name for each in variables}) == len(variables)
    secrets = {each.name for each in variables if each.is_secret}
    others = {
        "CAMO_KEY",
        "UPSTREAM_CREDENTIALS",
        "CAPTCHA_SECRET",
        "DATABASE_REPLICA_URL",
        "DOWNLOADS_SECRET",
        "FASTLY_TOKEN",
        "IMPORT_CREDENTIALS",
        "LDAP_PASSWORD",
        "MAIL_EVENTS_SECRET",
        "S3_KEY",
        "SINGLE_SIGN_ON_SECRET",
        "SMTP_URL",
    }
    assert secrets == {*GOOD, *others}
    assert all(each.help for each in variables)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURITY_CONTACT", "security@example.com"),
        ("SECURITY_CONTACT", "http://example.com/"),
        ("SECURITY_CONTACT", "mailto:a@example.com\nPolicy: https://example.com/"),
        ("SECURITY_CONTACT", "mailto:a@example.com, mailto:b@example.com"),
        ("SECURITY_POLICY", "mailto:a@example.com"),
        ("SECURITY_POLICY", "http://example.com/"),
        ("SECURITY_POLICY", "see https://example.com/"),
    ],
)
def test_a_contact_or_policy_outside_rfc_9116_is_refused(name, value):
    [problem] = problems(**{name: value})
    assert problem.startswith(name)


def test_contacts_and_policies_of_rfc_9116_are_taken():
    for name, value in (
        ("SECURITY_CONTACT", "mailto:a@example.com"),
        ("SECURITY_CONTACT", "tel:+49-30-1234"),
        ("SECURITY_CONTACT", "https://example.com/report"),
        ("SECURITY_POLICY", "https://example.com/policy"),
    ):
        load(Settings, {**GOOD, name: value})
