"""A program that renders one description and ends.

It is run by its path, in a process of its own, because what strangers write can keep a
renderer busy for minutes: a process can be bounded and killed, a thread cannot. It reads
`{"raw", "kind", "variant"}` as JSON and writes `{"html"}`, which is null for a failure.
It imports nothing of ours, so that it starts quickly.
"""

import json
import resource
import sys

SECONDS = 10
MEMORY = 2 * 1024**3


def rendered(raw: str, kind: str, variant: str) -> str | None:
    """`raw` as clean HTML, or None if it is not of this kind."""
    if kind == "text/x-rst":
        from readme_renderer import rst

        return rst.render(raw)
    from readme_renderer import markdown

    return markdown.render(raw, variant=variant)


def main() -> None:
    """Render what standard input says, within the bounds."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = json.load(sys.stdin.buffer)
    html = rendered(wanted["raw"], wanted["kind"], wanted["variant"])
    sys.stdout.write(json.dumps({"html": html}))


if __name__ == "__main__":
    main()
