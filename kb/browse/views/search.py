"""The box on every page: a code goes to its page, words to the articles that hold them."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import open_to_all, same_site_post
from kb.browse.forms import LONGEST_SEARCH, SearchForm
from kb.browse.presenters.code import code_line
from kb.browse.presenters.parts import row
from kb.browse.public import Moment, View, public_page
from kb.catalogue import codes
from kb.catalogue.lookup import codes_within, look_up
from kb.catalogue.models import Article
from kb.contacts.presenters import default_contacts, shown

MOST_RESULTS = 10
# Web servers refuse a request line of more than some 4,000 bytes, and a letter may take twelve.
LONGEST_QUERY = 3_500
SEE_OTHER = 303


def _typed(data: object) -> tuple[str, bool]:
    """The text, and whether it was cut on its way here."""
    form = SearchForm(data)  # type: ignore[arg-type] # a QueryDict, from the query or the body
    return (form.cleaned_data["q"], form.cleaned_data["cut"]) if form.is_valid() else ("", False)


def _code_address(text: str) -> str:
    """The code page for a text that as a whole is a code, known or not; nothing for other texts."""
    if not text or "\n" in text or len(text) > codes.LONGEST_TYPED:
        return ""
    found = look_up(text)
    if found.kind == codes.Kind.EXACT and found.only:
        return found.only.get_absolute_url()
    is_code = found.kind != codes.Kind.UNKNOWN or codes.looks_like_one(text)
    return reverse("browse:code", args=[f"{text}/"]) if is_code else ""


def _results_address(text: str) -> str:
    """The results page of this text, or of as much of it as an address can hold."""
    kept = text[:LONGEST_SEARCH]
    while len(urlencode({"q": kept})) > LONGEST_QUERY:
        kept = kept[: len(kept) * 3 // 4]
    return f"{reverse('browse:search')}?{urlencode({'q': kept} if kept == text else {'q': kept, 'cut': 1})}"


@same_site_post
def _find(request: HttpRequest) -> HttpResponse:
    text, _ = _typed(request.POST)
    return HttpResponseRedirect(_code_address(text) or _results_address(text), status=SEE_OTHER)


@public_page
def _results(request: HttpRequest, moment: Moment) -> HttpResponse:
    text, is_cut = _typed(request.GET)
    if address := _code_address(text):
        return HttpResponseRedirect(address)
    shown_text = text[:LONGEST_SEARCH]
    articles = Article.objects.live().with_codes().holding_words_of(shown_text)[:MOST_RESULTS]
    return TemplateResponse(
        request,
        "browse/search.html",
        {
            "text": shown_text,
            "was_cut": is_cut or len(text) > LONGEST_SEARCH,
            "longest": len(shown_text),
            "codes": [code_line(code) for code in codes_within(shown_text)],
            "articles": [row(article) for article in articles],
            "contacts": [shown(contact, moment.now) for contact in default_contacts()],
        },
    )


def _by_method(*, get: View, post: View) -> View:
    @open_to_all
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponseBase:
        return post(request) if request.method == "POST" else get(request)

    view.csrf_exempt = True  # type: ignore[attr-defined] # the POST part is guarded by same_site_post
    return view


search = _by_method(get=_results, post=_find)
