"""A space from its opening to its archive, in browsers: a model, a partner invited by mail, an agent who asks."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from spaces.workspaces.constants import Access
from tests.factories.people import AgentFactory
from tests.factories.places import OrganisationFactory, make_space

SOON = 5_000
PARTNER = "eric@hexalune.example"


@pytest.fixture(scope="module")
def pool(site, aside):
    """Two communes, a lead, agents of the other one, and a model that a colleague offers."""

    def make():
        verlanges = OrganisationFactory(name="Ville de Verlanges", slug="verlanges")
        corvelles = OrganisationFactory(name="Ville de Corvelles", slug="corvelles")
        lead = AgentFactory(verlanges, first_name="Awa", last_name="Diallo")
        model = make_space(
            title="Modèle de groupe", purpose="Se retrouver chaque mois.", lead=AgentFactory(corvelles),
            access=Access.OPEN, intro="> [!note]\n> Présentez-vous.", is_template=True,
        )  # fmt: skip
        asked = make_space(title="Marchés publics", access=Access.ON_REQUEST, lead=lead)
        colleague = AgentFactory(corvelles, first_name="Maël", last_name="Fournier")
        return SimpleNamespace(lead=lead, colleague=colleague, model=model, asked=asked)

    return aside(make)


def test_a_lead_opens_a_space_from_a_model_and_a_partner_sees_only_that(pool, signed_in, open_browser, run_sweeps):
    lead = signed_in(pool.lead)
    lead.goto("/espaces/nouveau/")
    lead.get_by_role("link", name="Modèle de groupe").click()
    expect(lead.get_by_label("À quoi sert cet espace")).to_have_value("Se retrouver chaque mois.")
    lead.get_by_label("Nom de l’espace").fill("Atelier du logiciel")
    lead.get_by_label("Sur invitation").check()
    lead.get_by_role("button", name="Ouvrir l’espace").click()
    expect(lead.get_by_role("heading", name="Atelier du logiciel")).to_be_visible()
    expect(lead.locator("blockquote.callout")).to_contain_text("Présentez-vous.")
    lead.get_by_role("link", name="Membres", exact=True).click()
    lead.get_by_label("Adresse e-mail").fill(PARTNER)
    lead.get_by_label("Rôle").select_option("guest")
    lead.get_by_label("Jusqu’au").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    lead.get_by_role("button", name="Envoyer l’invitation").click()
    expect(lead.get_by_role("heading", name="Invitations en attente")).to_be_visible()
    run_sweeps()
    link = next(re.search(r"/espaces/invitations/\S+", sent.body)[0] for sent in mail.outbox if PARTNER in sent.to)
    partner = open_browser()
    partner.goto(link)
    partner.get_by_label("Prénom").fill("Éric")
    partner.get_by_label("Nom", exact=True).fill("Dalmasso")
    partner.get_by_label("Mot de passe", exact=True).fill("un-long-mot-de-passe")
    partner.get_by_label("Le même, une seconde fois").fill("un-long-mot-de-passe")
    partner.get_by_role("button", name="Ouvrir mon compte et entrer").click()
    expect(partner.get_by_role("heading", name="Atelier du logiciel")).to_be_visible()
    partner.goto("/espaces/")
    expect(partner.get_by_role("link", name="Atelier du logiciel")).to_be_visible()
    expect(partner.get_by_text("Modèle de groupe")).to_have_count(0)
    assert partner.goto(f"/espaces/{pool.model.slug}/").status == 404
    assert partner.goto("/annuaire/").status == 404
    again = open_browser()
    assert again.goto(link).status == 404


def test_an_agent_asks_and_is_accepted_with_a_word(pool, signed_in):
    agent, lead = signed_in(pool.colleague), signed_in(pool.lead)
    agent.goto("/espaces/")
    agent.get_by_role("link", name="Marchés publics").first.click()
    agent.get_by_label("Un mot pour qui anime l’espace").fill("Je prépare le groupement.")
    agent.get_by_role("button", name="Demander à entrer").click()
    expect(agent.get_by_text("Votre demande est partie.")).to_be_visible()
    lead.goto(f"/espaces/{pool.asked.slug}/membres/")
    expect(lead.get_by_text("Je prépare le groupement.")).to_be_visible()
    lead.get_by_label("Un mot pour répondre").fill("Soyez le bienvenu.")
    lead.get_by_role("button", name="Accepter").click()
    agent.goto("/notifications/")
    expect(agent.get_by_text("Soyez le bienvenu.")).to_be_visible()
    agent.goto(f"/espaces/{pool.asked.slug}/")
    expect(agent.get_by_text("Membre", exact=True)).to_be_visible()


def test_an_archived_space_refuses_in_an_open_tab_and_who_goes_hears_no_more(pool, signed_in):
    lead, agent = signed_in(pool.lead), signed_in(pool.colleague)
    lead.goto(f"/espaces/{pool.asked.slug}/discussions/nouvelle/")
    lead.get_by_label("Sujet").fill("Calendrier")
    lead.get_by_label("Votre message").fill("Premier jet.")
    lead.get_by_role("button", name="Publier").click()
    lead.wait_for_url("**/discussions/*/")
    thread = lead.url
    agent.goto(thread)
    _write(agent, "Avant.")
    expect(lead.get_by_role("log").locator(".message-body", has_text="Avant.")).to_be_visible(timeout=SOON)
    other = lead.context.new_page()
    other.goto(f"/espaces/{pool.asked.slug}/archiver/")
    other.get_by_role("button", name="Archiver").click()
    expect(other.get_by_text("on n’y écrit plus").first).to_be_visible()
    # The tab was open before: it still reads, what it sends is refused and kept, and nobody sees it.
    _write(agent, "Après.")
    expect(agent.get_by_text("n’accepte plus ce message")).to_be_visible()
    expect(agent.get_by_label("Messages reçus en direct")).to_be_visible()
    lead.reload()
    expect(lead.get_by_text("Après.")).to_have_count(0)
    expect(lead.get_by_text("cet espace est archivé", exact=False).first).to_be_visible()
    # Open again, the member is given a day, then taken out: the open tab goes within five seconds.
    other.get_by_role("button", name="Rouvrir l’espace").click()
    expect(other.get_by_role("button", name="Rouvrir l’espace")).to_have_count(0)
    agent.goto(thread)
    _write(agent, "De nouveau.")
    expect(lead.get_by_text("De nouveau.").first).to_be_visible()
    other.goto(f"/espaces/{pool.asked.slug}/membres/{pool.colleague.slug}/")
    other.get_by_role("button", name="Retirer").click()
    expect(agent.get_by_text("De nouveau.")).to_have_count(0, timeout=SOON)


def _write(page, words):
    page.get_by_label("Votre message").fill(words)
    page.get_by_role("button", name="Envoyer").click()
