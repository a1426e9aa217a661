"""A lesson, from its first draft to its reuse by a neighbour."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from intranet.accounts.constants import Level
from intranet.audit.models import Entry
from intranet.files.actions import store
from intranet.notifications.actions import mark_read
from intranet.notifications.models import Notification
from knowledge.lessons import actions
from knowledge.lessons.constants import Audience
from knowledge.lessons.models import LessonPage
from spaces.documents.actions import add_document
from spaces.documents.constants import Audience as DocumentAudience
from spaces.workspaces.constants import Access
from tests.factories import files
from tests.factories.knowledge import WORDS, make_lesson
from tests.factories.people import AgentFactory, editor
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


def test_a_draft_is_its_authors_alone_until_it_is_submitted(agent, colleague):
    reviewer = editor()
    lesson = make_lesson(agent)

    def readers():
        people = {"author": agent, "colleague": colleague, "editor": reviewer}
        return {name for name, who in people.items() if lesson in LessonPage.objects.visible_to(who)}

    assert readers() == {"author"}
    actions.submit_lesson(author=agent, lesson=lesson)
    assert readers() == {"author", "editor"}
    assert Notification.objects.get(recipient=reviewer).kind == "lesson.review_asked"


def test_a_lesson_with_an_empty_section_is_not_submitted_and_is_kept(client, agent):
    lesson = make_lesson(agent, obstacles="")
    with pytest.raises(ValidationError):
        actions.submit_lesson(author=agent, lesson=lesson)
    client.force_login(agent)
    base = lesson.latest_revision_id
    sent = {**WORDS, "title": "Nouveau titre", "organisation": lesson.organisation_id, "obstacles": "", "base": base}
    page = client.post(reverse("lesson-edit", args=[lesson.slug]), {**sent, "submit": "1"})
    assert page.status_code == 422
    assert "Ce qui a coincé" in page.content.decode()
    lesson.refresh_from_db()
    assert lesson.get_latest_revision_as_object().title == "Nouveau titre"
    assert lesson.current_workflow_state is None
    # The form that came back goes on from what was just kept.
    form = page.context["form"]
    assert (form["title"].value(), form["base"].value()) == ("Nouveau titre", lesson.latest_revision_id)
    again = client.post(
        reverse("lesson-edit", args=[lesson.slug]),
        {**sent, "obstacles": "Le calendrier.", "base": form["base"].value(), "submit": "1"},
    )
    assert again.status_code == 302
    assert LessonPage.objects.visible_to(editor()).filter(pk=lesson.pk).exists()


def test_the_newest_draft_is_published_and_its_authors_are_told(agent, colleague):
    reviewer = editor()
    lesson = make_lesson(agent)
    actions.submit_lesson(author=agent, lesson=lesson)
    actions.publish_lesson(by=reviewer, lesson=lesson)
    shown = LessonPage.objects.published_to(colleague).get()
    assert shown.sections[0]["html"] == "<p>Une phrase sur context.</p>\n"
    assert Notification.objects.filter(recipient=agent, kind="lesson.published").exists()
    assert Entry.objects.filter(action="lesson.published", object_id=str(lesson.pk)).count() == 1


def test_changing_a_published_lesson_changes_nothing_before_its_review(agent, colleague):
    lesson = make_lesson(agent, published=True)
    draft = lesson.get_latest_revision_as_object()
    draft.title = "Autre chose"
    actions.save_draft(author=agent, lesson=lesson, draft=draft, base=lesson.latest_revision_id)
    assert LessonPage.objects.published_to(colleague).get().title == "Un binôme dès le premier mois"


def test_two_authors_on_one_draft_the_second_is_told_and_loses_nothing(client, agent):
    lesson = make_lesson(agent)
    opened = lesson.latest_revision_id
    draft = lesson.get_latest_revision_as_object()
    draft.context = "Écrit entre-temps."
    actions.save_draft(author=agent, lesson=lesson, draft=draft, base=opened)
    client.force_login(agent)
    sent = {**WORDS, "title": "Mon titre", "organisation": lesson.organisation_id, "context": "Le mien", "base": opened}
    page = client.post(reverse("lesson-edit", args=[lesson.slug]), sent)
    assert page.status_code == 422
    assert "Le mien" in page.content.decode()
    lesson.refresh_from_db()
    assert lesson.get_latest_revision_as_object().context == "Écrit entre-temps."


def test_a_draft_is_not_changed_while_it_is_read_over(agent):
    lesson = make_lesson(agent)
    editor()
    actions.submit_lesson(author=agent, lesson=lesson)
    lesson.refresh_from_db()
    draft = lesson.get_latest_revision_as_object()
    with pytest.raises(actions.InReview):
        actions.save_draft(author=agent, lesson=lesson, draft=draft, base=lesson.latest_revision_id)


def test_a_lesson_for_some_organisations_is_read_by_their_agents_only(agent, colleague, neighbour):
    lesson = make_lesson(agent, audience=Audience.ORGANISATIONS, published=True)
    assert not LessonPage.objects.published_to(colleague).exists()
    lesson.organisations.add(neighbour)
    lesson.save()
    assert LessonPage.objects.published_to(colleague).get() == lesson
    assert not LessonPage.objects.published_to(AgentFactory()).exists()


def test_a_lesson_for_one_space_is_published_by_its_leads_and_unknown_elsewhere(agent, colleague):
    lead = AgentFactory()
    space = make_space(access=Access.PRIVATE, lead=lead, members=[agent])
    lesson = make_lesson(agent, audience=Audience.SPACE, space=space)
    actions.submit_lesson(author=agent, lesson=lesson)
    with pytest.raises(PermissionDenied):
        actions.publish_lesson(by=editor(), lesson=lesson)
    actions.publish_lesson(by=lead, lesson=lesson)
    assert LessonPage.objects.published_to(lead).get() == lesson
    assert not LessonPage.objects.visible_to(colleague).exists()
    assert lesson.get_parent().pk == space.pk


def test_a_neighbour_says_that_it_did_the_same_and_the_authors_hear_of_it(client, agent, colleague, neighbour):
    lesson = make_lesson(agent, published=True)
    client.force_login(colleague)
    client.post(reverse("lesson-reuse", args=[lesson.slug]), {"organisation": neighbour.pk, "note": "En deux mois."})
    assert lesson.reuses.get().organisation == neighbour
    assert Notification.objects.filter(recipient=agent, kind="lesson.reused").exists()
    with pytest.raises(PermissionDenied):
        actions.record_reuse(agent=agent, lesson=lesson, organisation=lesson.organisation)


def test_nobody_rates_their_own_lesson_and_a_second_opinion_replaces_the_first(agent, colleague):
    lesson = make_lesson(agent, published=True)
    with pytest.raises(PermissionDenied):
        actions.give_feedback(agent=agent, lesson=lesson, rating=4)
    actions.give_feedback(agent=colleague, lesson=lesson, rating=2, comment="Trop court.")
    actions.give_feedback(agent=colleague, lesson=lesson, rating=4, comment="Relu : parfait.")
    assert lesson.feedback.get().rating == 4


def test_an_opinion_is_one_of_four_and_says_so_when_none_is_chosen(client, colleague, agent):
    lesson = make_lesson(agent, published=True)
    client.force_login(colleague)
    page = client.get(lesson.get_absolute_url()).content.decode()
    assert page.count('name="rating"') == 4
    refused = client.post(reverse("lesson-feedback", args=[lesson.slug]), {"comment": "Très utile."})
    assert refused.status_code == 422
    assert "Choisissez une des quatre réponses." in refused.content.decode()
    assert "Très utile." in refused.content.decode()


def test_an_editor_has_what_waits_for_a_review_on_the_home_page(client, agent):
    lesson = make_lesson(agent)
    actions.submit_lesson(author=agent, lesson=lesson)
    client.force_login(editor())
    assert f'href="{lesson.get_absolute_url()}"' in client.get("/").content.decode()
    client.force_login(agent)
    assert "À relire" not in client.get("/").content.decode()


def test_the_lead_of_a_space_opens_reads_and_publishes_what_was_submitted_to_it(client, agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=colleague, members=[agent])
    lesson = make_lesson(agent, audience=Audience.SPACE, space=space)
    client.force_login(colleague)
    assert client.get(lesson.get_absolute_url()).status_code == 404
    actions.submit_lesson(author=agent, lesson=lesson)
    told = Notification.objects.get(recipient=colleague, kind="lesson.review_asked")
    assert client.get(reverse("notification", args=[told.pk]), follow=True).status_code == 200
    assert WORDS["advice"] in client.get(lesson.get_absolute_url()).content.decode()
    client.post(reverse("lesson-publish", args=[lesson.slug]))
    lesson.refresh_from_db()
    assert (lesson.live, lesson.submitted_at) == (True, None)


def test_nobody_publishes_a_draft_that_was_not_submitted(client, agent):
    lesson = make_lesson(agent, published=True)
    draft = lesson.get_latest_revision_as_object()
    draft.advice = "Pas encore prêt."
    actions.save_draft(author=agent, lesson=lesson, draft=draft, base=lesson.latest_revision_id)
    reviewer = editor()
    client.force_login(reviewer)
    assert "Pas encore prêt." not in client.get(lesson.get_absolute_url()).content.decode()
    assert client.post(reverse("lesson-publish", args=[lesson.slug])).status_code == 403
    lesson.refresh_from_db()
    actions.submit_lesson(author=agent, lesson=lesson)
    # What is published is what was read.
    assert "Pas encore prêt." in client.get(lesson.get_absolute_url()).content.decode()
    client.post(reverse("lesson-publish", args=[lesson.slug]))
    assert "Pas encore prêt." in client.get(lesson.get_absolute_url()).content.decode()


def test_a_review_that_sends_back_tells_the_authors_and_the_next_one_is_announced_too(agent):
    reviewer = editor()
    lesson = make_lesson(agent)
    asked = Notification.objects.filter(recipient=reviewer, kind="lesson.review_asked", read_at=None)
    sent_back = Notification.objects.filter(recipient=agent, kind="lesson.changes_asked", read_at=None)
    for _round in range(2):
        actions.submit_lesson(author=agent, lesson=lesson)
        assert asked.count() == 1
        mark_read(user=reviewer)
        state = LessonPage.objects.get(pk=lesson.pk).current_workflow_state
        state.current_task_state.reject(user=reviewer)
        assert sent_back.count() == 1
        mark_read(user=agent)
    assert Entry.objects.filter(action="lesson.changes_asked").count() == 2


def test_a_document_that_may_no_longer_leave_its_space_is_not_named_by_a_lesson(client, agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent)
    upload_ = files.upload("note.pdf", files.pdf())
    document = add_document(author=agent, space=space, title="Note", audience=DocumentAudience.POOL, upload=upload_)
    lesson = make_lesson(agent, published=True)
    lesson.documents.add(document)
    lesson.save()
    client.force_login(colleague)
    assert document.get_absolute_url() in client.get(lesson.get_absolute_url()).content.decode()
    type(document).objects.filter(pk=document.pk).update(audience=DocumentAudience.SPACE)
    assert document.get_absolute_url() not in client.get(lesson.get_absolute_url()).content.decode()


def test_two_lessons_never_have_one_address(agent):
    space = make_space(lead=agent)
    first = make_lesson(agent, published=True)
    second = make_lesson(agent, audience=Audience.SPACE, space=space)
    second.slug = first.slug
    with pytest.raises(ValidationError):
        second.full_clean()


def test_what_one_said_comes_back_to_be_said_otherwise(client, agent, colleague):
    lesson = make_lesson(agent, published=True)
    actions.give_feedback(agent=colleague, lesson=lesson, rating=2, comment="Trop court.")
    client.force_login(colleague)
    form = client.get(lesson.get_absolute_url()).context["feedback_form"]
    assert (form["rating"].value(), form["comment"].value()) == (2, "Trop court.")


def test_who_tells_it_or_did_it_already_is_not_asked_whether_they_do_it(client, agent, colleague, neighbour):
    lesson = make_lesson(agent, published=True)

    def offered(person):
        client.force_login(person)
        context = client.get(lesson.get_absolute_url()).context
        return [name for _pk, name in context["reuse_form"].fields["organisation"].choices if context["can_reuse"]]

    assert (offered(agent), offered(colleague)) == ([], [str(neighbour)])
    actions.record_reuse(agent=colleague, lesson=lesson, organisation=neighbour)
    assert offered(colleague) == []


def test_the_face_of_who_answers_is_seen_by_who_may_see_it(client, agent, colleague, neighbour):
    colleague.photo = store(files.upload("moi.jpg", files.photo()))
    colleague.photo_level = Level.ORGANISATION
    colleague.save()
    lesson = make_lesson(agent, published=True)
    actions.give_feedback(agent=colleague, lesson=lesson, rating=4, comment="Utile.")

    def faces(reader):
        client.force_login(reader)
        return client.get(lesson.get_absolute_url()).content.decode().count(f"/annuaire/{colleague.slug}/photo/")

    assert (faces(AgentFactory(neighbour)), faces(agent)) == (1, 0)


def test_the_address_of_a_lesson_for_some_tells_nobody_who_tries_its_title(agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent)
    hidden = make_lesson(agent, published=True, title="Plan social", audience=Audience.SPACE, space=space)
    assert make_lesson(colleague, title="Plan social").slug == "plan-social"
    assert hidden.slug.startswith("plan-social-")
