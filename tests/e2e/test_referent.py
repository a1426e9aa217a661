"""A referent brings people in and lets them go: from a pasted list to an open tab that closes."""

from __future__ import annotations

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import expect

from intranet.accounts.models import User
from spaces.discussions.actions import open_thread
from spaces.workspaces.constants import Access
from tests.e2e.test_passkey import with_key
from tests.factories.people import PASSWORD, AgentFactory
from tests.factories.places import OrganisationFactory, make_space

# Two lines are wrong: an address that is none, and somebody who is there already.
LIST = """Prénom;Nom;adresse;fonction
Awa;Diallo;awa.diallo@verlanges.example;Gestionnaire de paie
Maël;Fournier;mael.fournier@verlanges;État civil
Océane;Ribeiro;oceane.ribeiro@verlanges.example;Écoles
Lila;Nouri;lila.nouri@verlanges.example;Accueil
Jeanne;Morel;jeanne.morel@verlanges.example;Secrétaire générale"""
REVOKED = 5_000


@pytest.fixture(scope="module")
def required_factor():
    """The referents of this journey have a password alone."""
    return False


def _pool() -> SimpleNamespace:
    verlanges = OrganisationFactory(name="Ville de Verlanges", slug="verlanges")
    corvelles = OrganisationFactory(name="Ville de Corvelles", slug="corvelles")
    jeanne = AgentFactory(
        verlanges, role="referent", first_name="Jeanne", last_name="Morel", email="jeanne.morel@verlanges.example"
    )
    paul = AgentFactory(corvelles, role="referent", first_name="Paul", last_name="Rey")
    sam = AgentFactory(verlanges, first_name="Sam", last_name="Suivant", job_title="Adjoint")
    mover = AgentFactory(verlanges, first_name="Noé", last_name="Partant")
    space = make_space(
        title="Entre agents de Verlanges", access=Access.ORGANISATIONS, organisations=[verlanges], lead=mover
    )
    thread = open_thread(author=mover, space=space, title="Le planning", body="Qui est là lundi ?", client_id=uuid4())
    for person in (jeanne, paul, sam, mover):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return SimpleNamespace(
        verlanges=verlanges, corvelles=corvelles, jeanne=jeanne, paul=paul, sam=sam, mover=mover, space=space,
        thread=thread,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pool(site, aside):
    """Two communes, their referents, and a space that is the first one's alone."""
    return aside(_pool)


def test_a_referent_invites_a_list_and_one_of_them_enters(pool, sign_in, open_browser, run_sweeps, site):
    page = sign_in(pool.jeanne)
    page.locator("summary", has_text="Mon compte, Jeanne Morel").click()
    page.get_by_role("link", name="Agents de Verlanges").first.click()
    page.get_by_role("link", name="Inviter des agents").click()
    page.get_by_label("Qui inviter").fill(LIST)
    page.get_by_role("button", name="Relire avant l’envoi").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("row", name="mael.fournier@verlanges ")).to_contain_text("Cette adresse n’est pas bonne.")
    expect(table.get_by_role("row", name="jeanne.morel@")).to_contain_text("déjà rattachée")
    expect(page.get_by_role("status").filter(has_text="2 lignes à reprendre")).to_be_visible()
    page.get_by_role("button", name="Envoyer 3 invitations").click()
    # What is wrong is still there to be put right.
    expect(page.get_by_label("Qui inviter")).to_have_value("\n".join([LIST.splitlines()[2], LIST.splitlines()[5]]))
    mail.outbox.clear()
    run_sweeps()
    sent = {message.to[0]: message.body for message in mail.outbox}
    assert set(sent) == {
        "awa.diallo@verlanges.example",
        "oceane.ribeiro@verlanges.example",
        "lila.nouri@verlanges.example",
    }
    link = re.search(r"https?://[^/]+(/invitation/\S+)", sent["awa.diallo@verlanges.example"])[1]
    # Browsers know no passkey of an address in figures.
    _enter(open_browser(), site.url.replace("127.0.0.1", "localhost"), link)
    page.goto("/organisations/verlanges/agents/")
    expect(page.get_by_role("link", name="Awa Diallo")).to_be_visible()
    expect(page.locator("#invitations ~ ul, section[aria-labelledby=invitations] li")).to_have_count(2)


def _enter(newcomer, home, link):
    """By a passkey, without any password; then by the key alone."""
    with_key(newcomer)
    newcomer.goto(home + link)
    expect(newcomer.get_by_label("Prénom")).to_have_value("Awa")
    newcomer.get_by_role("button", name="Entrer avec une clé d’accès").click()
    newcomer.wait_for_url("**/webauthn/add/")
    newcomer.get_by_role("button", name="Ajouter").click()
    newcomer.wait_for_url("**/recovery-codes/")
    newcomer.goto(f"{home}/")
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Bonjour Awa")
    newcomer.goto(f"{home}/espaces/")
    expect(newcomer.get_by_role("link", name="Entre agents de Verlanges")).to_be_visible()
    newcomer.context.clear_cookies()
    newcomer.goto(f"{home}/connexion/")
    newcomer.get_by_role("button", name="Entrer avec une clé d’accès").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Bonjour Awa")
    newcomer.context.clear_cookies()
    assert newcomer.goto(home + link).status == 404
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Ce lien n’ouvre plus rien")


def test_an_agent_moves_and_the_commune_s_space_is_gone_in_the_open_tab(pool, sign_in, aside):
    tab = sign_in(pool.mover)
    tab.goto(pool.thread.get_absolute_url())
    tab.wait_for_function("() => document.querySelector('thread-live')?.subscription?.connected")
    page = sign_in(pool.jeanne)
    page.goto("/organisations/verlanges/agents/")
    page.get_by_role("link", name="Noé Partant").click()
    expect(page.get_by_text("Entre agents de Verlanges")).to_be_visible()
    leaving = page.get_by_role("region", name="Changer de collectivité")
    leaving.get_by_label("Nouvelle collectivité").select_option(label="Corvelles")
    leaving.get_by_role("button", name="Proposer ce départ").click()
    # Nobody would lead that space: the page says so, and what was chosen stays.
    expect(page.get_by_role("alert")).to_contain_text("Nommez un successeur")
    leaving.get_by_label("Successeur").select_option(label="Sam Suivant · Adjoint")
    leaving.get_by_role("button", name="Proposer ce départ").click()
    expect(page.get_by_role("heading", name="Départs proposés")).to_be_visible()
    welcoming = sign_in(pool.paul)
    welcoming.goto("/organisations/corvelles/agents/")
    welcoming.get_by_role("button", name="Accepter Noé Partant").click()
    expect(tab.get_by_role("heading", level=1)).not_to_have_text("Le planning", timeout=REVOKED)
    expect(tab.get_by_text("Qui est là lundi")).to_have_count(0)
    tab.goto("/espaces/")
    expect(tab.get_by_role("link", name="Entre agents de Verlanges")).to_have_count(0)
    moved = aside(lambda: User.objects.get(pk=pool.mover.pk).organisations)
    assert moved == [pool.corvelles]


def test_a_role_and_the_journal_ask_who_one_is_once_then_are_done(pool, sign_in):
    page = sign_in(pool.jeanne)
    page.goto(f"/organisations/verlanges/agents/{pool.sam.slug}/")
    page.get_by_role("radio", name="Référent").check()
    page.get_by_role("button", name="Changer le rôle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmez que c’est vous")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Le rôle de Sam Suivant est enregistré.")
    expect(page.get_by_role("radio", name="Référent")).to_be_checked()
    page.goto("/journal/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Exporter (CSV)").click()
    assert taken.value.suggested_filename.startswith("journal-")


def test_the_journal_comes_once_who_one_is_is_said_and_the_page_leads_back(pool, sign_in):
    page = sign_in(pool.jeanne)
    page.goto("/journal/?act=membership.role_changed")
    page.get_by_role("button", name="Exporter (CSV)").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Confirmer").click()
    assert taken.value.suggested_filename.startswith("journal-")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Journal")
