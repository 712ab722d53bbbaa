"""The errors of appeals."""


class AppealError(Exception):
    """The base of all errors of this domain."""


class NotAppealable(AppealError):
    """The action undoes another one, or is none that owners are told of."""


class AppealsSpent(AppealError):
    """Nobody may appeal against this action again."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} appeals")
        self.most = most


class TooManyAppeals(AppealError):
    """The person has too many appeals that are undecided."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} appeals")
        self.most = most


class TooManyMessages(AppealError):
    """The owners have written all that they may before staff decide."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} messages")
        self.most = most


class AppealDecided(AppealError):
    """The appeal was accepted or declined already."""

    def __init__(self, status: str) -> None:
        super().__init__(f"it was {status}")
        self.status = status
