"""Forgotten passwords, passwords changed, addresses: our pages and our mails, from the first word to the last."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from intranet.accounts.models import User
from tests.factories.people import PASSWORD, code_of, confirm, enrol

FORGOTTEN = "/compte/mot-de-passe/oublie/"
NEW = "une toute autre phrase"
# Words of allauth's own that ours stand for, and marks that are not those of French.
FOREIGN = re.compile(
    r"127\.0\.0\.1:\d+ !|Bonjour, c|courriel|(?<!adresse )e-mail|réauthentifi|contacter|dossier spam|Merci d"
    r"|example\.com|[a-zé]'[a-zé]|(?<![\u00a0\u202f]) ?[;!?](?:\s|$)|(?<!\u00a0):\s",
    re.I | re.M,
)


@pytest.fixture
def member(client, agent):
    """Somebody signed in, who has just given their password."""
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    client.post("/connexion/", {"login": agent.email, "password": PASSWORD})
    client.post("/compte/confirmation/", {"password": PASSWORD})
    return agent


def words_of(page):
    """What is read in the middle of a page."""
    main = re.search(r"<main.*?</main>", page.content.decode(), re.S)[0]
    return re.sub(r"<(style|script).*?</\1>|<[^>]+>|&nbsp;", "", main, flags=re.S)


def mailed(run_jobs):
    mail.outbox.clear()
    run_jobs()
    [sent] = mail.outbox
    return sent


def check_mail(sent, settings):
    text = sent.subject + "\n" + sent.body
    assert not FOREIGN.search(re.sub(r"https?://\S+", "", text)), text
    assert sent.subject.startswith("[Parvis] ")
    assert sent.body.rstrip().endswith(f"Parvis, {settings.PLACE}\n{settings.SITE_URL}")
    assert all(link.startswith(settings.SITE_URL) for link in re.findall(r"https?://\S+", sent.body))


@pytest.fixture(autouse=True)
def _place(settings):
    settings.PLACE = "Orsaine et ses communes"
    settings.SITE_URL = "https://parvis.orsaine.example"


def test_a_forgotten_password_from_the_question_to_the_new_one(client, agent, run_jobs, settings):
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    assert "Mot de passe oublié" in words_of(client.get(FORGOTTEN))
    done = client.post(FORGOTTEN, {"email": agent.email}, follow=True)
    assert "Regardez vos messages" in words_of(done)
    sent = mailed(run_jobs)
    check_mail(sent, settings)
    link = re.search(settings.SITE_URL + r"(/\S+)", sent.body)[1]
    page = client.get(link, follow=True)
    at = page.redirect_chain[-1][0]
    assert "Choisir un nouveau mot de passe" in words_of(page)
    wrong = client.post(at, {"password1": NEW, "password2": "autre"})
    assert "field-error" in wrong.content.decode()
    end = client.post(at, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Entrez avec votre nouveau mot de passe" in words_of(end)
    check_mail(mailed(run_jobs), settings)
    agent.refresh_from_db()
    assert agent.check_password(NEW)
    assert "Ce lien n’est plus bon" in words_of(client.get(link, follow=True))


def test_an_address_that_opens_no_account_gets_the_same_page_and_a_mail_that_says_so(client, agent, run_jobs, settings):
    pages = [
        client.post(FORGOTTEN, {"email": each}, follow=True) for each in (agent.email, "personne@ailleurs.example")
    ]
    assert words_of(pages[0]) == words_of(pages[1])
    mail.outbox.clear()
    run_jobs()
    told = {each.to[0]: each for each in mail.outbox}["personne@ailleurs.example"]
    check_mail(told, settings)
    assert "aucun compte" in told.body


def test_a_changed_password_is_said_on_screen_and_by_mail(client, member, run_jobs, settings):
    at = "/compte/mot-de-passe/"
    assert "Changer de mot de passe" in words_of(client.get(at))
    wrong = words_of(client.post(at, {"oldpassword": "faux", "password1": NEW, "password2": NEW}))
    assert "Ce n’est pas votre mot de passe actuel" in wrong
    said = client.post(at, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True)
    assert "Mot de passe changé. Vos autres sessions sont fermées." in said.content.decode()
    sent = mailed(run_jobs)
    check_mail(sent, settings)
    assert "C’était le" in sent.body


def test_the_only_proved_address_is_offered_nothing_that_makes_no_sense(client, member):
    page = words_of(client.get("/compte/adresse/"))
    assert member.email in page
    for verb in ("Rendre principale", "Renvoyer", "Retirer"):
        assert verb not in page


def test_another_address_is_added_proved_and_made_the_first(client, member, run_jobs, settings):
    at, other, former = "/compte/adresse/", "awa@ailleurs.example", member.email
    assert "est la vôtre" in words_of(client.get(at))
    client.post(at, {"email": other, "action_add": ""})
    page = words_of(client.get(at))
    assert ["Renvoyer le message" in page, "Retirer" in page, "Rendre principale" in page] == [True, True, False]
    sent = mailed(run_jobs)
    check_mail(sent, settings)
    link = re.search(settings.SITE_URL + r"(/\S+)", sent.body)[1]
    assert other in words_of(client.get(link))
    client.post(link)
    assert "Rendre principale" in words_of(client.get(at))
    client.post(at, {"email": other, "action_primary": ""})
    member.refresh_from_db()
    assert member.email == other
    client.post(at, {"email": former, "action_remove": ""})
    assert former not in words_of(client.get(at))


def test_who_has_a_second_factor_is_offered_no_other_address_and_told_why(client, member):
    enrol(member)
    confirm(client, member)
    page = words_of(client.get("/compte/adresse/"))
    assert member.email in page
    assert "Ajouter" not in page
    assert "retirez d’abord votre" in page
    # As allauth has it.
    client.post("/compte/adresse/", {"email": "awa@ailleurs.example", "action_add": ""})
    assert member.emailaddress_set.count() == 1


def test_a_dead_link_to_prove_an_address_says_what_to_do(client):
    assert "un autre message part" in words_of(client.get("/compte/adresse/mort/"))


def test_a_factor_that_is_added_or_removed_is_said_by_mail(
    client, member, run_jobs, settings, django_capture_on_commit_callbacks
):
    at = "/compte/double-facteur/totp/"
    secret = client.get(f"{at}activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{at}activate/", {"code": code_of(secret)})
    assert client.post(f"{at}deactivate/").status_code == 302
    mail.outbox.clear()
    run_jobs()
    subjects = [sent.subject for sent in mail.outbox]
    assert subjects == [
        "[Parvis] Une application ouvre votre compte",
        "[Parvis] Une application n’ouvre plus votre compte",
    ]
    for sent in mail.outbox:
        check_mail(sent, settings)


def test_too_many_demands_are_refused_on_a_page_of_ours(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    client.post(FORGOTTEN, {"email": "a@b.example"})
    page = client.post(FORGOTTEN, {"email": "a@b.example"})
    assert page.status_code == 429
    assert "Trop de demandes" in words_of(page)


def test_signing_in_and_out_says_so_without_a_gender(client, agent):
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    page = client.post("/connexion/", {"login": agent.email, "password": PASSWORD}, follow=True)
    assert "Connexion ouverte." in page.content.decode()
    assert "Se déconnecter" in words_of(client.get("/deconnexion/"))
    assert "Connexion fermée." in client.post("/deconnexion/", follow=True).content.decode()


def test_an_administrator_made_at_the_command_line_signs_in_at_once(client, db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    names = {"email": "it@orsaine.example", "first_name": "Inès", "last_name": "Roux"}
    call_command("createsuperuser", interactive=False, **names)
    answer = client.post("/connexion/", {"login": names["email"], "password": PASSWORD})
    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email=names["email"]).pk)


def test_a_factor_waits_for_the_addresses_to_be_proved_and_says_so(client, member):
    member.emailaddress_set.create(email="awa@ailleurs.example")
    page = client.get("/compte/double-facteur/totp/activate/", follow=True)
    assert "Confirmez d’abord toutes vos adresses e-mail" in page.content.decode()
