"""A table to bring in: chosen, then looked at."""

from kb.lib.forms import FilesField, NHSForm, PastedField

LARGEST = 4_000_000  # bytes: 20,000 rows that say all they can


class ContactFileForm(NHSForm):
    marks_optional = False

    table = FilesField("CSV file", accept=".csv,text/csv", missing="Choose the file.")


class LookedAtForm(NHSForm):
    """`rows` is the table as it was read, signed; `seen` is what the page said that it would do."""

    rows = PastedField()
    seen = PastedField(most=64)
