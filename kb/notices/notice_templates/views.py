"""The pages of templates: all of them, and one that is added, changed or removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.lib.http import reads_only, said
from kb.lib.panels import attempt
from kb.notices.models import NoticeTemplate
from kb.notices.notice_templates.actions import remove_template, save_template
from kb.notices.notice_templates.forms import NoticeTemplateForm, begins_with
from kb.notices.posting.views import REFUSALS
from kb.notices.rights import PUBLISH


@needs(PUBLISH)
@reads_only
def templates(request: SignedInRequest) -> HttpResponse:
    context = {"templates": NoticeTemplate.objects.in_order(), "said": said(request)}
    return render(request, "notices/templates.html", context)


def _edit(request: SignedInRequest, template: NoticeTemplate | None) -> HttpResponse:
    status = 200
    form = NoticeTemplateForm(initial=begins_with(template))
    if request.method == "POST":
        form = NoticeTemplateForm(request.POST)
        status = attempt(
            form,
            lambda typed: save_template(
                template=template, seen=typed["seen"], values={**typed, "starts_at": timezone.now()}, by=request.user
            ),
            REFUSALS,
            latest=lambda: (
                {"seen": NoticeTemplate.objects.filter(pk=template.pk).values_list("version", flat=True)[0]}
                if template
                else {}
            ),
        )
        if not status:
            messages.success(request, f"{form.cleaned_data['title']}: saved.")
            return redirect("notices:templates")
    return render(request, "notices/template.html", {"form": form, "template": template}, status=status)


@needs(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    return _edit(request, None)


@needs(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(NoticeTemplate, pk=pk))


@needs(PUBLISH)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(NoticeTemplate, pk=pk)
    remove_template(template=found, by=request.user)
    messages.success(request, f"{found.title}: removed. What was posted from it stays.")
    return redirect("notices:templates")
