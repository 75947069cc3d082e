"""What the checks of a site with https say of a set-up."""

from django.core.checks import ERROR

from kb.operate import set_up_checks


def found():
    return {message.id: message for message in set_up_checks.check_set_up(None)}


def refused(production, variable, code):
    """Whether it is, as an error with its id, which names the variable and says what to do."""
    message = found().get(code)
    assert not message or (message.level == ERROR and variable in message.msg and message.hint)
    return bool(message)
