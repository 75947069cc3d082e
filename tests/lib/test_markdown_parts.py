"""What a reader of Markdown finds in it."""

import pytest

from kb.lib.markdown.parts import CODE, MarkdownLink, parts


def test_prose_is_told_by_blocks_and_code_is_kept_apart():
    found = parts("Type `ERR1002`\nnow.\n\n- **one**\n- [two](/b/)\n\n```\nlog\n```\n\n|a|b|\n|-|-|\n|c|d|\n")

    assert found.prose == (f"Type {CODE} now.", "one", "two", "a", "b", "c", "d")
    assert found.code == ("ERR1002",)
    assert found.words.startswith("Type ERR1002 now.")


def test_links_and_images_are_told_with_their_words():
    found = parts(
        "See [the *page*](/a/?b#c), <https://example.org> and ![A reader](/images/reader.png). ![](/images/b.png)"
    )

    assert found.links == (
        MarkdownLink("/a/?b#c", "the page"),
        MarkdownLink("https://example.org", "https://example.org"),
        MarkdownLink("/images/reader.png", "A reader", is_image=True),
        MarkdownLink("/images/b.png", "", is_image=True),
    )


def test_image_that_a_page_shows_is_told_in_the_same_way():
    address = f"/images/{'0a' * 16}-320x200.png"

    assert parts(f"Before ![A reader]({address})").links == (MarkdownLink(address, "A reader", is_image=True),)


def test_words_of_an_image_are_no_prose():
    assert parts("Before ![A reader](/images/reader.png) after").prose == ("Before  after",)


@pytest.mark.parametrize("text", ["[a](javascript:b)", "`[a](/b/)`", "    [a](/b/)", "[a](//b)", "!", ""])
def test_what_is_no_link_is_told_as_none(text):
    assert parts(text).links == ()
