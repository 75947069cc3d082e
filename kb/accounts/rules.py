"""What a person may choose: a password, and until when they are away. What is wrong is said in words to show."""

from datetime import date, timedelta

from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError

from kb.accounts.models import User

_IN_WORDS = {
    "password_too_short": "Enter a password of {min_length} characters or more.",
    "password_too_similar": "Enter a password that is not like your name, username or email address.",
    "password_too_common": "Enter a password that is harder to guess: this one is on a list of common passwords.",
    "password_repeats": "Enter a password that is not the same few characters again and again.",
    "password_guessable": "Enter a password that is harder to guess: this one is little more than a common password, "
    "your name or a word of this site.",
    "password_entirely_numeric": "Enter a password that has letters as well as numbers.",
}


def password_advice() -> str:
    """For the hint of a new password."""
    least = max((getattr(rule, "min_length", 0) for rule in get_default_password_validators()), default=0)
    length = f"Use {least} characters or more. " if least else ""
    return f"{length}Three or four words that do not belong together are easy to remember."


def _in_words(error: ValidationError) -> str:
    words = _IN_WORDS.get(error.code or "")
    return words.format(**(error.params or {})) if words else " ".join(error.messages)


def password_problems(password: str, *, person: User) -> list[str]:
    """Empty when the password will do. The rules themselves are settings.AUTH_PASSWORD_VALIDATORS."""
    if not password:
        return ["Enter a new password."]
    try:
        validate_password(password, person)
    except ValidationError as refused:
        return [_in_words(error) for error in refused.error_list]
    return []


LONGEST_ABSENCE = timedelta(days=365)


def absence_problem(until: date, today: date) -> str:
    """What is wrong with the day, in words to show; empty when nothing is."""
    if until <= today:
        return "Choose a day that is still to come."
    if until > today + LONGEST_ABSENCE:
        return "Choose a day within a year. If you leave for longer, give your articles to somebody else."
    return ""
