"""Lessons and guides."""

from django.utils.text import slugify

from knowledge.guides.actions import open_rollout
from knowledge.guides.models import GuideIndexPage, GuidePage, GuideStep
from knowledge.lessons.actions import create_lesson
from knowledge.lessons.constants import SECTIONS
from knowledge.lessons.models import LessonPage

WORDS = {name: f"Une phrase sur {name}." for name, _heading, _hint in SECTIONS}


def make_lesson(author, *, published=False, **fields) -> LessonPage:
    """A lesson by `author`, every section written; a draft unless `published`."""
    values = {"title": "Un binôme dès le premier mois", "organisation": author.primary_organisation, **WORDS, **fields}
    lesson = create_lesson(author=author, lesson=LessonPage(**values))
    if published:
        lesson.get_latest_revision().publish()
        lesson.refresh_from_db()
    return lesson


def make_rollout(lead, organisations, *, steps=3, title="Prélèvement à la source"):
    """A guide of `steps` steps, open for `organisations`."""
    guide = GuidePage(title=title, slug=slugify(f"{title} {lead.pk}"))
    guide.steps = [GuideStep(title=f"Étape {n}", do="Faire.", sort_order=n) for n in range(steps)]
    GuideIndexPage.objects.get().add_child(instance=guide)
    guide.leads.add(lead)
    guide.save_revision().publish()
    return open_rollout(by=lead, guide=guide, organisations=organisations)
