"""What a page says that it is about, and which typed text may be a code that nobody has written down. Pure."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from kb.catalogue import codes
from kb.privacy import patient_data
from kb.privacy.lone_words import may_be_personal

CODE, ARTICLE, UNKNOWN = "code", "article", "unknown"
LONGEST_UNKNOWN, SHORTEST_UNKNOWN = 12, 4
VISIT_KEPT = timedelta(hours=48)
COUNTED_AFTER = timedelta(minutes=10)  # by then every process has written what it had in memory
COUNTS_KEPT = timedelta(days=400)
AN_HOUR = timedelta(hours=1)
# Programs that say what they are.
_SAYS_ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|curl|wget|python", re.IGNORECASE)
# The numbers of a card or a person have no letters; the names of computers mostly have more of them.
_SHAPE = re.compile(r"(?=[A-Z0-9_:.-]*[A-Z])(?=[A-Z0-9_:.-]*[0-9])[A-Z0-9][A-Z0-9_:.-]*", re.IGNORECASE | re.ASCII)
# With a space in it, "Smith 1970" would have the shape too.
_BEFORE = re.compile(r"(?:error code|error|err|code) (?=\S*[0-9])", re.IGNORECASE)
# The codes of Identity Agent are read out in two pieces. A bare number behind another word may be anything.
_IN_TWO = re.compile(r"(err|inf) (?=[0-9]+$)", re.IGNORECASE)


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def is_robot(browser: str) -> bool:
    """Of itself it says so, or nothing at all."""
    return not browser.strip() or bool(_SAYS_ROBOT.search(browser))


def _bare(text: str) -> str:
    return _BEFORE.sub("", _IN_TWO.sub(r"\1", text.strip(), count=1), count=1)


def is_code_shaped(text: str, is_code: Callable[[str], bool] = lambda _: False) -> bool:
    """Letters with figures, short, and nothing personal: what may be kept as it was typed."""
    typed = _bare(text)
    is_short = SHORTEST_UNKNOWN <= len(typed) <= LONGEST_UNKNOWN
    if not is_short or not _SHAPE.fullmatch(typed):
        return False
    if codes.is_never_code(typed) or may_be_personal(typed):
        return False
    return not patient_data.find(f"code {typed}", is_code=is_code)


def of_code(normal: str) -> str:
    return f"{CODE}:{normal}"


def of_unknown(text: str) -> str:
    """The subject of a code that nobody has written down; nothing for what may not be kept."""
    key = codes.normal(_bare(text)) if is_code_shaped(text) else ""
    return f"{UNKNOWN}:{key}" if key else ""
