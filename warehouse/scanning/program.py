"""A program that inspects members of a distribution one after the other, and ends.

It is run by its path, in a process of its own, because source of strangers can exhaust the
stack, the memory or the time of a parser: a process can be bounded and killed. It reads a
line of JSON `{"seconds", "each", "memory"}`, and of each member a line `{"name", "size",
"parse"}` and its bytes; of each it writes a line of JSON as soon as it is done.
"""

import json
import resource
import signal
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Inspect the members that standard input brings, within the bounds."""
    # Last, so that no module of the standard library is looked for among ours.
    sys.path.append(str(Path(__file__).parent))
    inspected = import_module("constructs").inspected
    opened = sys.stdin.buffer
    bounds = json.loads(opened.readline())
    seconds, memory = bounds["seconds"], bounds["memory"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in opened:
        each = json.loads(line)
        signal.setitimer(signal.ITIMER_PROF, bounds["each"])
        content = opened.read(each["size"])
        found = inspected(each["name"], content, parse=each["parse"])
        sys.stdout.write(f"{json.dumps(found)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
