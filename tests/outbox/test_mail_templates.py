"""Templates that are no HTML."""

import pytest
from django.template import engines

from kb.outbox import message


@pytest.fixture
def template(monkeypatch):
    def use(source):
        monkeypatch.setattr(message, "get_template", lambda name: engines["django"].from_string(source))

    return use


def test_nothing_is_escaped(template):
    template("{{ name }}: {{ name|upper }}")

    assert message.plain_text("mail.txt", {"name": "<Sam & Jo>"}) == "<Sam & Jo>: <SAM & JO>\n"


def test_empty_lines_that_tags_leave_are_one(template):
    template("\n\nfirst\n\n{% if no %}x{% endif %}\n  \n\nsecond\nthird\n\n")

    assert message.plain_text("mail.txt", {}) == "first\n\nsecond\nthird\n"


def test_one_line_has_no_line_break_of_any_kind(template):
    template("Report\n{{ code }}\n")

    assert message.one_line("mail.txt", {"code": "A\r\nBcc: b\x85c\u2028d"}) == "Report A Bcc: b c d"
