"""Files come in by the browser: a zip with one bad file, at the keyboard, on a desktop and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.staff import ADMINISTRATOR, press, sign_in
from tests.transfer.zips import zip_of

GOOD = """---
title: The reader shows no light
summary: The light of the card reader stays off.
category: signing-in
confidence: unverified
---

## What you see

- The light stays off.

## What to do: user

### Put the plug into another socket

Wait until the light comes on.
"""


@pytest.mark.parametrize("width", [375, 1280])
def test_zip_with_one_bad_file_comes_in_without_it(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], width: int
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, ADMINISTRATOR)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/edit/")
    press(page, "Files in and out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Files in and out")
    in_order(page)
    name = f"reader-without-light-{width}"
    bad = GOOD.replace("category: signing-in", "category: nowhere")
    data = zip_of({f"articles/{name}.md": GOOD, "articles/bad.md": bad, "notes.txt": "x"})
    page.set_input_files("input[type=file]", {"name": "more.zip", "mimeType": "application/zip", "buffer": data})

    press(page, "Check these files")

    expect(page.get_by_role("heading", level=1)).to_contain_text("What would happen", timeout=60_000)
    expect(page.get_by_text("articles/bad.md, line 4")).to_be_visible()
    expect(page.get_by_text("There is no category 'nowhere'. Add it, or mend the name.")).to_be_visible()
    expect(page.get_by_text("notes.txt, line 1")).to_be_visible()
    box = page.get_by_label(f"articles/{name}.md")
    expect(box).to_be_checked()
    in_order(page)
    tab_to(page, "Drafts, to be reviewed first")
    page.keyboard.press("ArrowDown")
    press(page, "Bring in what is ticked")

    expect(page.get_by_role("heading", level=1)).to_contain_text("What happened", timeout=60_000)
    expect(page.get_by_text("Added: 1 article.")).to_be_visible()
    expect(page.get_by_text("Did not come in (2 files)")).to_be_visible()
    in_order(page)
    page.goto(f"/articles/{name}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The reader shows no light")
