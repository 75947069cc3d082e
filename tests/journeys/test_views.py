"""A view is counted after two seconds in sight; a reload and going back are none."""

from collections.abc import Callable

from playwright.sync_api import Page, Request


def test_view_is_told_once(page_at: Callable[..., Page]) -> None:
    page = page_at(375)
    told: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/seen/"):
            told.append(str(request.post_data))

    page.on("request", note)
    page.goto("/codes/ERR1002/")
    page.wait_for_timeout(1_000)
    assert told == []
    with page.expect_response(lambda answer: answer.url.endswith("/seen/")) as answer:
        pass
    assert answer.value.status == 204

    page.reload()
    page.wait_for_timeout(2_500)
    page.goto("/about/")
    page.go_back()
    page.wait_for_timeout(2_500)

    assert told == ["page=code%3AERR1002"]


def test_page_of_a_search_tells_how_many_there_were_and_which_was_opened(page_at: Callable[..., Page]) -> None:
    page = page_at(375)
    told: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/search/outcome/"):
            told.append(str(request.post_data))

    page.on("request", note)
    page.goto("/")
    page.fill("#q", "card locked")
    with page.expect_response(lambda answer: answer.url.endswith("/search/outcome/")) as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    page.reload()
    page.locator(".kb-articles__title a").first.click()
    page.wait_for_url("**/articles/**")

    assert len(told) == 2
    assert "number=" in told[0]
    assert told[1].startswith("q=card+locked&opened=%2Farticles%2F")
