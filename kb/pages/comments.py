"""Where somebody who reads a draft writes beside a part of the page. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommentBox:
    """Where somebody who reads a draft writes beside a step: `about` is the step, `said` what was said of it before."""

    name: str
    about: str
    typed: str = ""
    said: tuple[str, ...] = ()
