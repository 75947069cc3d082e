"""Files in and out: what to take out, what to bring in, what would happen, and what did."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.lib import dates
from kb.lib.http import UNPROCESSABLE, a_file, said, see
from kb.lib.left_out import LeftOut, takes
from kb.transfer.actions import FilesBroken
from kb.transfer.models import AT_WORK, Upload, UploadState
from kb.transfer.uploads import actions, packing, presenters
from kb.transfer.uploads.forms import AS_JSON, EVERYTHING, BringInForm, TakeOutForm
from kb.transfer.uploads.unpacking import MOST_SENT, FilesRefused

REFRESH_SECONDS = "4"
LEFT_OUT = {
    LeftOut.TOO_LARGE: "The files are larger than 25 MB together. Send them in parts.",
    LeftOut.BUSY: "Many files are being sent just now. Wait a minute, then choose the files again.",
    LeftOut.SLOW: "Not all of it arrived within a minute. Send the files in parts.",
}
NOTHING_TICKED = "Tick what to bring in, or discard the files."


def _page(
    request: SignedInRequest, form: BringInForm, status: int = 200, *, taking: TakeOutForm | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "take_out": taking or TakeOutForm(initial={"what": EVERYTHING}),
        "uploads": presenters.lines_of(Upload.objects.filter(by=request.user).order_by("-at")),
        "said": said(request),
    }
    return render(request, "transfer/files.html", context, status=status)


@needs(May.IMPORT_FILES)
def _left_out(request: SignedInRequest, *, left_out: LeftOut) -> HttpResponse:
    form = BringInForm(request.POST, request.FILES)
    form.add_error(None, LEFT_OUT[left_out])
    return _page(request, form, UNPROCESSABLE)


@takes(files=MOST_SENT, or_else=_left_out)
@needs(May.IMPORT_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, BringInForm())
    form = BringInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, UNPROCESSABLE)
    sent = [(file.name or "file", file.read()) for file in form.cleaned_data["chosen"]]
    try:
        upload = actions.receive(sent=sent, by=request.user)
    except FilesRefused as refused:
        form.add_error("chosen", str(refused))
        return _page(request, form, UNPROCESSABLE)
    if not actions.is_large(upload):
        actions.work_on(upload)
    return see(f"{request.path}{upload.pk}/")


@needs(May.IMPORT_FILES)
@require_POST
def take_out(request: SignedInRequest) -> HttpResponse:
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        return _page(request, BringInForm(), UNPROCESSABLE, taking=form)
    what = form.cleaned_data["what"]
    day = dates.in_london(timezone.now()).date().isoformat()
    try:
        if what == AS_JSON:
            text = json.dumps(packing.articles_as_json(), ensure_ascii=False, indent=2)
            answer = a_file(text, f"articles-{day}.json", "application/json")
        elif what.endswith(".csv"):
            answer = a_file(packing.table(what), what, "text/csv; charset=utf-8")
        else:
            data = packing.zipped("" if what == EVERYTHING else what)
            answer = a_file(data, f"{what}-{day}.zip", "application/zip")
    except FilesBroken as broken:
        form.add_error("what", f"Nothing was taken out. Mend this first: {broken.problems[0]}")
        return _page(request, BringInForm(), UNPROCESSABLE, taking=form)
    actions.note_taken_out(what=what, by=request.user)
    return answer


def _own(request: SignedInRequest, upload: int) -> Upload:
    """Nobody else's: to others it is not there."""
    found = Upload.objects.filter(by=request.user, expires_at__gt=timezone.now())
    return get_object_or_404(found, pk=upload)


@needs(May.IMPORT_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, upload: int) -> HttpResponse:
    found = _own(request, upload)
    if request.method != "POST" or found.state != UploadState.CHECKED:
        return _upload_page(request, found)
    take, remove = request.POST.getlist("take"), request.POST.getlist("remove")
    if not take and not remove:
        return _upload_page(request, found, problem=NOTHING_TICKED)
    as_drafts = request.POST.get("articles") != "publish"
    actions.choose(upload=found, take=take, remove=remove, as_drafts=as_drafts, by=request.user)
    if not actions.is_large(found):
        actions.work_on(found)
    return see(request.path)


def _upload_page(request: SignedInRequest, found: Upload, problem: str = "") -> HttpResponse:
    context = {
        "upload": found,
        "heading": presenters.heading(found),
        "progress": presenters.progress(found),
        "is_at_work": found.state in AT_WORK,
        "problem": problem,
        "may_publish": actions.may_publish(request.user),
        "publishes": request.POST.get("articles") == "publish",
        "until": dates.day_and_clock(found.expires_at),
    }
    if found.state == UploadState.CHECKED:
        sent = {name: request.POST.getlist(name) for name in ("take", "remove")} if problem else None
        context |= {"report": found.report, "choices": presenters.choices(found.report, sent)}
    if found.state == UploadState.DONE:
        context |= {"outcome": found.outcome, "result": presenters.result(found.outcome)}
    answer = render(request, "transfer/upload.html", context, status=UNPROCESSABLE if problem else 200)
    if context["is_at_work"]:
        answer["Refresh"] = REFRESH_SECONDS
    return answer


@needs(May.IMPORT_FILES)
@require_POST
def discard(request: SignedInRequest, upload: int) -> HttpResponse:
    found = _own(request, upload)
    if actions.discard(upload=found, by=request.user):
        messages.success(request, f"{found.name}: discarded. Nothing of it was brought in.")
    return redirect("transfer:files")
