"""What to take out, and the files to bring in."""

from kb.lib.forms import FilesField, NHSForm, SelectField
from kb.transfer import folder
from kb.transfer.uploads.unpacking import MEGABYTE, MOST_SENT

EVERYTHING, AS_JSON = "everything", "articles.json"
_FOLDERS = {"articles": "Articles", "snippets": "Snippets", "notices": "Notices", "start": "Questions of Start"}
# As the pages call what is in them.
_TABLES = {
    "services.csv": "Applications",
    "categories.csv": "Topics",
    "vendors.csv": "Companies",
    "codes.csv": "Error codes",
    "shortcuts.csv": "Common problems",
    "words.csv": "Words and letters",
    "synonyms.csv": "Synonyms",
    "answers.csv": "Chosen answers",
    "organisations.csv": "Organisations",
    "contacts.csv": "Contacts",
    "desks.csv": "Desks of this site",
    "notice-templates.csv": "Templates of notices",
}
WHAT = [
    (EVERYTHING, "Everything (zip)"),
    *((sub, f"{words} (zip of Markdown)") for sub, words in _FOLDERS.items()),
    (AS_JSON, "Articles (JSON)"),
    *((table.file, f"{_TABLES.get(table.file, table.file)} ({table.file})") for _, table in folder.TABLES),
]


class TakeOutForm(NHSForm):
    marks_optional = False

    what = SelectField("What to take out", choices=WHAT)


class BringInForm(NHSForm):
    marks_optional = False

    chosen = FilesField(
        "Files to bring in",
        accept=".zip,.md,.csv",
        hint="A zip as it was taken out, or single .md and .csv files with their names. "
        f"{MOST_SENT // MEGABYTE} MB at most.",
        missing="Choose a zip, or .md and .csv files.",
    )
