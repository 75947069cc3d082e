"""In a file, the last line of a step says for which codes it is."""

import pytest

from kb.catalogue import reading
from kb.catalogue.models import Article
from kb.transfer.actions import take_out
from tests.transfer.conftest import ARTICLE

pytestmark = pytest.mark.django_db

SHARED = "{{ snippet general-checks }} {#rwcdpjcm}\n"
FOR_CODES = f"Result: The box opens.\nFor codes: ERR5022, 400_xxx\n\n{SHARED}\nFor codes: all\n"


def test_steps_say_for_which_codes_they_are(files):
    files.edit(ARTICLE, f"Result: The box opens.\n\n{SHARED}", FOR_CODES)
    files.bring_in()
    first, second = reading.document_of(Article.objects.with_parts().get(reference="C1")).steps

    assert (first.codes, first.general, first.expected) == (("ERR5022", "400_xxx"), False, "The box opens.")
    assert (second.codes, second.general, second.snippet) == ((), True, "general-checks")
    take_out(root=files.root.parent / "out")
    assert (files.root.parent / "out" / ARTICLE).read_text() == files.text(ARTICLE)


def test_code_of_a_step_is_spelled_as_it_is_displayed(files):
    files.edit(ARTICLE, "Result: The box opens.\n", "Result: The box opens.\nFor codes: err 5022\n")
    files.bring_in()

    assert reading.document_of(Article.objects.with_parts().get(reference="C1")).steps[0].codes == ("ERR5022",)
    assert files.bring_in().did_nothing


@pytest.mark.parametrize(
    ("new", "line", "message"),
    [
        ("Result: The box opens.\nFor codes: ERR1002\n", 35, "ERR1002 is none of the codes that this article answers"),
        ("For codes: all\nResult: The box opens.\n", 35, "then 'For codes:', each once"),
        ("Result: The box opens.\nFor codes: \n", 35, "Write something after 'For codes:'"),
        (
            "Result: The box opens.\nFor codes: ERR5022,\n",
            35,
            "Take out the comma that parts nothing: 'For codes: ERR5022'.",
        ),
    ],
)
def test_codes_that_a_step_cannot_have_are_named_with_their_line(files, new, line, message):
    files.edit(ARTICLE, "Result: The box opens.\n", new)

    (problem,) = files.problems()
    assert problem.startswith(f"{ARTICLE}, line {line}: ")
    assert message in problem


def test_all_may_be_written_in_capitals(files):
    files.edit(ARTICLE, "Result: The box opens.\n", "Result: The box opens.\nFor codes: All\n")
    files.bring_in()

    assert reading.document_of(Article.objects.with_parts().get(reference="C1")).steps[0].general


def test_text_that_only_looks_so_stays_text(files):
    files.edit(ARTICLE, "Put it back in.", "\\For codes: see below.\n\nPut it back in.")
    files.bring_in()

    body = reading.document_of(Article.objects.with_parts().get(reference="C1")).steps[0].body
    assert body.startswith("For codes: see below.")
    take_out(root=files.root.parent / "out")
    assert (files.root.parent / "out" / ARTICLE).read_text() == files.text(ARTICLE)
