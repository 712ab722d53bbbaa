"""Upstreams, and what is kept of their projects."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from warehouse.upstreams.models import Upstream, UpstreamFile, UpstreamProject


def make_upstream_project(db: Session, name: str, *filenames: str) -> UpstreamProject:
    """Return a project that an upstream was asked for a moment ago."""
    now = datetime.now(UTC)
    upstream = Upstream(name="elsewhere", url="https://index.example/simple/")
    db.add(upstream)
    db.flush()
    project = UpstreamProject(
        upstream_id=upstream.id, normalized_name=name, is_there=True, checked=now
    )
    db.add(project)
    db.flush()
    for filename in filenames:
        file = UpstreamFile(
            project_id=project.id,
            filename=filename,
            url=f"https://index.example/files/{filename}",
            hashes={"sha256": "0" * 64},
            requires_python=">=3.11",
            yanked=True,
            size=1024,
            upload_time=now,
            first_seen=now,
        )
        db.add(file)
    db.commit()
    return project
