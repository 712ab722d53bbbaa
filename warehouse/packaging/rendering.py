"""A program that renders one description and ends.

It is run by its path, in a process of its own, because what strangers write can keep a
renderer busy for minutes: a process can be bounded and killed, a thread cannot. It reads
`{"raw", "kind", "variant", "seconds", "memory"}` as JSON and writes `{"html", "warnings"}`;
`html` is null for a failure. It imports nothing of ours, so that it starts quickly.
"""

import io
import json
import resource
import sys

KEPT = {"a": {"name"}, "table": {"align", "class"}}
"""Attributes that cleaning keeps besides its own: where links lead, how tables stand."""


def rendered(raw: str, kind: str, variant: str, warnings: io.StringIO) -> str | None:
    """Render `raw` as clean HTML; return None if it is not of this content type."""
    from readme_renderer.clean import ALLOWED_ATTRIBUTES

    for tag, attributes in KEPT.items():
        ALLOWED_ATTRIBUTES.setdefault(tag, set()).update(attributes)
    if kind == "text/x-rst":
        from readme_renderer import rst

        return rst.render(raw, stream=warnings)
    from readme_renderer import markdown

    return markdown.render(raw, variant=variant)


def main() -> None:
    """Render what standard input says, within the bounds."""
    wanted = json.load(sys.stdin.buffer)
    seconds, memory = wanted["seconds"], wanted["memory"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings = io.StringIO()
    html = rendered(wanted["raw"], wanted["kind"], wanted["variant"], warnings)
    sys.stdout.write(json.dumps({"html": html, "warnings": warnings.getvalue()}))


if __name__ == "__main__":
    main()
