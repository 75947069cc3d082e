"""How much of it is taken in, and how long it is kept. Pure."""

from dataclasses import dataclass
from datetime import timedelta

KEPT_FOR = timedelta(days=180)
LOOKS_BACK = timedelta(weeks=4)
AN_HOUR = 3600
MOST_OF_A_VISIT = 5  # an hour
MOST_OF_A_NETWORK = 50  # an hour: a whole hospital may stand behind one address
MOST_OF_A_CODE = 20  # that wait: more tell an editor nothing new
MOST_WAITING = 1_000


@dataclass(frozen=True)
class Teller:
    """`visit` is a hash under the key of the day. `network` is empty where it is not known."""

    visit: str
    network: str = ""


@dataclass(frozen=True)
class CodeAnswers:
    """What was asked of a code: where it is seen, what the person was doing, what helped."""

    where: str = ""
    doing: str = ""
    helped: str = ""
