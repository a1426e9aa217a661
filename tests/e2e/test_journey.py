"""The main job on real input: what one commune knows reaches another, and nobody it was not meant for.

From the browser to the engine: tests/e2e/conftest.py starts the site as it is served.
"""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from playwright.sync_api import expect

from intranet.accounts.models import Membership
from intranet.taxonomy.models import Theme
from knowledge.guides.actions import open_rollout
from knowledge.guides.models import GuideIndexPage, GuidePage, GuideStep
from spaces.workspaces.constants import Access
from tests.factories.files import GPS, photo
from tests.factories.people import AgentFactory, UserFactory, editor
from tests.factories.places import OrganisationFactory, make_space

CONTENT = Path(__file__).resolve().parent.parent.parent / "intranet" / "demo" / "content" / "files"
ASKED = "prelevement a la source"
QUESTION = "Qui prévient les élus du prélèvement à la source sur leurs indemnités ?"
ANSWER = "Chez nous, c'est la secrétaire de mairie, par une lettre."
TITLE = "Le prélèvement à la source en trois paies à blanc"
STORY = {
    "Le contexte": "Cent dix-huit agents, un seul gestionnaire de paie.",
    "Ce que nous avons fait": "Trois paies à blanc avant janvier.",
    "Les résultats": "Aucun bulletin faux en janvier.",
    "Ce qui a coincé": "Les élus, oubliés jusqu'en décembre.",
    "À refaire, à éviter": "Commencer par les identités.",
}
FOUND = {
    TITLE: "Retour d’expérience",
    "cr-comite-pas": "Comité de suivi du prélèvement à la source",
    "Prélèvement à la source des élus": "Qui prévient les élus",
}
LIVE = 3_000


@pytest.fixture(scope="module")
def required_factor():
    """The editor of this journey has a password alone."""
    return False


def _pool() -> SimpleNamespace:
    metropole = OrganisationFactory(name="Orsaine Métropole", short_name="Métropole", slug="metropole", kind="epci")
    verlanges = OrganisationFactory(name="Ville de Verlanges", slug="verlanges")
    corvelles = OrganisationFactory(name="Ville de Corvelles", slug="corvelles")
    autremont = OrganisationFactory(name="Ville d'Autremont", short_name="Autremont", slug="autremont")
    partner = OrganisationFactory(name="Hexalune", short_name="Hexalune", slug="hexalune", in_pool=False)
    pool = SimpleNamespace(
        lead=AgentFactory(metropole, first_name="Mireille", last_name="Aubry"),
        editor=editor(organisation=metropole, first_name="Hélène", last_name="Vautrin"),
        agent=AgentFactory(verlanges, role="referent", first_name="Awa", last_name="Diallo"),
        colleague=AgentFactory(corvelles, first_name="Maël", last_name="Fournier"),
        reader=AgentFactory(autremont, first_name="Océane", last_name="Ribeiro"),
        guest=UserFactory(first_name="Éric", last_name="Dalmasso"),
    )
    Membership.objects.create(user=pool.guest, organisation=partner)
    Theme.objects.create(slug="paie", name="Paie")
    pool.space = make_space(title="Paie et PAS", purpose="Le prélèvement à la source, ensemble.", lead=pool.lead)
    pool.workshop = make_space(title="Atelier du logiciel", access=Access.PRIVATE, lead=pool.lead, guests=[pool.guest])
    pool.guide = GuidePage(title="Déployer le prélèvement à la source", slug="pas")
    pool.guide.steps = [
        GuideStep(title="Nommer deux déclarants", do="Un seul ne suffit pas."),
        GuideStep(title="Trois paies à blanc", do="Comparer, agent par agent."),
    ]
    GuideIndexPage.objects.get().add_child(instance=pool.guide)
    pool.guide.leads.add(pool.lead)
    pool.guide.save_revision().publish()
    open_rollout(by=pool.lead, guide=pool.guide, organisations=[verlanges, corvelles, autremont], space=pool.space)
    return pool


@pytest.fixture(scope="module")
def pool(site, aside):
    """Three communes, their intercommunality, a partner; a space, a guide and its roll-out."""
    return aside(_pool)


def test_what_one_commune_knows_reaches_another_and_no_guest(pool, sign_in, run_sweeps):
    agent, colleague = sign_in(pool.agent), sign_in(pool.colleague)
    _read_guide_and_board(agent, pool)
    _upload(agent, pool)
    _ask_and_be_answered(agent, colleague, pool)
    lead = sign_in(pool.lead)
    _write_lesson(lead)
    _publish_in_the_admin(sign_in(pool.editor))
    run_sweeps()
    _find(sign_in(pool.reader))
    _find_nothing(sign_in(pool.guest), pool)


def _read_guide_and_board(page, pool):
    page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Espaces").click()
    page.get_by_role("link", name="Paie et PAS").click()
    page.get_by_role("button", name="Rejoindre").click()
    expect(page.get_by_text("Membre", exact=True)).to_be_visible()
    page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Guides").click()
    page.get_by_role("link", name=pool.guide.title, exact=True).click()
    expect(page.get_by_role("heading", name="Trois paies à blanc")).to_be_visible()
    page.get_by_role("link", name="Voir toutes les communes").click()
    expect(page.get_by_role("heading", name="Où en sont les communes")).to_be_visible()
    page.locator("#c-verlanges-1 a").click()
    page.locator("label", has_text="Fait").click()
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/deploiement/")
    expect(page.locator("#c-verlanges-1 a")).to_have_attribute("data-s", "done")


def _upload(page, pool):
    page.goto(f"/espaces/{pool.space.slug}/documents/")
    picker = page.locator("input[type=file]")
    picker.set_input_files(CONTENT / "cr-comite-pas.pdf")
    expect(page.get_by_role("link", name="cr-comite-pas")).to_be_visible()
    taken = photo(size=(400, 300))
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(GPS)
    picker.set_input_files({"name": "IMG_2019.jpg", "mimeType": "image/jpeg", "buffer": taken})
    page.get_by_role("link", name="IMG 2019").click()
    expect(page.get_by_role("img", name="IMG 2019")).to_be_visible()
    served = page.request.get(f"{page.url}fichier/").body()
    kept = Image.open(io.BytesIO(served))
    assert not kept.getexif()
    assert b"Marie" not in served
    # Held upright by the phone: turned for good, since the mark that said so is gone.
    assert kept.size == (300, 400)


def _ask_and_be_answered(agent, colleague, pool):
    agent.goto(f"/espaces/{pool.space.slug}/")
    agent.get_by_role("link", name="Ouvrir une discussion").first.click()
    agent.get_by_label("Sujet").fill("Prélèvement à la source des élus")
    agent.get_by_label("Question").check()
    agent.get_by_label("Votre message").fill(QUESTION)
    agent.get_by_role("button", name="Publier").click()
    agent.wait_for_url("**/discussions/*/")
    expect(agent.locator(".message-body", has_text=QUESTION)).to_be_visible()
    colleague.goto(agent.url)
    colleague.get_by_label("Votre message").fill(ANSWER)
    colleague.get_by_role("button", name="Envoyer").click()
    expect(agent.get_by_role("log").locator(".message-body", has_text=ANSWER)).to_be_visible(timeout=LIVE)
    expect(colleague.locator(".message-body", has_text=ANSWER)).to_have_count(1)
    agent.get_by_label("Votre message").fill("Merci, nous ferons de même.")
    agent.get_by_label("Votre message").press("Control+Enter")
    expect(colleague.get_by_role("log").locator(".message-body", has_text="Merci")).to_be_visible(timeout=LIVE)


def _write_lesson(page):
    page.goto("/retours-d-experience/raconter/")
    page.get_by_label("Titre").fill(TITLE)
    for heading, words in STORY.items():
        page.get_by_label(heading).fill(words)
    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(page.get_by_text("Votre texte est parti en relecture.")).to_be_visible()


def _publish_in_the_admin(page):
    page.goto("/retours-d-experience/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Relire dans la gestion").click()
    page.locator("footer").get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Approuver et Publier").click()
    expect(page.get_by_title("Voir la page publiée")).to_be_visible()


def _find(page):
    page.get_by_role("searchbox").first.fill(ASKED)
    page.get_by_role("searchbox").first.press("Enter")
    for found, passage in FOUND.items():
        result = page.locator(".result", has_text=passage).filter(has=page.get_by_role("link", name=found)).first
        expect(result.locator("mark").first).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(STORY["Ce qui a coincé"])).to_be_visible()


def _find_nothing(page, pool):
    page.goto(f"/recherche/?q={ASKED}")
    expect(page.locator("main")).to_contain_text("Personne")
    expect(page.locator(".result")).to_have_count(0)
    # They do find what they may read.
    page.goto("/recherche/?q=atelier")
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".result").get_by_role("link", name=pool.workshop.title)).to_be_visible()
