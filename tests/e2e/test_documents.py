"""Documents in a browser: dropped, refused, sent again, replaced, thrown away, taken back."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import expect

from spaces.documents.actions import add_document, add_version
from spaces.documents.models import Document
from tests.access.world import build
from tests.factories.files import odt, pdf, upload

# Files come from the person's desk: the browser makes them of their bytes.
DROP = """([where, files]) => {
  const data = new DataTransfer();
  for (const [name, content] of files) {
    data.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
  }
  for (const kind of ["dragover", "drop"]) {
    const said = { dataTransfer: data, bubbles: true, cancelable: true };
    document.querySelector(where).dispatchEvent(new DragEvent(kind, said));
  }
}"""


@pytest.fixture(scope="module")
def world(site, aside):
    """One of everything."""
    return aside(build)


@pytest.fixture
def told(world, signed_in):
    """A person's browser, and what its console complained of."""

    def opened(who):
        page, complaints = signed_in(world.people[who]), []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page, complaints

    return opened


def drop(page, **files):
    sent = [[name.replace("_", "."), base64.b64encode(content).decode()] for name, content in files.items()]
    page.evaluate(DROP, [".upload", sent])


def test_files_are_dropped_one_refused_one_versioned_one_restored(world, told):
    page, complaints = told("member")
    documents = f"/espaces/{world.private.slug}/documents/"
    page.goto(documents)
    page.get_by_role("link", name="Nouveau dossier").click()
    page.get_by_label("Nom du dossier").fill("Réunions")
    page.get_by_role("button", name="Créer le dossier").click()
    expect(page.get_by_role("heading", name="Réunions", level=2)).to_be_visible()
    drop(page, bilan_pdf=pdf("Le bilan de mars"), outil_exe=b"MZ\x90\0 rien de bon", note_odt=odt("Une note"))
    expect(page.get_by_role("row", name="Bilan")).to_be_visible()
    expect(page.get_by_role("row", name="Note")).to_be_visible()
    refused = page.locator("[data-sent] li")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("outil.exe")
    expect(refused.locator(".field-error")).to_contain_text("C’est un programme")
    expect(refused.get_by_role("button", name="Réessayer")).to_be_hidden()
    # The same name again: a new version at the same address.
    drop(page, bilan_pdf=pdf("Le bilan d'avril"))
    expect(page.get_by_role("row", name="Bilan")).to_contain_text("version 2")
    # A PDF is read in its page: were the frame refused, it would show an error of the browser's.
    with page.expect_response(re.compile(r"/fichier/\?voir$")) as framed:
        page.get_by_role("link", name="Bilan", exact=True).click()
    assert framed.value.header_value("x-frame-options") == "SAMEORIGIN"
    assert page.locator("iframe").element_handle().content_frame().url.partition("#")[0].endswith("/fichier/?voir")
    address = page.url
    page.get_by_role("link", name="Reprendre la version 1").click()
    page.get_by_label("Pourquoi").fill("Avril n’est pas fini")
    page.get_by_role("button", name="Reprendre cette version").click()
    expect(page.get_by_text("c’est à présent la version 3")).to_be_visible()
    expect(page.get_by_text("Avril n’est pas fini")).to_be_visible()
    assert b"bilan de mars" in page.request.get(f"{address}fichier/").body()
    # Thrown away, and back.
    page.locator("summary", has_text="Modifier").click()
    page.get_by_role("link", name="Mettre à la corbeille").click()
    page.get_by_role("button", name="Mettre à la corbeille").click()
    expect(page.get_by_text("est dans la corbeille")).to_be_visible()
    assert page.request.get(address).status == 404
    page.goto(documents)
    page.locator("summary", has_text="Autres actions").click()
    page.get_by_role("link", name="Corbeille").click()
    page.get_by_role("button", name="Restaurer Bilan").click()
    assert page.url == address
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link", name="Réunions").click()
    expect(page.get_by_role("row", name="Bilan")).to_contain_text("version 3")
    # Refused files, by the log of the network alone; nothing of ours was refused by the page's own policy.
    assert [words for words in complaints if "422" not in words and "404" not in words] == []


def test_a_file_that_the_network_lost_is_sent_again_by_a_button(world, told):
    page, _complaints = told("member")
    page.goto(f"/espaces/{world.private.slug}/documents/")
    lost = re.compile(r"/documents/$")
    page.route(lost, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    drop(page, perdu_pdf=pdf("Perdu"), aussi_pdf=pdf("Aussi"))
    rows = page.locator("[data-sent] li")
    expect(rows.get_by_text("Pas de connexion : il n’est pas déposé.")).to_have_count(2)
    page.unroute(lost)
    rows.filter(has_text="perdu.pdf").get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("row", name="Perdu")).to_be_visible()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("aussi.pdf")
    expect(page.get_by_role("row", name="Aussi")).to_have_count(0)


def test_each_file_has_a_bar_of_its_own_and_can_be_stopped(world, told):
    page, _complaints = told("member")
    page.goto(f"/espaces/{world.private.slug}/documents/")
    held = []
    page.route(re.compile(r"/documents/$"), lambda route: held.append(route) if route.request.method == "POST" else
               route.continue_())  # fmt: skip
    drop(page, un_pdf=pdf("Un"), deux_pdf=pdf("Deux"))
    rows = page.locator("[data-sent] li")
    expect(page.get_by_role("progressbar", name="un.pdf")).to_be_visible()
    expect(page.get_by_role("progressbar", name="deux.pdf")).to_be_visible()
    rows.filter(has_text="deux.pdf").get_by_role("button", name="Annuler").click()
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-sent]")).to_be_hidden()
    assert len(held) == 1


def test_of_two_who_replace_at_once_the_second_is_told_and_loses_nothing(world, told, aside):
    lead, member = world.people["lead"], world.people["member"]
    document = aside(add_document, author=member, space=world.private, upload=upload("taux.pdf", pdf("Un")))
    page, _complaints = told("member")
    page.goto(f"/documents/{document.pk}/versions/nouvelle/")
    aside(add_version, author=lead, document=document, upload=upload("taux.pdf", pdf("Deux")))
    mine = {"name": "taux.pdf", "mimeType": "application/pdf", "buffer": pdf("Trois")}
    page.get_by_label("Fichier").set_input_files(mine)
    page.get_by_label("Ce qui change").fill("Mon travail")
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("pendant que vous prépariez la vôtre")).to_be_visible()
    expect(page.get_by_text("mise de côté", exact=True)).to_be_visible()
    expect(page.get_by_text("Mon travail")).to_be_visible()
    assert aside(lambda: Document.objects.get(pk=document.pk).current.number) == 2
