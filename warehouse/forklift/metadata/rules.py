"""The rules of an index for metadata beyond the specification, one for each field.

A rule raises `Broken` with a sentence that names the value.
"""

import re
from collections.abc import Callable, Mapping
from email.utils import getaddresses
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import Version

from warehouse.classifiers.vocabulary import Vocabulary
from warehouse.forklift.refusals import abbreviated

LICENSE_TWICE = (
    "License is deprecated when License-Expression is present. "
    "Only License-Expression should be present"
)

_UNFIT_FOR_URL = re.compile(r"[\x00-\x20\x7f<>\"]")


class Broken(Exception):
    """A value breaks a rule."""


def quoted(value: Any) -> str:
    """Return a value as it stands in a message."""
    return repr(abbreviated(value)) if isinstance(value, str) else repr(value)[:200]


def _version_is_public(value: str) -> None:
    if Version(value).local is not None:
        raise Broken(f"The use of local versions in {quoted(value)} is not allowed")


def _summary_is_short(value: str) -> None:
    if len(value) > 512:
        raise Broken("'summary' field must be 512 characters or less")


def _is_url(value: str) -> bool:
    try:
        return urlsplit(value).scheme in {"http", "https"} and not _UNFIT_FOR_URL.search(
            value
        )
    except ValueError:
        return False


def _link(header: str) -> Callable[[str], None]:
    def rule(value: str) -> None:
        if not _is_url(value):
            raise Broken(f"{quoted(value)} is not a valid url for {header!r}")

    return rule


def _address(header: str) -> Callable[[str], None]:
    def rule(value: str) -> None:
        found = getaddresses([value])
        address = found[0][1] if found else ""
        if not address:
            return
        try:
            validate_email(address, check_deliverability=False)
        except EmailNotValidError as error:
            raise Broken(
                f"{quoted(value)} is an invalid email address for {header!r}"
            ) from error

    return rule


def classifiers_are_known(value: list[str], vocabulary: Vocabulary) -> None:
    """Raise `Broken` for a classifier that is deprecated, or is none."""
    for each in value:
        instead = vocabulary.replacements(each)
        if instead is not None:
            hint = f"use one of {list(instead)} instead" if instead else "do not use it"
            raise Broken(f"The classifier {each!r} has been deprecated, {hint}")
        if not vocabulary.is_known(each):
            raise Broken(f"{quoted(each)} is not a valid classifier")


def _requirements(header: str) -> Callable[[list[str]], None]:
    def rule(value: list[str]) -> None:
        for each in value:
            try:
                requirement = Requirement(each)
            except InvalidRequirement as error:
                raise Broken(f"{quoted(each)} is invalid for {header!r}") from error
            if requirement.url is not None:
                raise Broken(f"Can't have direct dependency: {abbreviated(each)}")

    return rule


def _project_urls_are_links(value: Mapping[str, str]) -> None:
    for label, url in value.items():
        if not label or not url:
            raise Broken(
                f"{quoted(f'{label}, {url}'.strip())} is not a label, a comma and a URL, "
                "as 'project-url' must be"
            )
        if len(label) > 32:
            raise Broken(f"{quoted(label)} is too long: labels have 32 characters at most")
        if not _is_url(url):
            raise Broken(f"{quoted(url)} is not a valid url for 'project-url'")


def _not_itself(value: list[str]) -> None:
    if any(each.lower() == "dynamic" for each in value):
        raise Broken("'dynamic' is not allowed as a dynamic field")


RULES: dict[str, Callable[[Any], None]] = {
    "version": _version_is_public,
    "summary": _summary_is_short,
    "home_page": _link("home-page"),
    "download_url": _link("download-url"),
    "author_email": _address("author-email"),
    "maintainer_email": _address("maintainer-email"),
    "requires_dist": _requirements("requires-dist"),
    "provides_dist": _requirements("provides-dist"),
    "obsoletes_dist": _requirements("obsoletes-dist"),
    "project_urls": _project_urls_are_links,
    "dynamic": _not_itself,
}
