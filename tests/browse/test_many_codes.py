"""20,000 codes with meanings: a look-up, suggestions and a code page ask the database as often as with a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.catalogue import codes
from kb.catalogue.lookup import look_up
from kb.catalogue.models import ArticleCode, CodeKey, ErrorCode, Meaning
from kb.search.suggest import suggest
from tests.browse.stock import add_more, furnish
from tests.browse.test_queries import asked
from tests.make import make_article

MANY = 20_000
AT_ONCE = 2_000
TYPED = ("0x80100006", "SCARD_E_NO_MEMORY", "400_612", "ERR5O22", "5022", "nothing of this")
BEGUN = ("err50", "0x80", "SYM_E", "400_6", "5022")
PAGES = ("/codes/0x80100006/", "/codes/ERR5022/", "/codes/400_xxx/", "/codes/400_612/", "/codes/400_645/")


def many(article) -> None:
    """Each with two meanings, of which a symbolic name chooses one, and named by a live article."""
    displays = [f"0x{0x80300000 + number:08X}" for number in range(MANY)]
    rows = ErrorCode.objects.bulk_create(
        (ErrorCode(display=display, normal=codes.normal(display)) for display in displays), AT_ONCE
    )
    meanings = Meaning.objects.bulk_create(
        (
            Meaning(code=row, position=place, key=f"place-{place}", words=f"It means {place}.", where=f"Place {place}")
            for row in rows
            for place in (1, 2)
        ),
        AT_ONCE,
    )
    texts = [
        (row, meaning, place, text)
        for row, meaning in zip(rows, meanings[::2], strict=True)
        for place, text in ((0, row.display), (1, f"SYM_E_{row.normal}"))
    ]
    CodeKey.objects.bulk_create(
        (
            CodeKey(
                code=row,
                meaning=meaning if place else None,
                text=text,
                normal=codes.normal(text),
                folded=codes.folded(text),
                bare=codes.bare(text),
                position=place,
            )
            for row, meaning, place, text in texts
        ),
        AT_ONCE,
    )
    ArticleCode.objects.bulk_create(
        (ArticleCode(article=article, code=row, answers=False, position=place) for place, row in enumerate(rows, 100)),
        AT_ONCE,
    )


def number_of(ask) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def numbers(client) -> dict[str, int]:
    found = {f"look up {text}": number_of(lambda text=text: look_up(text)) for text in TYPED}
    found |= {f"suggest {text}": number_of(lambda text=text: suggest(text)) for text in BEGUN}
    return found | {address: asked(client, address) for address in PAGES}


@pytest.mark.wide
@pytest.mark.django_db
def test_nothing_is_asked_more_often_among_twenty_thousand_codes(client):
    add_more(furnish())
    make_article(title="Symbols", slug="symbols", codes=("SYM_E_ONE",))
    few = numbers(client)

    many(make_article(title="Many", slug="many"))

    assert look_up("0x80300FFF").only
    assert [code.display for code in suggest("0x80300").codes] == [f"0x8030000{number}" for number in range(8)]
    assert numbers(client) == few
