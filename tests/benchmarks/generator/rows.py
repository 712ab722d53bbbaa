"""The rows of a release and of all that hangs on it, as lines for COPY.

What triggers would keep is worked out here: they would cost more than everything else.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple

from tests.benchmarks.generator.shapes import Project
from tests.benchmarks.generator.texts import texts
from tests.benchmarks.generator.vocabulary import Vocabulary
from warehouse.packaging import versions
from warehouse.packaging.descriptions import RENDERER
from warehouse.packaging.locations import blob_path
from warehouse.packaging.names import normalize

COLUMNS = {
    "release_descriptions": "id, content_type, raw, html, rendered_by",
    "releases": "id, project_id, version, canonical_version, is_prerelease,"
    " _pypi_ordering, created, author, author_email, license, summary, keywords,"
    " requires_python, yanked, yanked_reason, yanked_date, description_id, uploader_id,"
    " uploaded_via",
    "release_files": "id, release_id, filename, path, packagetype, python_version,"
    " requires_python, comment_text, size, md5_digest, sha256_digest, blake2_256_digest,"
    " upload_time, uploaded_via, metadata_file_sha256_digest,"
    " metadata_file_blake2_256_digest",
    "file_registry": "filename",
    "release_urls": "release_id, name, url",
    "release_dependencies": "release_id, kind, specifier",
    "release_classifiers": "release_id, trove_id",
    "vulnerabilities": "source, id, summary",
    "release_vulnerabilities": "release_id, vulnerability_source, vulnerability_id",
    "affected_names": "normalized_name, vulnerability_source, vulnerability_id, versions,"
    " ranges",
    "journals": "id, name, version, action, submitted_date, submitted_by",
}

NULL = r"\N"
LINE = r"\n\n"

_FIRST, _LAST = datetime(2005, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
_REQUIRES_PYTHON = (NULL, ">=3.6", ">=3.7", ">=3.8", ">=3.9", ">=3.8,<4.0")
_CLIENTS = ("twine/5.1.1 CPython/3.12.4", "poetry/1.8.3 CPython/3.11.9", "uv/0.5.1", NULL)
_PLATFORMS = (
    *("manylinux_2_17_x86_64.manylinux2014_x86_64", "macosx_11_0_arm64"),
    *("win_amd64", "musllinux_1_2_x86_64", "manylinux_2_17_aarch64", "win32"),
)
_WHEELS = [
    "py3-none-any",
    *(f"cp3{minor}-cp3{minor}-{each}" for minor in range(13, 6, -1) for each in _PLATFORMS),
]

_SHORT = 14
"""So many of the texts are short."""

Lines = dict[str, list[str]]


class People(NamedTuple):
    """The accounts there are, in the order in which they joined."""

    ids: list[str]
    names: list[str]


def moment(share: float) -> str:
    """Return when `share` of everything had happened; later things came faster."""
    time = _FIRST + (_LAST - _FIRST) * share**0.5
    return (time + timedelta(microseconds=1)).strftime("%Y-%m-%d %H:%M:%S.%f")


class Release(NamedTuple):
    """One release, as far as others need to know it."""

    id: str
    version: str
    when: str
    requires_python: str


class Maker:
    """Makes releases one after another, in the order of time."""

    def __init__(self, random: Random, people: People, classifiers: list[int]) -> None:
        self.lines: Lines = defaultdict(list)
        self.serial = 0
        self._random, self._people, self._classifiers = random, people, classifiers
        self._texts = texts(random)
        self._words = Vocabulary(Random(len(people.ids)))

    def take(self) -> Lines:
        """The lines made since this was last asked for."""
        taken, self.lines = self.lines, defaultdict(list)
        return taken

    def release(self, project: Project, share: float) -> None:
        """The next release of `project`, when `share` of all releases were made."""
        when = moment(share)
        if project.made == 0:
            project.summary = self._words.summary(project.name)
            project.keywords = self._words.keywords()
            owner = self._people.names[project.owner]
            project.created = when
            self._journal(project, NULL, "create", when)
            self._journal(project, NULL, f"add Owner {owner}", when)
        version, canonical, early = _version(project.style, project.made)
        requires = _REQUIRES_PYTHON[len(project.name) % len(_REQUIRES_PYTHON)]
        made = Release(self._id(), version, when, requires)
        self._release(project, made, canonical, early)
        self._journal(project, version, "new release", when)
        for filename, kind, python in _filenames(project, version):
            self._file(project, made, filename, (kind, python))
            self._journal(project, version, f"add {python} file {filename}", when)
        self._dependents(project, made.id)
        project.made += 1

    def _id(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def _journal(self, project: Project, version: str, action: str, when: str) -> None:
        self.serial += 1
        project.last_serial = self.serial
        owner = self._people.names[project.owner]
        self.lines["journals"].append(
            f"{self.serial}\t{project.name}\t{version}\t{action}\t{when}\t{owner}\n"
        )

    def _release(self, project: Project, made: Release, canonical: str, early: str) -> None:
        described = self._description(project)
        author, uploader = (
            self._people.names[project.owner],
            self._people.ids[project.owner],
        )
        yanked = f"t\tbroken\t{made.when}" if self._random.random() < 0.01 else "f\t\t\\N"
        self.lines["releases"].append(
            f"{made.id}\t{project.id}\t{made.version}\t{canonical}\t{early}\t"
            f"{project.made}\t{made.when}\t{author}\t{author}@example.com\tMIT\t"
            f"{project.summary}\t{project.keywords}\t"
            f"{made.requires_python}\t{yanked}\t{described}\t{uploader}\t"
            f"{_CLIENTS[len(project.name) % 4]}\n"
        )

    def _description(self, project: Project) -> str:
        """Long for the newest release only: else the largest table would be this one."""
        id, place = self._id(), project.made % _SHORT
        if project.made + 1 == project.releases:
            place = int(self._random.random() * len(self._texts))
        raw, html = self._texts[place]
        if project.made + 1 == project.releases:
            own = self._words.description()
            raw, html = f"{own}{LINE}{raw}", f"<p>{own}</p>{html}"
        self.lines["release_descriptions"].append(
            f"{id}\ttext/markdown\t{raw}\t{html}\t{RENDERER}\n"
        )
        return id

    def _file(
        self, project: Project, made: Release, filename: str, kind: tuple[str, str]
    ) -> None:
        self.lines["file_registry"].append(f"{filename}\n")
        # Nobody holds the bytes, so digests only have to look like some.
        digits = hashlib.shake_128(filename.encode()).hexdigest(144)
        md5, sha256, blake2 = digits[:32], digits[32:96], digits[96:160]
        core = f"{digits[160:224]}\t{digits[224:]}"
        if kind[0] == "sdist":
            core = f"{NULL}\t{NULL}"
        size = int(1_000 * self._random.paretovariate(0.8)) % 60_000_000
        project.total_size += size
        self.lines["release_files"].append(
            f"{self._id()}\t{made.id}\t{filename}\t{blob_path(blake2, filename)}\t{kind[0]}"
            f"\t{kind[1]}\t{made.requires_python}\t\t{size}\t{md5}\t{sha256}\t{blake2}"
            f"\t{made.when}\t{_CLIENTS[0]}\t{core}\n"
        )

    def _dependents(self, project: Project, id: str) -> None:
        lines = self.lines
        lines["release_urls"] += [
            f"{id}\tHomepage\thttps://example.com/{project.name}\n",
            f"{id}\tSource\thttps://git.example.com/{project.name}\n",
        ]
        lines["release_dependencies"] += [
            f"{id}\t4\t{name}>={project.made % 5}.0\n" for name in project.requirements
        ]
        lines["release_classifiers"] += [
            f"{id}\t{self._classifiers[place]}\n" for place in project.classifiers
        ]
        if self._random.random() < 0.02:
            advisory = f"TEST-{self.serial}"
            summary = f"What is wrong with {project.name}"
            lines["vulnerabilities"].append(f"osv\t{advisory}\t{summary}\n")
            lines["release_vulnerabilities"].append(f"{id}\tosv\t{advisory}\n")
            said = f"{normalize(project.name)}\tosv\t{advisory}"
            lines["affected_names"].append(f'{said}\t{{}}\t[{{"introduced": "0"}}]\n')


@lru_cache(maxsize=100_000)
def _version(style: int, number: int) -> tuple[str, str, str]:
    """A version by its number, its canonical form, and whether it is a pre-release."""
    if style == 0:
        spelled = f"{number // 100}.{number // 10 % 10}.{number % 10}"
    elif style == 1:
        spelled = f"{1 + number // 12}.{number % 12}"
    else:
        spelled = f"{2005 + number // 12}.{1 + number % 12}"
    spelled += "rc1" if number % 17 == 5 else ""
    early = "t" if versions.is_prerelease(spelled) else "f"
    return spelled, versions.canonical(spelled), early


def _filenames(project: Project, version: str) -> Iterator[tuple[str, str, str]]:
    """Filename, kind and Python version of each file of the next release."""
    stem = f"{normalize(project.name).replace('-', '_')}-{version}"
    count = project.files_of_next()
    if count != 1 or len(project.name) % 2:
        yield f"{stem}.tar.gz", "sdist", "source"
        count -= 1
    for tags in _WHEELS[:count] if count == 1 else _WHEELS[1 : count + 1]:
        yield f"{stem}-{tags}.whl", "bdist_wheel", tags.partition("-")[0]
