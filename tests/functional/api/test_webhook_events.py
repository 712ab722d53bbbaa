"""Webhooks are sent what the document of endpoints says, and its examples are like that."""

import json

import pytest
from openapi_schema_validator import OAS31Validator

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.api.openapi import document
from warehouse.organizations.models import Organization, Team
from warehouse.organizations.signals import OrganizationSignal
from warehouse.packaging.privacy.signals import ReaderSignal
from warehouse.packaging.role_signals import RoleChanged
from warehouse.packaging.signals import (
    FileSignal,
    ReleaseSignal,
    RoleSignal,
)
from warehouse.security import SYSTEM
from warehouse.webhooks import events, organization_events

WEBHOOKS = document()["webhooks"]


def content_of(event):
    return WEBHOOKS[event]["post"]["requestBody"]["content"]["application/json"]


def problems(event, payload):
    schema = {**content_of(event)["schema"], "components": document()["components"]}
    checker = OAS31Validator.FORMAT_CHECKER
    found = OAS31Validator(schema, format_checker=checker).iter_errors(payload)
    return [each.message for each in found]


def paths_of(value, prefix=""):
    """The keys of a payload at any depth."""
    if not isinstance(value, dict):
        return {prefix}
    return {path for key in value for path in paths_of(value[key], f"{prefix}/{key}")}


def about_people(kind, user):
    """A signal about a member or a team of an organization."""
    acme = Organization(name="acme")
    found = {"organization": acme, "user": user, "role_name": "Owner", "previous": "x"}
    found["team"] = Team(name="Crew", normalized_name="crew", organization=acme)
    names = set(kind.__dataclass_fields__)
    return kind(actor=SYSTEM, **{key: found[key] for key in names & set(found)})


@pytest.fixture
def announced(db):
    """A signal of each kind, about a project with a release and a file."""
    user = make_user(db, "ann")
    project = make_project(db, "Sample-Project", owner=user)
    file = make_file(db, make_release(db, project, "2.0"), "sample_project-2.0.tar.gz")

    def make(kind):
        if issubclass(kind, OrganizationSignal):
            return about_people(kind, user)
        if issubclass(kind, FileSignal):
            found = {"release": file.release, "file": file}
        elif issubclass(kind, ReleaseSignal):
            found = {"release": file.release}
        else:
            found = {"project": project}
        if issubclass(kind, RoleSignal):
            found |= {"role_name": "Owner", "user": user}
        if issubclass(kind, ReaderSignal):
            found["reader"] = user
        if issubclass(kind, RoleChanged):
            found["former"] = "Maintainer"
        texts = {"reason", "successor"} & set(kind.__dataclass_fields__)
        found |= dict.fromkeys(texts, "example")
        return kind(actor=SYSTEM, **found)

    return make


@pytest.mark.parametrize(
    "kind", [*events.KINDS, *organization_events.KINDS], ids=lambda kind: kind.__name__
)
def test_bodies_are_as_they_are_described(announced, kind):
    signal = announced(kind)
    event = events.event_of(signal)
    payload = json.loads(events.body_of(event, 3, events.data_of(signal)))
    assert problems(event, payload) == []
    assert paths_of(payload) == paths_of(content_of(event)["example"])


def test_the_body_of_a_test_is_as_it_is_described(db):
    project, company = make_project(db, "Sample-Project"), make_organization(db, "Acme")
    for data in (events.test_data(project, None), events.test_data(None, company)):
        payload = json.loads(events.body_of(events.TEST, None, data))
        assert problems(events.TEST, payload) == []


@pytest.mark.parametrize("event", WEBHOOKS)
def test_examples_are_as_they_are_described(event):
    example = content_of(event)["example"]
    assert problems(event, example) == []
    assert example["type"] == event
    assert problems(event, {**example, "more": 1}) != []


def test_every_event_is_described():
    assert {*events.ALL_EVENTS, events.TEST} == set(WEBHOOKS)
    for event, words in events.ALL_EVENTS.items():
        assert WEBHOOKS[event]["post"]["summary"] == words.msgid
