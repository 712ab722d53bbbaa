"""The fields of core metadata: what forms call them, and how old they are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MetadataField:
    """One field: `title` as in the specification, `key` as in `packaging.metadata`."""

    title: str
    key: str
    form_key: str
    since: str
    is_multiple: bool

    @property
    def header(self) -> str:
        """Return its name in messages and in the errors of `packaging.metadata`."""
        return self.title.lower()


def _once(title: str, since: str) -> MetadataField:
    key = title.lower().replace("-", "_")
    return MetadataField(title, key, key, since, is_multiple=False)


def _many(
    title: str, since: str, key: str | None = None, form: str | None = None
) -> MetadataField:
    own = title.lower().replace("-", "_")
    return MetadataField(title, key or own, form or own, since, is_multiple=True)


FIELDS = (
    _once("Metadata-Version", "1.0"),
    _once("Name", "1.0"),
    _once("Version", "1.0"),
    _once("Summary", "1.0"),
    _once("Description", "1.0"),
    _once("Keywords", "1.0"),
    _once("Home-Page", "1.0"),
    _once("Author", "1.0"),
    _once("Author-Email", "1.0"),
    _once("License", "1.0"),
    _many("Platform", "1.0", "platforms"),
    _many("Supported-Platform", "1.1", "supported_platforms"),
    _once("Download-URL", "1.1"),
    _many("Classifier", "1.1", "classifiers", "classifiers"),
    _many("Requires", "1.1"),
    _many("Provides", "1.1"),
    _many("Obsoletes", "1.1"),
    _once("Maintainer", "1.2"),
    _once("Maintainer-Email", "1.2"),
    _many("Requires-Dist", "1.2"),
    _many("Provides-Dist", "1.2"),
    _many("Obsoletes-Dist", "1.2"),
    _once("Requires-Python", "1.2"),
    _many("Requires-External", "1.2"),
    _many("Project-URL", "1.2", "project_urls", "project_urls"),
    _once("Description-Content-Type", "2.1"),
    _many("Provides-Extra", "2.1"),
    _many("Dynamic", "2.2"),
    _once("License-Expression", "2.4"),
    _many("License-File", "2.4", "license_files"),
    _many("Import-Name", "2.5", "import_names"),
    _many("Import-Namespace", "2.5", "import_namespaces"),
)

BY_HEADER = {field.header: field for field in FIELDS}

_FIRST = ("metadata-version", "name", "version")


def priority(header: str) -> tuple[int, str]:
    """Return a key that sorts problems: versions and name first, then by header."""
    place = _FIRST.index(header) if header in _FIRST else len(_FIRST)
    return place, header


def age(metadata_version: str) -> tuple[int, ...]:
    """Return a metadata version as a tuple that can be compared."""
    return tuple(int(part) for part in metadata_version.split("."))
