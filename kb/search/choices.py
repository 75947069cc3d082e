"""Where a chosen answer may lead, for its column and its portable form."""

from django.db.models import TextChoices

LONGEST_PHRASE = 700


class LeadsTo(TextChoices):
    """Where an answer leads; the value is the word in files."""

    ARTICLE = "article", "an article"
    START = "start", "Start"
    LIVE_ISSUES = "live issues", "live issues"
    WHO_CAN_HELP = "who can help", "who can help"
    URGENT = "urgent", "the urgent words"
    VENDOR = "vendor", "a company"
    WORD = "word", "a line of words and letters"
    REPORT = "report", "the report form"
    LIST = "list", "nothing: a list that phrases name"
