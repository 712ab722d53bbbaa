"""What the certificate of an attestation says of where and from what a file was made.

The numbers are those of the extensions of Fulcio, a branch of 1.3.6.1.4.1.57264.1.
"""

import re
from collections.abc import Mapping
from typing import Any

_BRANCH = "1.3.6.1.4.1.57264.1"
REPOSITORY = f"{_BRANCH}.12"
COMMIT = f"{_BRANCH}.13"
REF = f"{_BRANCH}.14"
OWNER_ID = f"{_BRANCH}.17"
RUN = f"{_BRANCH}.21"
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?\Z")


def facts_of(document: Mapping[str, Any], claims: Mapping[str, str]) -> dict[str, Any]:
    """Return what people are shown, of a publisher (PEP 740) and a verified certificate."""
    repository = claims.get(REPOSITORY, "")
    run, commit = claims.get(RUN, ""), claims.get(COMMIT, "")
    found = {
        "publisher": document["kind"],
        "account": document.get("email"),
        "repository": repository if repository.startswith("https://") else None,
        "workflow": document.get("workflow") or document.get("workflow_filepath"),
        "environment": document.get("environment"),
        "commit": commit if _COMMIT.match(commit) else None,
        "ref": claims.get(REF),
        "run": run if repository and run.startswith(f"{repository}/") else None,
    }
    return {name: value for name, value in found.items() if value}
