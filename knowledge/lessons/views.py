"""Pages of lessons."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.accounts.models import User
from intranet.core.plugs import shown_panels
from intranet.core.policies import require
from intranet.core.prepared import one_or_404, prepared
from intranet.taxonomy.models import Theme
from spaces.documents.models import Document

from . import actions, policies
from .constants import SECTIONS
from .forms import FeedbackForm, LessonForm, ReuseForm
from .models import LessonPage, Reuse


@require_GET
def lesson_list(request):
    """The lessons one may read, the latest first, by theme; one's own drafts, and for editors what waits."""
    user = request.user
    if not user.is_agent:
        raise Http404
    lessons = LessonPage.objects.published_to(user).latest()
    theme = Theme.objects.filter(slug=request.GET.get("theme", "")).first()
    if theme:
        lessons = lessons.filter(themes=theme)
    visible = LessonPage.objects.visible_to(user)
    drafts = visible.written_by(user).filter(has_unpublished_changes=True)
    waiting = visible.filter(in_review=True) if user.is_editor else LessonPage.objects.none()
    context = {
        "page": Paginator(lessons.for_list(), 20).get_page(request.GET.get("page")),
        "theme": theme,
        "themes": Theme.objects.filter(lessons__in=LessonPage.objects.published_to(user)).distinct(),
        "drafts": drafts.for_list(),
        "waiting": waiting.for_list(),
    }
    return render(request, "lessons/lessons.html", context)


@require_GET
def lesson(request, slug):
    """One lesson: as published, or for who may see it, as its newest draft."""
    found = lesson_or_404(request, slug)
    # Whoever may publish the newest draft reads that one: it is what they would publish.
    waiting = found.has_unpublished_changes and policies.can_publish_lesson(request.user, found)
    shown = found if found.live and not waiting else found.get_latest_revision_as_object()
    return render(request, "lessons/lesson.html", lesson_context(request, found, shown))


@prepared
def _at(reader, slug, editor):
    lessons = LessonPage.objects.visible_as(reader, editor=editor).filter(slug=slug)
    return lessons.select_related("organisation", "space", "latest_revision")


@prepared
def _documents_of(reader, lesson):
    return Document.objects.visible_to(reader).filter(lessons=lesson).with_files()


@prepared
def _themes_of(lesson):
    return Theme.objects.filter(lessons=lesson)


def lesson_or_404(request, slug):
    """The lesson `slug`, through the rule."""
    user = request.user
    return one_or_404(_at(user, slug, editor=user.is_editor) if user.is_active else ())


def lesson_context(request, lesson, shown, **forms):
    """What `lesson.html` needs. `shown` is the page, or its draft."""
    told = Prefetch("reuses", queryset=Reuse.objects.select_related("organisation"))
    prefetch_related_objects([lesson], "signatures", "keepers", "feedback", told)
    signatures, reuses, feedback = lesson.signatures.all(), lesson.reuses.all(), lesson.feedback.all()
    named = [(each, "user") for each in signatures] + [(each, "agent") for each in (*reuses, *feedback)]
    User.objects.read_for(named, request.user)
    own = next((each for each in feedback if each.agent_id == request.user.pk), None)
    form_reuse = forms.get("reuse_form") or ReuseForm(user=request.user, lesson=lesson)
    return {
        "lesson": lesson,
        "shown": shown,
        "sections": shown.sections if shown is lesson else shown.sections_as_written(),
        "is_draft": shown is not lesson,
        "themes": _themes_of(lesson.pk) if shown is lesson else shown.themes.all(),
        "authors": [each.user for each in signatures],
        "documents": _documents_of(request.user, lesson.pk),
        "reuses": reuses,
        "feedback": feedback,
        "can_answer": policies.can_rate_lesson(request.user, lesson),
        "can_reuse": lesson.live and bool(form_reuse.fields["organisation"].choices),
        "can_edit": policies.can_edit_lesson(request.user, lesson),
        "can_publish": lesson.has_unpublished_changes and policies.can_publish_lesson(request.user, lesson),
        "reuse_form": form_reuse,
        "feedback_form": forms.get("feedback_form") or FeedbackForm(instance=own),
        "panels": shown_panels("lesson", request, lesson),
    }


@require_http_methods(["GET", "POST"])
def lesson_new(request):
    """Begin a lesson."""
    require(policies.can_write_lesson(request.user))
    initial = {"organisation": request.user.pool_organisation_ids[0]}
    form = LessonForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        related = {name: form.cleaned_data[name] for name in ("themes", "organisations", "documents")}
        lesson = actions.create_lesson(author=request.user, lesson=form.save(commit=False), related=related)
        return _after_saving(request, lesson)
    return render(request, "lessons/lesson_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def lesson_edit(request, slug):
    """Go on with a draft."""
    lesson = lesson_or_404(request, slug)
    require(policies.can_edit_lesson(request.user, lesson))
    draft = lesson.get_latest_revision_as_object()
    form = LessonForm(request.POST or None, user=request.user, instance=draft)
    if request.method == "POST" and form.is_valid():
        try:
            changed = form.save(commit=False)
            for name in ("themes", "documents"):
                getattr(changed, name).set(form.cleaned_data[name])
            actions.save_draft(author=request.user, lesson=lesson, draft=changed, base=form.cleaned_data["base"])
            return _after_saving(request, lesson)
        except actions.StaleDraft:
            form.add_error(
                None,
                _(
                    "Quelqu’un a enregistré ce texte depuis que vous l’avez ouvert. "
                    "Le vôtre est ici : copiez ce qui manque, puis rouvrez la page."
                ),
            )
        except actions.InReview:
            form.add_error(None, _("Ce texte est en relecture : vous pourrez le reprendre quand la réponse sera là."))
    context = {"form": form, "lesson": lesson, "state": lesson.current_workflow_state}
    return render(request, "lessons/lesson_form.html", context, status=422 if form.is_bound else 200)


def _after_saving(request, lesson):
    if "submit" not in request.POST:
        flash.success(request, _("Brouillon enregistré."))
        return redirect("lesson-edit", slug=lesson.slug)
    try:
        actions.submit_lesson(author=request.user, lesson=lesson)
    except ValidationError as error:
        lesson.refresh_from_db()  # what was typed has just been kept: the form goes on from there
        form = LessonForm(user=request.user, instance=lesson.get_latest_revision_as_object(), data=None)
        context = {"form": form, "lesson": lesson, "missing": _missing(error)}
        return render(request, "lessons/lesson_form.html", context, status=422)
    flash.success(request, _("Votre texte est parti en relecture."))
    return redirect(lesson)


def _missing(error):
    headings = {name: heading for name, heading, _hint in SECTIONS}
    return [{"anchor": f"id_{name}", "heading": headings[name]} for name in error.message_dict]


@require_POST
def publish(request, slug):
    """Publish a draft."""
    lesson = lesson_or_404(request, slug)
    actions.publish_lesson(by=request.user, lesson=lesson)
    flash.success(request, _("C’est publié."))
    return redirect(lesson)


@require_POST
def reuse(request, slug):
    """« Nous le reprenons »."""
    lesson = lesson_or_404(request, slug)
    form = ReuseForm(request.POST, user=request.user, lesson=lesson)
    if not form.is_valid():
        context = lesson_context(request, lesson, lesson, reuse_form=form)
        return render(request, "lessons/lesson.html", context, status=422)
    actions.record_reuse(agent=request.user, lesson=lesson, **form.cleaned_data)
    flash.success(request, _("C’est noté, et ses auteurs le savent."))
    return redirect(lesson)


@require_POST
def feedback(request, slug):
    """Say whether it helped."""
    lesson = lesson_or_404(request, slug)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        context = lesson_context(request, lesson, lesson, feedback_form=form)
        return render(request, "lessons/lesson.html", context, status=422)
    actions.give_feedback(agent=request.user, lesson=lesson, **form.cleaned_data)
    flash.success(request, _("Merci, votre avis est noté."))
    return redirect(lesson)
