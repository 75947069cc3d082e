"""Templates that are no HTML, such as the text of a mail: nothing is escaped, since nothing reads it as markup."""

import re
from collections.abc import Mapping
from typing import Any, cast

from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template

_MANY_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")


def plain_text(template: str, values: Mapping[str, Any]) -> str:
    """Never to be shown as HTML. Tags leave empty lines behind; more than one in a row is one."""
    found = cast(Template, get_template(template))
    rendered = found.template.render(Context(dict(values), autoescape=False))
    return _MANY_GAPS.sub("\n\n", rendered).strip() + "\n"


def one_line(template: str, values: Mapping[str, Any]) -> str:
    """For a subject: a line break would begin another header."""
    return " ".join(plain_text(template, values).split())
