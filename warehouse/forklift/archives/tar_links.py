"""Links in an sdist: where they lead when they are followed, and whether all agree."""

from collections import deque
from collections.abc import Mapping

from warehouse.forklift.archives.paths import key, target_objection
from warehouse.forklift.refusals import abbreviated

_MOST_HOPS = 16
_MOST_STEPS = 500_000


class Links:
    """The symbolic links below `root`, by their names as `paths.key` makes them."""

    def __init__(self, root: str, targets: Mapping[str, str]) -> None:
        self.root = root
        self._targets = {key(name): target for name, target in targets.items()}
        self._left = _MOST_STEPS

    def objection(self, name: str, target: str) -> str | None:
        """Return what is wrong with the link `name` to `target`, to end a sentence."""
        problem = target_objection(target)
        if problem is None:
            problem = self._followed(name, target)
        if problem is None:
            return None
        return f"is a link to {abbreviated(target)!r}, which {problem}"

    def _followed(self, name: str, target: str) -> str | None:
        """Step by step; `..` behind a link means one thing before it is followed, and
        another one afterwards.
        """
        here = name.split("/")[:-1]
        left = deque(target.split("/"))
        hops = 0
        while left:
            self._left -= 1
            if self._left < 0:
                return "is one of too many links to follow"
            part = left.popleft()
            if part in {"", "."}:
                continue
            if part == "..":
                here.pop()
                if not here:
                    return f"leaves {abbreviated(self.root)!r}"
                continue
            here.append(part)
            further = self._targets.get(key("/".join(here)))
            if further is None:
                continue
            hops += 1
            if hops > _MOST_HOPS:
                return "leads through too many others"
            if ".." in left:
                return "has '..' behind another link"
            here.pop()
            left.extendleft(reversed(further.split("/")))
        return None
