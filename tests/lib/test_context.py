"""What every template may say about the site."""

from django.test import RequestFactory

from kb.lib.context import Site, site


def test_site_is_what_the_settings_say(settings):
    settings.SITE_NAME = "Card help"
    settings.SITE_ORGANISATION = "Harbour Hospital"
    settings.FOOTER_STATEMENT = "For staff"
    settings.LOGO = ""
    settings.SITE_URL = "https://kb.example.nhs.uk"
    settings.SERVICE_DESK_EMAIL = "desk@example.org"

    assert site(RequestFactory().get("/")) == {
        "site": Site("Card help", "Harbour Hospital", "For staff", "", "https://kb.example.nhs.uk", "Report an issue")
    }
