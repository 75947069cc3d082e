"""How many files a search, a report and an edit walk through: they may become fewer, and grow with a reason only."""

import pytest

from scripts import walks

pytestmark = pytest.mark.either


GUARD = "privacy/"
GUARDS_DOORS = {"privacy/patient_data.py", "privacy/patterns.py"}


@pytest.fixture(autouse=True)
def _desk(settings):
    settings.SERVICE_DESK_NAME = "Harbour desk"
    settings.SERVICE_DESK_EMAIL = "desk@example.org"


# All files of kb/ entered, and those of the walk's own room: what docs/developers.md tells.
# One in each is `lib/left_out.py`, which every request passes before the token of its form is asked for.
# The guard has two doors, through which a text goes in and what was found comes out. Into how many files its kinds of
# finding fall behind them, whoever follows a search or a report need not know: those are not counted. There were ten in
# a search and eleven in a report when the walks had 85 and 70 files with them.
# Five of a search and of a report are how a code is said, behind its door `catalogue/codes/spoken`.
# One of a search is whether anything fits, one is its reasons. Four are the answers that editors choose: what is
# said, what it comes to, its form, and its box.
# Two of a search and of a report are `search/index/objects.py` and `places.py`: rows as objects past the ORM, and where
# words stand, so that a search reads no text through. One of a search is the list of common words.
# Two of a search are `notices/rules.py` and `notices/models/all_clear.py`: how old a notice is, and if all is clear.
# One of a search is `contacts/reading.py`: the contacts of this site are rows, read once an edition.
# Eight of a search note that a code was asked for, for whoever has no script: `browse/seen.py` and, behind it, views,
# visits and their tables.
# One of an edit is `accounts/signed_out.py`, which keeps the text of whoever is signed out meanwhile.
# Two more are `accounts/proxies.py` and `reports/secret_addresses.py`, which hold for pages no view makes, too.
# One more is `contacts/place/middleware.py`, since any address may say where its reader works; `rules.py` beside it
# reads a query string, which a search has.
@pytest.mark.parametrize(
    ("walk", "most", "most_own"), [(walks.search, 85, 9), (walks.report, 70, 14), (walks.edit, 23, 9)]
)
def test_a_walk_is_no_longer_than_it_was(shipped, walk, most, most_own):
    walked = walk()

    assert walked.own[most_own:] == []
    counted = [name for name in walked.files if not name.startswith(GUARD) or name in GUARDS_DOORS]
    assert len(counted) <= most, counted


def test_developers_are_told_every_file_of_a_walk_that_is_of_its_own_room(shipped):
    told = (walks.ROOT / "docs" / "developers.md").read_text()

    assert [name for walk in (walks.search, walks.report, walks.edit) for name in walk().own if name not in told] == []
