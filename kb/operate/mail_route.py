"""Where mails go, in a sentence."""

from pathlib import Path

from django.conf import settings


def goes_to_files() -> bool:
    return "host" not in settings.MAILERS["default"].get("OPTIONS", {})


def way_out() -> str:
    if goes_to_files():
        folder = Path(settings.MAIL_FOLDER)
        base = Path(settings.BASE_DIR)
        shown = folder.relative_to(base) if folder.is_relative_to(base) else folder
        return f"Mails are written to files in {shown}."
    options = settings.MAILERS["default"]["OPTIONS"]
    return f"Mails go to the mail server {options['host']}, port {options['port']}."
