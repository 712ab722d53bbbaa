"""Every public route, by what it shows of one project, and that project.

`PROBES` has every public route that shows projects. A route that is neither there nor among
those that show none fails the test that reads the routes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zipfile import ZIP_STORED

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders.wheels import zipped
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import (
    make_file,
    make_project,
    make_provenance,
    make_release,
)
from tests.fixtures.edge import LiveEdge, Response
from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.downloads import DownloadService
from warehouse.downloads.clients import Audience, Client
from warehouse.downloads.counter import Hit
from warehouse.http import offline
from warehouse.index_views.services import IndexViewService
from warehouse.organizations.models import Organization
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    OrganizationProject,
    Project,
    Release,
)
from warehouse.packaging.queries import release_of
from warehouse.packaging.services import RequirementService
from warehouse.search.services import DocumentService
from warehouse.security import SYSTEM
from warehouse.storage import Storage

NAME, VERSION = "quarry", "77.88.99"
FILENAME = f"{NAME}-{VERSION}-py3-none-any.whl"
DETAIL = f"/simple/{NAME}/"
PROVENANCE = f"/integrity/{NAME}/{VERSION}/{FILENAME}/provenance"
PATH = f"/packages/aa/bb/{'c' * 60}/{FILENAME}"
BYTES, METADATA = "bytes of a wheel", "metadata of a wheel"
INSIDE = f"/project/{NAME}/{VERSION}/files/{FILENAME}/"
INSIDES = (
    ("contents", INSIDE, FILENAME, FILENAME),
    ("contents.folder", f"{INSIDE}tree/folder/", "member.py", "member.py"),
    ("contents.member", f"{INSIDE}text/folder/member.py", FILENAME, FILENAME),
    ("contents.raw", f"{INSIDE}raw/folder/member.py", BYTES, BYTES),
    ("changes", f"/project/{NAME}/{VERSION}/changes/", VERSION, VERSION),
    ("diff", f"/project/{NAME}/diff/{VERSION}...{VERSION}/", VERSION, VERSION),
    ("diff.kinds", f"/project/{NAME}/{VERSION}/diff/", VERSION, VERSION),
)
"""Pages about what is in files."""
SUMMARY, CLASSIFIER = "Digs deep holes", "Topic :: Utilities"
OLD = datetime.now(UTC) - timedelta(days=100)
PROJECT = f"/project/{NAME}/"
REQUIRES = f"{PROJECT}{VERSION}/dependencies/"
TITLE = f"What {NAME} {VERSION} requires"
DOWNLOADS = f"/{NAME}/downloads/"
INSTALLER = Client(Audience.INSTALLERS.value, "pip")
JSON = "application/vnd.pypi.simple.v1+json"

XML_RPC_SHOWS_NO_STATUS = {
    "changelog_last_serial": "is a number",
    "changelog_since_serial": "the journal says what happened, to mirrors",
    "package_roles": "who may do what is not hidden from mirrors",
    "user_packages": "who may do what is not hidden from mirrors",
}


def call(method: str, *arguments: str) -> bytes:
    """A call of XML-RPC."""
    values = "".join(f"<param><value>{each}</value></param>" for each in arguments)
    return (
        f"<?xml version='1.0'?><methodCall><methodName>{method}</methodName>"
        f"<params>{values}</params></methodCall>"
    ).encode()


@dataclass(frozen=True)
class Probe:
    """A path of a route, and a text that is in the answer while nothing is hidden.

    `of_release` is what tells the hidden release from the one that stays. What `stays` is
    shown by the contract though it is in quarantine.
    """

    route: str
    path: str
    shows: str = NAME
    of_release: str | None = None
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    stays: bool = False

    def ask(self, edge: LiveEdge) -> Response:
        """Ask for it."""
        method = "POST" if self.body else "GET"
        return edge.get(self.path, method, self.body, **dict(self.headers))

    def sees(self, edge: LiveEdge, text: str) -> bool:
        """Whether `text` is in a good answer."""
        answer = self.ask(edge)
        return answer.status == 200 and text.encode() in answer.body


XML = (("content_type", "text/xml"),)
PAGE = (("accept", "text/html"),)
AS_JSON = (("accept", JSON),)
ALL = call("list_packages_with_serial")
CLASSIFIED = f"<array><data><value>{CLASSIFIER}</value></data></array>"

PROBES = (
    Probe("api.simple.index", "/simple/"),
    Probe("api.simple.index", "/simple/", headers=AS_JSON),
    Probe("api.simple.detail", DETAIL, FILENAME, FILENAME),
    Probe(
        "api.simple.detail",
        f"/simple/{NAME}/",
        FILENAME,
        FILENAME,
        headers=AS_JSON,
    ),
    Probe("api.view.index", "/views/all/simple/"),
    Probe("api.view.project", f"/views/all{DETAIL}", FILENAME, FILENAME),
    Probe("api.view.search", "/views/all/search/?q=quarr", NAME, VERSION, headers=PAGE),
    Probe("api.view.why", f"/views/all/why/{NAME}/", FILENAME, FILENAME),
    Probe("api.view.why.file", f"/views/all/why/{NAME}/{FILENAME}", FILENAME, FILENAME),
    Probe("api.json.project", f"/pypi/{NAME}/json", SUMMARY, FILENAME),
    Probe("api.json.project.slash", f"/pypi/{NAME}/json/", SUMMARY, FILENAME),
    Probe("api.json.release", f"/pypi/{NAME}/{VERSION}/json", SUMMARY, FILENAME),
    Probe("api.json.release.slash", f"/pypi/{NAME}/{VERSION}/json/", SUMMARY, FILENAME),
    Probe("api.integrity", PROVENANCE, "octo/sampleproject", "octo/sampleproject"),
    Probe("api.files", PATH, BYTES, BYTES, stays=True),
    Probe("api.files", f"{PATH}.metadata", METADATA, METADATA, stays=True),
    Probe("api.rss.updates", "/rss/updates.xml", NAME, VERSION),
    Probe("api.rss.packages", "/rss/packages.xml"),
    Probe("api.rss.project", f"/rss/project/{NAME}/releases.xml", f"{NAME}/", VERSION),
    Probe("api.search", "/api/search/?q=quarr", NAME, VERSION),
    Probe("api.xmlrpc", "/pypi", body=ALL, headers=XML, stays=True),
    Probe("api.xmlrpc", "/pypi", NAME, VERSION, call("browse", CLASSIFIED), XML),
    Probe("api.xmlrpc.slash", "/pypi/", body=ALL, headers=XML, stays=True),
    Probe("api.xmlrpc.rpc2", "/RPC2", body=ALL, headers=XML, stays=True),
    Probe("pages.home", "/", NAME, VERSION, headers=PAGE),
    Probe("pages.project", f"/project/{NAME}/", SUMMARY, FILENAME, headers=PAGE),
    Probe("pages.release", f"/project/{NAME}/{VERSION}/", SUMMARY, FILENAME, headers=PAGE),
    *(Probe(f"pages.{name}", *rest, headers=PAGE) for name, *rest in INSIDES),
    Probe("pages.project.dependents", "/project/host/dependents/", headers=PAGE),
    Probe("pages.project", "/project/host/", f"/project/{NAME}/", headers=PAGE),
    Probe("pages.project.releases", f"{PROJECT}releases/", NAME, VERSION, headers=PAGE),
    Probe("pages.release.dependencies", REQUIRES, TITLE, TITLE, headers=PAGE),
    Probe(
        "pages.project.downloads", f"/project{DOWNLOADS}", FILENAME, FILENAME, headers=PAGE
    ),
    Probe("api.downloads.project", f"/api/projects{DOWNLOADS}", FILENAME, FILENAME),
    Probe("pages.badge", f"/badge/{NAME}/version.svg", VERSION, VERSION),
    Probe("pages.search", "/search/?q=quarr", NAME, VERSION, headers=PAGE),
    Probe("pages.search.suggest", "/search/suggest/?q=quarr", NAME, headers=PAGE),
    Probe("pages.profile", "/user/digger/", NAME, VERSION, headers=PAGE),
    Probe("pages.organization", "/org/acme/", NAME, VERSION, headers=PAGE),
)
"""Every public route that shows projects; those of XML-RPC by its methods."""

PICTURE = ("pages.project.picture", f"/_social/project/{NAME}.png")
BUCKET = "api.sitemap.bucket"

NONE_SHOWN = {
    "api.namespace": "names prefixes, and no project",
    "api.namespaces": "names prefixes, and no project",
    "api.sitemap.index": "names buckets",
    "api.view": "shows a rule, and no project",
    "api.view.file": "leads to a file, which is asked for by its own address",
    "api.upstream.file": "sends the files of other indexes",
    "api.classifiers.list": "names classifiers",
    "api.classifiers": "names classifiers",
    "api.stats": "counts what is kept, as the contract says, in quarantine or not",
    "api.robots": "names paths",
    "api.opensearch": "names the search",
    "api.security": "names contacts",
    "api.mail.events": "takes reports",
    "api.vulnerabilities.osv": "takes reports",
    "api.oidc.audience": "names the audience of tokens",
    "api.oidc.mint": "takes tokens",
    "api.oidc.mint.github": "takes tokens",
    "api.pytp.discovery": "names where tokens are exchanged",
    "api.pytp.audience": "names the audience of tokens",
    "api.pytp.mint": "takes tokens",
    "api.tokens.disclose": "takes reports",
    "api.tokens.disclose.github": "takes reports",
    "api.observers.echo": "names who asks",
    "api.observers.project": "takes reports",
    "api.observations": "takes reports",
    "api.openapi.yaml": "describes the API",
    "api.openapi.json": "describes the API",
    "api.documentation": "describes the API",
    "forklift.upload": "takes files",
    "forklift.upload.redirect": "redirects",
    "forklift.moved": "redirects",
    "forklift.moved.form": "redirects",
    "health": "names parts",
    "pages.picture": "has no project",
    "pages.guide": "is prose",
    "pages.help": "is prose",
    "pages.style": "has made-up projects",
    "pages.mail": "has made-up projects",
    "pages.mail.one": "has made-up projects",
    "pages.terms": "is prose",
    "pages.privacy": "is prose",
    "pages.security": "is prose",
    "pages.sponsors": "names sponsors",
    "pages.moderation": "names what staff hid, where the operator wants that",
    "api.changes": "the journal says what happened, to mirrors",
    "api.stream": "the journal says what happened, to mirrors",
    "api.downloads.log": "takes log lines",
    "api.feeds.organization": "has an address that nobody else knows, for a member",
    "api.feeds.personal": "names what happened to projects, for who follows them",
    "pages.sitemap": "names pages",
    "pages.locale": "redirects",
    "pages.diff.choose": "redirects",
    "pages.project.report": "names the project that the address names",
}
"""Public routes that show no projects, and why."""

REDIRECTS = ("api.legacy.", "api.moved.")
PERSONAL = ("admin.", "api.v1.", "login.", "manage.", "pages.includes.")


def make(edge: LiveEdge) -> str:
    """Publish two releases of a project, and all that names it; return its bucket."""
    make_neighbours(edge)
    return make_project_among_them(edge)


def make_neighbours(edge: LiveEdge) -> None:
    """Make what there is beside the project: people, an organization, and a project."""
    with offline(edge.registry) as request:
        host = make_project(request.db, "host", created=OLD)
        make_release(request.db, host, "1.0")
        make_organization(request.db, "acme", owner=make_user(request.db, "digger"))
        request.db.add(Classifier(classifier=CLASSIFIER))
        DocumentService(request.db).index([host.id])
        views, rule = request.service(IndexViewService), 'sources = ["own", "upstreams"]'
        views.add("all", rule, reason="for all", actor=SYSTEM)


def make_project_among_them(edge: LiveEdge, **columns: Any) -> str:
    """Publish the project with all that names it; return its bucket."""
    with offline(edge.registry) as request:
        db = request.db
        digger = db.scalars(select(User).where(User.username == "digger")).one()
        acme = db.scalars(select(Organization)).one()
        project = make_project(db, NAME, owner=digger, created=OLD, **columns)
        db.add(OrganizationProject(organization=acme, project=project))
        for number, version in enumerate(("1.0", VERSION)):
            publish(db, project, version, number)
        make_file(db, release_of(db, project, "1.0"), f"{NAME}-1.0.tar.gz")
        keep(request.service(Storage), db, release_of(db, project, VERSION))
        hit = Hit(datetime.now(UTC).date(), PATH.removeprefix("/packages/"), INSTALLER)
        DownloadService(db).record([(hit, 1)])
        request.service(RequirementService).refresh(project.id)
        DocumentService(db).index([project.id])
        return str(project.sitemap_bucket)


def publish(db: Session, project: Project, version: str, number: int) -> None:
    """Make a release that has a classifier and requires another project."""
    topic = db.scalars(select(Classifier).where(Classifier.classifier == CLASSIFIER)).one()
    release = make_release(db, project, version, summary=SUMMARY, ordering=number)
    release.classifiers = [topic]
    release.dependencies.append(
        Dependency(kind=DependencyKind.REQUIRES_DIST, specifier="host")
    )


def keep(storage: Storage, db: Session, release: Release) -> None:
    """Make a wheel of a release, whose bytes and metadata are stored."""
    path = PATH.removeprefix("/packages/")
    offered = {"metadata_file_sha256_digest": "a" * 64, "metadata_read": True}
    make_provenance(db, make_file(db, release, FILENAME, path=path, **offered))
    wheel = zipped({"folder/member.py": BYTES.encode()}, compression=ZIP_STORED)
    for place, content in ((path, wheel), (metadata_path(path), METADATA.encode())):
        source = storage.scratch() / str(uuid4())
        source.write_bytes(content)
        storage.put(place, source)
