"""Why something cannot be done with a notice, in words for whoever tried."""


class NoticeRefusal(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nothing was written."""


class NotYourDuty(NoticeRefusal):
    def __init__(self) -> None:
        super().__init__("Your role does not let you do this. Ask a reviewer or an administrator.")


class AlreadyLive(NoticeRefusal):
    """Somebody posted the same a moment ago, or the button was pressed twice."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” is posted already: add an update to it instead.")


class AlreadyEnded(NoticeRefusal):
    def __init__(self) -> None:
        super().__init__("This has ended. If it is back, make it live again, or post it anew.")


class NotALiveIssue(NoticeRefusal):
    """Nothing is investigated or fixed."""

    def __init__(self) -> None:
        super().__init__("This is a planned change: say what is new in words, without how far it is.")


class NoticeChanged(NoticeRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Somebody changed this notice since you opened the page. What you typed is still in the form: compare it "
            "with the page, then save again."
        )


class IssueIsLive(NoticeRefusal):
    """An all-clear would be untrue."""

    def __init__(self) -> None:
        super().__init__("A live issue is posted. End it first, if it is over.")
