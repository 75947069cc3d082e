"""Addresses in templates: those without arguments are found once, and are what Django's own tag gives."""

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix

from kb.lib.url_tag import NamedAddressNode


def said(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_an_address_is_that_of_reverse():
    assert said("{% url 'browse:home' %}") == reverse("browse:home")
    assert said("{% url 'browse:search' as there %}[{{ there }}]") == f"[{reverse('browse:search')}]"
    assert said("{% url 'helpdesk:flag' label %}", label="KB0001") == reverse("helpdesk:flag", args=["KB0001"])
    assert said("{% url name %}", name="browse:codes") == reverse("browse:codes")


def test_only_what_hangs_on_its_name_alone_is_kept():
    kept = [
        type(Template(text).nodelist[0]) is NamedAddressNode
        for text in ("{% url 'browse:home' %}", "{% url name %}", "{% url 'helpdesk:flag' label %}")
    ]

    assert kept == [True, False, False]


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(NoReverseMatch):
        said("{% url 'browse:nowhere' %}")
    assert said("{% url 'browse:nowhere' as there %}[{{ there }}]") == "[]"


def test_it_follows_where_the_site_stands():
    before = said("{% url 'browse:home' %}")
    try:
        set_script_prefix("/below/")
        assert said("{% url 'browse:home' %}") == "/below/"
    finally:
        set_script_prefix("/")
    assert said("{% url 'browse:home' %}") == before
    with override_settings(ROOT_URLCONF="kb.accounts.urls"), pytest.raises(NoReverseMatch):
        said("{% url 'browse:home' %}")
