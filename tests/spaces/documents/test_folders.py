"""Folders, tags, and what is moved between them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from spaces.documents import actions, policies
from spaces.documents.models import Document, Folder, Tag
from spaces.workspaces.actions import create_space
from spaces.workspaces.models import SpacePage
from tests.factories import files
from tests.factories.people import AgentFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(space, agent):
    return actions.create_folder(author=agent, space=space, name="Comptes rendus")


def inside(author, *names, space):
    """Folders, each in the one before."""
    parent = None
    made = []
    for name in names:
        parent = actions.create_folder(author=author, space=space, name=name, parent=parent)
        made.append(parent)
    return made


def test_a_folder_is_made_and_files_are_sent_into_it(client, space, colleague):
    client.force_login(colleague)
    made = client.post(f"/espaces/{space.slug}/documents/dossiers/nouveau/", {"name": "  Modèles  de lettres "})
    folder = Folder.objects.get()
    assert folder.name == "Modèles de lettres"
    assert made.url == folder.get_absolute_url()
    client.post(made.url, {"files": [files.upload("lettre.odt", files.odt())]})
    page = client.get(made.url)
    assert [document.title for document in page.context["page"]] == ["Lettre"]
    top = client.get(f"/espaces/{space.slug}/documents/")
    assert list(top.context["page"]) == []
    assert "Modèles de lettres" in top.content.decode()
    assert "1 document<" in top.content.decode()


def test_folders_go_three_levels_down_and_show_the_way_back(client, space, agent):
    one, two, three = inside(agent, "Un", "Deux", "Trois", space=space)
    client.force_login(agent)
    page = client.get(three.get_absolute_url()).content.decode()
    assert page.index("Documents</a>") < page.index("Un</a>") < page.index("Deux</a>")
    assert "Nouveau dossier" not in page
    with pytest.raises(ValidationError, match="quatrième"):
        actions.create_folder(author=agent, space=space, name="Quatre", parent=three)
    refused = client.post(f"/espaces/{space.slug}/documents/dossiers/nouveau/?dans={three.pk}", {"name": "Quatre"})
    assert refused.status_code == 422
    assert 'value="Quatre"' in refused.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Folder.objects.create(space=space, parent=three, depth=4, name="Quatre", author=agent)
    assert [one.depth, two.depth, three.depth] == [1, 2, 3]


def test_two_folders_of_one_place_have_two_names(space, agent, folder):
    with pytest.raises(ValidationError, match="déjà"):
        actions.create_folder(author=agent, space=space, name="comptes RENDUS")
    assert actions.create_folder(author=agent, space=space, name="Comptes rendus", parent=folder)
    with pytest.raises(IntegrityError), transaction.atomic():
        Folder.objects.create(space=space, name="COMPTES RENDUS", author=agent)


def test_a_folder_is_renamed_and_moved_with_what_is_in_it(client, space, agent, add):
    one, two, three = inside(agent, "Un", "Deux", "Trois", space=space)
    other = actions.create_folder(author=agent, space=space, name="Autre")
    document = add(space, folder=three)
    client.force_login(agent)
    client.post(f"/espaces/{space.slug}/documents/dossiers/{two.pk}/modifier/", {"name": "Second", "parent": "top"})
    assert list(Folder.objects.order_by("pk").values_list("name", "depth")) == [
        ("Un", 1), ("Second", 1), ("Trois", 2), ("Autre", 1)
    ]  # fmt: skip
    document.refresh_from_db()
    assert document.folder == three
    with pytest.raises(ValidationError, match="lui-même"):
        actions.edit_folder(editor=agent, folder=two, name="Second", parent=three)
    actions.edit_folder(editor=agent, folder=other, name="Autre", parent=one)
    with pytest.raises(ValidationError, match="quatrième"):
        actions.edit_folder(editor=agent, folder=two, name="Second", parent=Folder.objects.get(pk=other.pk))


def test_only_an_empty_folder_is_deleted(client, space, agent, add, folder):
    document = add(space, folder=folder)
    client.force_login(agent)
    delete = f"/espaces/{space.slug}/documents/dossiers/{folder.pk}/supprimer/"
    assert "pas vide" in client.post(delete, follow=True).content.decode()
    actions.delete_document(actor=agent, document=document)
    client.post(delete)
    assert not Folder.objects.exists()
    # What waits in the bin comes back to what was around.
    actions.restore_document(actor=agent, document=Document.everywhere.get())
    assert Document.objects.get().folder is None


def test_a_folder_is_changed_by_who_made_it_and_the_leads(space, agent, colleague, people, places):
    mine = actions.create_folder(author=colleague, space=space, name="À moi")
    assert policies.can_edit_folder(colleague, mine)
    assert policies.can_edit_folder(agent, mine)
    assert not policies.can_edit_folder(AgentFactory(), mine)
    with pytest.raises(PermissionDenied):
        actions.edit_folder(editor=AgentFactory(), folder=mine, name="À nous", parent=None)
    member = people["member of the private one"]
    left = actions.create_folder(author=member, space=places["private"], name="Parti")
    places["private"].memberships.filter(user=member).delete()
    assert not policies.can_edit_folder(member, left)


def test_a_folder_of_another_space_does_not_exist_here(client, space, agent, folder):
    other = make_space(lead=agent)
    client.force_login(agent)
    assert client.get(f"/espaces/{other.slug}/documents/dossiers/{folder.pk}/").status_code == 404
    assert client.get(f"/espaces/{other.slug}/documents/dossiers/nouveau/?dans={folder.pk}").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.add_document(author=agent, space=other, upload=files.upload("n.pdf", files.pdf()), folder=folder)


def test_tags_gather_documents_of_a_space_and_go_with_the_last_one(client, space, agent, add):
    paie, budget = add(space, title="Paie", folder=None), add(space, "b.pdf", title="Budget")
    client.force_login(agent)
    sheet = {"title": "Paie", "description": "", "audience": "space", "tags": " paie , 2027;PAIE,, budget  primitif"}
    client.post(f"/documents/{paie.pk}/modifier/", sheet)
    assert paie.tag_names == "2027, budget primitif, paie"
    actions.edit_document(editor=agent, document=budget, title="Budget", tags=["Budget primitif"])
    assert Tag.objects.count() == 3
    found = client.get(f"/espaces/{space.slug}/documents/?etiquette=budget+primitif")
    assert {document.title for document in found.context["page"]} == {"Paie", "Budget"}
    assert {document.title for document in client.get(f"/espaces/{space.slug}/documents/?etiquette=paie&q=a").context[
        "page"]} == {"Paie"}  # fmt: skip
    actions.edit_document(editor=agent, document=paie, title="Paie", tags=[])
    assert [tag.name for tag in Tag.objects.all()] == ["budget primitif"]
    elsewhere = make_space(lead=agent)
    assert list(client.get(f"/espaces/{elsewhere.slug}/documents/?etiquette=paie").context["page"]) == []


@pytest.mark.parametrize("typed", ["a,b,c,d,e,f,g,h,i,j,k", "x" * 41])
def test_too_many_or_too_long_tags_are_refused_and_stay_typed(client, space, agent, add, typed):
    document = add(space)
    client.force_login(agent)
    refused = client.post(f"/documents/{document.pk}/modifier/", {"title": "N", "audience": "space", "tags": typed})
    assert refused.status_code == 422
    assert typed in refused.content.decode()
    assert not Tag.objects.exists()


def test_words_are_looked_for_in_every_folder(client, space, agent, add, folder):
    add(space, title="Réunion du 3", folder=folder)
    client.force_login(agent)
    page = client.get(f"/espaces/{space.slug}/documents/?q=réunion")
    assert [document.title for document in page.context["page"]] == ["Réunion du 3"]
    assert "dans Comptes rendus" in page.content.decode()


def test_a_document_is_put_in_a_folder_and_back(client, space, agent, add, folder):
    document = add(space)
    client.force_login(agent)
    move = f"/documents/{document.pk}/deplacer/"
    assert "Comptes rendus" in client.get(move).content.decode()
    client.post(move, {"destination": f"folder:{folder.pk}"})
    document.refresh_from_db()
    assert document.folder == folder
    assert "Comptes rendus" in client.get(document.get_absolute_url()).content.decode()
    client.post(move, {"destination": "top"})
    document.refresh_from_db()
    assert document.folder is None
    assert client.post(move, {"destination": "folder:999"}).status_code == 422


def test_the_same_name_in_two_folders_is_two_documents(space, agent, folder):
    for where in (None, folder):
        sent = files.upload("note.pdf", files.pdf(str(where)))
        actions.deposit(author=agent, space=space, upload=sent, folder=where)
    assert list(Document.objects.values_list("current__number", flat=True)) == [1, 1]


def test_folders_tags_and_bin_go_with_their_space(space, agent, add):
    *_above, inner = inside(agent, "Un", "Deux", "Trois", space=space)
    document = add(space, folder=inner)
    actions.edit_document(editor=agent, document=document, title="Note", tags=["paie"])
    actions.delete_document(actor=agent, document=add(space, "vieux.pdf", folder=inner))
    space.delete()
    assert not Document.everywhere.exists()
    assert not Folder.objects.exists()
    assert not Tag.objects.exists()


def test_a_space_made_from_a_model_has_its_folders_and_nothing_in_them(agent, colleague, add):
    model = make_space(lead=agent, is_template=True)
    years = actions.create_folder(author=agent, space=model, name="Années")
    actions.create_folder(author=agent, space=model, name="2026", parent=years)
    add(model, folder=years)
    made = create_space(author=colleague, space=SpacePage(title="Paie à Corvelles"), template=model)
    folders = {folder.name: folder for folder in made.folders.all()}
    assert set(folders) == {"Années", "2026"}
    assert folders["2026"].parent == folders["Années"]
    assert folders["Années"].author == colleague
    assert made.documents.count() == 0


def test_the_second_of_two_who_change_a_folder_is_told_and_keeps_their_words(client, space, agent, folder):
    client.force_login(agent)
    url = f"{folder.get_absolute_url()}modifier/"
    seen = {bound.html_name: bound.value() for bound in client.get(url).context["form"]}
    assert client.post(url, {**seen, "name": "Réunions"}).status_code == 302
    page = client.post(url, {**seen, "name": "Procès-verbaux"})
    assert page.status_code == 422
    assert "Réunions" in page.content.decode()
    assert Folder.objects.get().name == "Réunions"
    again = {bound.html_name: bound.value() for bound in page.context["form"]}
    assert again["name"] == "Procès-verbaux"
    assert client.post(url, again).status_code == 302
    assert Folder.objects.get().name == "Procès-verbaux"


def test_the_second_of_two_who_move_a_document_is_told(client, space, agent, add, folder):
    document, other = add(space), actions.create_folder(author=agent, space=space, name="Modèles")
    client.force_login(agent)
    url = f"/documents/{document.pk}/deplacer/"
    seen = {bound.html_name: bound.value() for bound in client.get(url).context["form"]}
    assert client.post(url, {**seen, "destination": f"folder:{folder.pk}"}).status_code == 302
    page = client.post(url, {**seen, "destination": f"folder:{other.pk}"})
    assert page.status_code == 422
    assert "Comptes rendus" in str(page.context["form"].errors["destination"])
    assert Document.objects.get().folder == folder
    again = {bound.html_name: bound.value() for bound in page.context["form"]}
    assert client.post(url, again).status_code == 302
    assert Document.objects.get().folder == other


@pytest.mark.parametrize("page", ["corbeille/", "dossiers/nouveau/"])
def test_no_page_of_documents_is_found_where_they_are_switched_off(client, agent, page):
    space = make_space(lead=agent, modules_off=",documents,")
    client.force_login(agent)
    assert client.get(f"/espaces/{space.slug}/documents/{page}").status_code == 404


def test_a_folder_deleted_meanwhile_is_said_and_not_a_fault(client, space, agent, folder):
    gone = Folder.objects.get(pk=folder.pk)
    actions.delete_folder(editor=agent, folder=folder)
    for act in (
        lambda: actions.add_document(author=agent, space=space, upload=files.upload("a.pdf", files.pdf()), folder=gone),
        lambda: actions.edit_folder(editor=agent, folder=gone, name="Autre", parent=None),
        lambda: actions.delete_folder(editor=agent, folder=gone),
    ):
        with pytest.raises(ValidationError):
            act()
    assert not Document.objects.exists()
