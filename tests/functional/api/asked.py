"""Every request of the tests of the document of endpoints, with the expected status."""

V1_JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}
V1_HTML = {"Accept": "application/vnd.pypi.simple.v1+html"}
TEXT = {"Accept": "text/plain"}
JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}

WHEEL = "holy_grail-1.0-py3-none-any.whl"
PROVENANCE = "/integrity/holy-grail/1.0"

CASES: dict[str, list[tuple[str, dict[str, str], int]]] = {
    "simple_index": [
        ("/simple/", V1_JSON, 200),
        ("/simple/", V1_HTML, 200),
        ("/simple/", {}, 200),
    ],
    "simple_detail": [
        ("/simple/holy-grail/", V1_JSON, 200),
        ("/simple/holy-grail/", V1_HTML, 200),
        ("/simple/holy-grail/", HTML, 200),
        ("/simple/archived/", V1_JSON, 200),
        ("/simple/old/", V1_JSON, 200),
        ("/simple/Holy.Grail/", V1_JSON, 301),
        ("/simple/nobody/", V1_JSON, 404),
    ],
    "view": [("/views/grails/", {}, 200), ("/views/none/", {}, 404)],
    "view_index": [
        ("/views/grails/simple/", V1_JSON, 200),
        ("/views/grails/simple/", V1_HTML, 200),
        ("/views/none/simple/", V1_JSON, 404),
    ],
    "view_detail": [
        ("/views/grails/simple/holy-grail/", V1_JSON, 200),
        ("/views/grails/simple/holy-grail/", HTML, 200),
        ("/views/grails/simple/Holy.Grail/", V1_JSON, 301),
        ("/views/grails/simple/nobody/", V1_JSON, 404),
    ],
    "view_file": [
        (f"/views/grails/files/holy-grail/{WHEEL}", {}, 302),
        ("/views/grails/files/holy-grail/holy_grail-1.0.tar.gz", {}, 404),
        ("/views/none/files/holy-grail/x", {}, 404),
    ],
    "view_reasons": [
        ("/views/grails/why/holy-grail/", JSON, 200),
        ("/views/grails/why/holy-grail/", HTML, 200),
        ("/views/grails/why/Holy.Grail/", JSON, 301),
        ("/views/grails/why/nobody/", JSON, 404),
    ],
    "view_search": [
        ("/views/grails/search/?q=grail", JSON, 200),
        ("/views/grails/search/?q=grail", HTML, 200),
        ("/views/none/search/", JSON, 404),
        ("/views/grails/search/?page=0", JSON, 400),
        (f"/views/grails/search/?q={'x' * 1001}", JSON, 413),
    ],
    "view_reasons_of_file": [
        (f"/views/grails/why/holy-grail/{WHEEL}", JSON, 200),
        (f"/views/grails/why/holy-grail/{WHEEL}", HTML, 200),
        ("/views/grails/why/holy-grail/x", HTML, 404),
    ],
    "namespaces": [("/namespaces", {}, 200)],
    "namespace": [("/namespace/holy", {}, 200), ("/namespace/nobody", {}, 404)],
    "file": [
        ("/packages/{path}", {}, 200),
        ("/packages/{path}.metadata", {}, 200),
        ("/packages/{path}", {"Range": "bytes=-3"}, 206),
        ("/packages/{path}", {"Range": "bytes=0-1,4-5"}, 206),
        ("/packages/py3/H/Holy.Grail/holy_grail-1.0-py3-none-any.whl", {}, 302),
        ("/packages/nothing", {}, 404),
        ("/packages/{path}", {"Range": "bytes=999-"}, 416),
    ],
    "provenance": [
        (f"{PROVENANCE}/{WHEEL}/provenance", {}, 200),
        (f"{PROVENANCE}/{WHEEL}/provenance", JSON, 200),
        (f"{PROVENANCE}/holy_grail-1.0.tar.gz/provenance", {}, 404),
        (f"{PROVENANCE}/{WHEEL}/provenance", HTML, 406),
    ],
    "project_document": [
        ("/pypi/holy-grail/json", {}, 200),
        ("/pypi/old/json", {}, 200),
        ("/pypi/Holy.Grail/json", {}, 301),
        ("/pypi/nobody/json", {}, 404),
    ],
    "release_document": [
        ("/pypi/holy-grail/1.0/json", {}, 200),
        ("/pypi/Holy.Grail/1.0/json", {}, 301),
        ("/pypi/holy-grail/7/json", {}, 404),
    ],
    "search": [
        ("/api/search/?q=grail", {}, 200),
        ("/api/search/?q=holy-grial", {}, 200),
        ("/api/search/", {}, 200),
        ("/api/search/?page=x", {}, 400),
        ("/api/search/?page=7", {}, 404),
        ("/api/search/?q=" + "x" * 1001, {}, 413),
    ],
    "suggestions": [("/search/suggest/?q=holy", {}, 200)],
    "upload_explanation": [("/legacy/", {}, 200)],
    "legacy_actions": [
        ("/pypi?:action=list_classifiers", {}, 200),
        ("/pypi?:action=search&term=x", {}, 301),
        ("/pypi?:action=rss", {}, 301),
        ("/pypi?:action=display", {}, 404),
        ("/pypi?:action=doap", {}, 410),
    ],
    "feed_of_updates": [("/rss/updates.xml", {}, 200)],
    "feed_of_projects": [("/rss/packages.xml", {}, 200)],
    "feed_of_a_project": [
        ("/rss/project/Holy.Grail/releases.xml", {}, 200),
        ("/rss/project/nobody/releases.xml", {}, 404),
        ("/rss/project/nobody/releases.xml", TEXT, 404),
    ],
    "feed_of_an_organization": [
        ("/feeds/organization/secret/", {}, 404),
        ("/feeds/organization/known/", {}, 200),
    ],
    "feed_of_a_person": [
        ("/feeds/secret/", {}, 404),
        ("/feeds/known/", {}, 200),
    ],
    "statistics": [
        ("/stats/", JSON, 200),
        ("/stats/", HTML, 200),
        ("/stats/", {"Accept": "image/png"}, 404),
    ],
    "classifiers": [("/classifiers/", {}, 200)],
    "downloads": [
        ("/api/projects/Holy.Grail/downloads/", {}, 200),
        ("/api/projects/nobody/downloads/", {}, 404),
    ],
    "sitemap_index": [("/sitemap.xml", {}, 200)],
    "sitemap": [("/7f.sitemap.xml", {}, 200)],
    "robots": [("/robots.txt", {}, 200)],
    "opensearch": [("/opensearch.xml", {}, 200)],
    "security_contact": [("/.well-known/security.txt", {}, 404)],
    "oidc_audience": [("/_/oidc/audience", {}, 200)],
    "pytp_discovery": [
        ("/.well-known/pytp?discover=%2Flegacy%2F", {}, 200),
        ("/.well-known/pytp", {}, 400),
        ("/.well-known/pytp?discover=x", {}, 404),
        ("/.well-known/pytp", {"Accept": "text/html"}, 406),
    ],
    "pytp_audience": [
        ("/_/pytp/audience", {}, 200),
        ("/_/pytp/audience", {"Accept": "text/html"}, 406),
    ],
    "health": [("/_health/", {}, 200)],
    "old_home": [("/pypi/", {}, 301)],
    "old_project": [("/pypi/holy-grail/", {}, 301)],
    "old_release": [("/pypi/holy-grail/1.0/", {}, 301)],
    "short_project": [("/p/holy-grail/", {}, 301)],
    "short_release": [("/p/holy-grail/1.0/", {}, 301)],
    "old_profile": [("/u/arthur/", {}, 301)],
    "old_sponsors": [("/sponsor/", {}, 301)],
    "old_two_factor": [("/2fa/", {}, 301)],
    "observer_echo": [("/danger-api/echo", {}, 403)],
    "openapi_yaml": [("/api/openapi.yaml", {}, 200)],
    "openapi_json": [("/api/openapi.json", {}, 200)],
}
"""For each endpoint what is asked, and the status that is expected."""
