"""What is said of a live issue where nobody types anything. Pure."""

from kb.notices.document import UpdateState

STANDARD_WORDS = {
    UpdateState.INVESTIGATING: "We are looking into it.",
    UpdateState.IDENTIFIED: "The cause is found. It is being fixed.",
    UpdateState.MONITORING: "It should work again. We are watching it.",
    UpdateState.RESOLVED: "It is fixed.",
}
CALLED_OFF = "This will not take place."
IS_BACK = "It is not over. We are looking into it again."


def words_for(state: str, typed: str) -> str:
    """What an update says: what was typed, else a short sentence that suits its state."""
    text = typed.strip()
    return text or (STANDARD_WORDS[UpdateState(state)] if state in UpdateState else "")
