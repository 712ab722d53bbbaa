"""Errors."""


class TooManyFollowed(Exception):
    """A person follows as many projects as anybody may: `most`."""

    def __init__(self, most: int) -> None:
        super().__init__(f"nobody follows more than {most} projects")
        self.most = most
