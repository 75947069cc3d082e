r"""What people type stays as typed, where only somebody who writes Markdown would have meant a mark."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.markdown import escapes, to_html, to_inline, to_text, words_in_italics
from kb.lib.markdown.typed import as_lists

AS_TYPED = [
    r"\\fileserver\ra\guides",
    r"\\fileserver",
    r"C:\_install\*NHS*\[x86]",
    r"D:\*\_old_\~tmp",
    r"C:\Program Files (x86)\*NHS Digital*\_x_",
    r"C:\Users\%USERNAME%\AppData\*",
    r"%ProgramFiles(x86)%\*NHS*\_a_",
    r"HKLM\SOFTWARE\_x_\*",
    r"HKEY_LOCAL_MACHINE\SOFTWARE\*\_y_",
    r"NHSDOMAIN\_svc_smartcard",
    r"logs\*.log and old\*.*",
    r"Type \\ and the name of the server",
    "*.localhost or [*.]localhost",
    "[*.]nhs.uk, *.nhs.uk; *.spine2.nhs.uk",
    "**/*.log and **/*.tmp",
    "NHS*.exe and *_x86.msi",
    'type "*" or "*.*"',
    "2*3*4",
    "ERR_* and WRN_*",
    "codes _645 and 400_",
    "https://portal.nhs.uk/_layouts_/x*y*",
    "ERR_CERT_AUTHORITY_INVALID",
    "5 * 3 * 2",
]
MEANT = [
    (r"**C:\Temp\x** and *y*", r"<strong>C:\Temp\x</strong> and <em>y</em>"),
    ("**Open C:\\Temp\\**.", "<strong>Open C:\\Temp\\</strong>."),
    (r"**C:\Temp** or DOMAIN\other", r"<strong>C:\Temp</strong> or DOMAIN\other"),
    (r"**%TEMP%\x**, *C:\a b*.", r"<strong>%TEMP%\x</strong>, <em>C:\a b</em>."),
    ("[a](https://b.c/d)[e](https://f.g)", '<a href="https://b.c/d">a</a><a href="https://f.g">e</a>'),
    ("[a](https://b.c/d)**e**", '<a href="https://b.c/d">a</a><strong>e</strong>'),
    (r"(**C:\a\_b**)", r"(<strong>C:\a\_b</strong>)"),
    (r"Open \\srv\_a and **then** \\srv\_b", r"Open \\srv\_a and <strong>then</strong> \\srv\_b"),
    (r"[C:\x\_y](https://www.nhs.uk/)", r'<a href="https://www.nhs.uk/">C:\x\_y</a>'),
    ("**https://www.nhs.uk/a_b_c**", "<strong>https://www.nhs.uk/a_b_c</strong>"),
    (r"ERR\_CERT\_INVALID and 400\_645", "ERR_CERT_INVALID and 400_645"),
    (r"\*not meant\*", "*not meant*"),
    ("*really*, **bold**text and _so_", "<em>really</em>, <strong>bold</strong>text and <em>so</em>"),
    ("It is *really*. Do it **now**.", "It is <em>really</em>. Do it <strong>now</strong>."),
    ("Ring *[the desk]*. Say *“it is urgent”*!", "Ring <em>[the desk]</em>. Say <em>“it is urgent”</em>!"),
    (r"`C:\a\*`", r'<code class="nhsuk-code--inline">C:\a\*</code>'),
]


@pytest.mark.parametrize("text", AS_TYPED)
def test_what_only_looks_like_marks_is_shown_as_typed(text):
    assert to_text(text) == text
    assert to_text(f"See {text} there.\nAnd {text}") == f"See {text} there. And {text}"
    assert to_text(f"- {text}") == f"- {text}"


@pytest.mark.parametrize("text", AS_TYPED)
def test_in_bold_as_well(text):
    assert "<strong>" in to_html(f"**Copy {text}**")
    assert to_text(f"**Copy {text}**") == f"Copy {text}"


@pytest.mark.parametrize(("text", "html"), MEANT)
def test_what_is_meant_as_a_mark_is_one(text, html):
    assert to_inline(text) == html


def test_a_folder_at_the_end_of_a_line_breaks_no_line():
    assert to_inline("C:\\Temp\\\nthen restart") == "C:\\Temp\\\nthen restart"


@pytest.mark.parametrize("bullet", ["•\t", "•\u00a0", "• ", "·       ", "▪\t", "-\t", "-\u00a0", "–\t", "o\t", "§\t"])
def test_bullets_of_a_word_processor_are_a_list(bullet):
    html = to_html(f"Check:\n{bullet}the card\n{bullet}the reader")

    assert html.count("<li>") == 2
    assert "<li>the card</li>" in html


def test_a_second_level_stands_in_the_first():
    html = to_html("•\tCard\no\tchip\n•\tReader")
    assert html.count("<ul") == 2
    assert "<code" not in to_html("\t•\tCard\n\t•\tReader")


def test_numbers_of_a_word_processor_are_a_list():
    assert to_html("1.\tone\n2.\u00a0two").count("<li>") == 2


@pytest.mark.parametrize("text", ["§ 3 of the policy", "- a", "a • b", "–5 °C", "5·3", "```\n•\tas it is\n```"])
def test_other_signs_are_left(text):
    assert as_lists(text) == text


@given(st.text(alphabet="•▪o§-*1.) \t\u00a0\nab`~", max_size=80))
def test_no_line_is_lost_or_added(text):
    assert as_lists(text).count("\n") == text.count("\n")


@given(st.lists(st.text(alphabet="abcXYZ019_*[]()-+~#.$", min_size=1, max_size=12), min_size=1, max_size=6))
def test_any_path_of_a_drive_or_server_stays_as_typed(folders):
    for begin in ("C:", r"\\srv", "%TEMP%"):
        path = "\\".join([begin, *folders])
        if "](" not in path:
            assert to_text(f"Open {path} now") == f"Open {path} now"


@pytest.mark.parametrize("piece", [r"\\a\b**", r"C:\a b c d e f g h", "a\\*", "*.a ", "https://a*", "•\t\n", r"\*a\* "])
def test_the_work_grows_as_the_text_does(piece):
    def work(number: int) -> float:
        began = time.thread_time()
        to_html(piece * number)
        return time.thread_time() - began

    work(50)
    few = min(work(400) for _ in range(3))
    assert min(work(1600) for _ in range(3)) < 10 * few


def test_what_a_page_shows_otherwise_is_told():
    assert words_in_italics("Search for *NHS* or _install_, *not two words*, **bold**") == ["*NHS*", "_install_"]
    assert escapes(r"\# a \[b\] C:\_x") == [r"\#", r"\[", r"\]"]
