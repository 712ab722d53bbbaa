"""What a file brings along: names to import, commands, and types (PEP 561)."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class FileContents:
    """What can be used once a file is installed.

    `imports` are the shortest names that are its own, as `yaml` or `google.cloud.storage`.
    """

    imports: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    is_typed: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self) | {
            "imports": list(self.imports),
            "commands": list(self.commands),
        }
