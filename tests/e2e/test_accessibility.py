"""Every type of page, in both themes, wide and narrow: axe-core finds nothing, nothing comes from elsewhere, and the
whole page is light.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from uuid import uuid4

import pytest

from intranet.organisations.models import Organisation
from knowledge.guides.actions import set_step
from knowledge.lessons.actions import give_feedback, record_reuse
from spaces.discussions.actions import post_message, react
from spaces.events.actions import answer_event
from tests.access.world import build
from tests.factories.entry import make_invitation
from tests.factories.people import AgentFactory

VENDOR = Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a change of theme alone can break.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """
  async (only) => {
    // What has just changed is drawn first, and its transitions ended.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.all(document.getAnimations().map((each) => each.finished));
    return (await axe.run(document, only)).violations;
  }
"""
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
MAX_BYTES = 150_000
WORDS = "Un point, puis **deux** :\n\n- `net-entreprises`\n- [le guide](/guides/)\n\n> Merci.\n\n1. Un\n2. Deux"

# The reader of PDF that is a part of the browser: what it reads of itself comes from nowhere.
READER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")

# Who looks, at what; `:` stands before those who went through the sign-in form.
PAGES = {
    "sign-in": ("nobody", "/connexion/"),
    "sign-up": ("nobody", "/inscription/"),
    "invitation": ("nobody", "/invitation/jeton-mesure/"),
    "agents": ("referent_a", "/organisations/amont/agents/"),
    "agents-invite": ("referent_a", "/organisations/amont/agents/inviter/"),
    "agent": ("referent_a", "/organisations/amont/agents/{p[lead].slug}/"),
    "organisation-managed": ("referent_a", "/organisations/amont/"),
    "organisation-edit": ("referent_a", "/organisations/amont/modifier/"),
    "organisation-identity": ("editor", "/organisations/amont/identite/"),
    "password-forgotten": ("nobody", "/compte/mot-de-passe/oublie/"),
    "password-forgotten-done": ("nobody", "/compte/mot-de-passe/oublie/envoye/"),
    "password-dead-link": ("nobody", "/compte/mot-de-passe/oublie/1-dikfwu-mort/"),
    "password-new-done": ("nobody", "/compte/mot-de-passe/change/"),
    "address-to-confirm": ("nobody", "/compte/adresse/a-confirmer/"),
    "address-dead-link": ("nobody", "/compte/adresse/mort/"),
    "help": ("nobody", "/aide/"),
    "personal-data": ("nobody", "/donnees-personnelles/"),
    "accessibility": ("nobody", "/accessibilite/"),
    "home": ("lead", "/"),
    "home-empty": ("newcomer", "/"),
    "pending": ("pending", "/en-attente/"),
    "spaces": ("lead", "/espaces/"),
    "spaces-guest": ("guest", "/espaces/"),
    "space": ("lead", "/espaces/{w.private.slug}/"),
    "space-empty": ("agent_b", "/espaces/{w.open.slug}/"),
    "space-card": ("agent_b", "/espaces/{w.asked.slug}/"),
    "space-new": ("lead", "/espaces/nouveau/"),
    "space-edit": ("lead", "/espaces/{w.private.slug}/modifier/"),
    "members": ("lead", "/espaces/{w.asked.slug}/membres/"),
    "member": ("lead", "/espaces/{w.private.slug}/membres/{w.people[guest].slug}/"),
    "space-invitation": ("agent_b", "/espaces/invitations/{w.space_invitation.pk}/"),
    "invited": ("nobody", "/espaces/invitations/la-cle/"),
    "space-archive": ("lead", "/espaces/{w.private.slug}/archiver/"),
    "space-to-bin": ("lead", "/espaces/{w.private.slug}/jeter/"),
    "space-bin": ("lead", "/espaces/corbeille/"),
    "space-delete": ("lead", "/espaces/corbeille/{w.binned_space.pk}/supprimer/"),
    "space-take-lead": ("administrator", "/espaces/{w.private.slug}/reprendre/"),
    "threads": ("lead", "/espaces/{w.private.slug}/discussions/"),
    "thread": ("lead", "/espaces/{w.private.slug}/discussions/{w.thread.pk}/"),
    "thread-guest": ("guest", "/espaces/{w.private.slug}/discussions/{w.thread.pk}/"),
    "thread-new": ("member", "/espaces/{w.private.slug}/discussions/nouvelle/"),
    "message": ("member", "/messages/{w.message.pk}/"),
    "message-edit": ("member", "/messages/{w.message.pk}/modifier/"),
    "message-delete": ("member", "/messages/{w.message.pk}/supprimer/"),
    "documents": ("lead", "/espaces/{w.private.slug}/documents/"),
    "documents-empty": ("lead", "/espaces/{w.open.slug}/documents/"),
    "document": ("member", "/documents/{w.document.pk}/"),
    "document-pdf": ("member", "/documents/{w.paper.pk}/"),
    "document-edit": ("member", "/documents/{w.document.pk}/modifier/"),
    "document-version": ("member", "/documents/{w.document.pk}/versions/nouvelle/"),
    "document-delete": ("member", "/documents/{w.document.pk}/supprimer/"),
    "document-move": ("member", "/documents/{w.document.pk}/deplacer/"),
    "document-restore": ("member", "/documents/{w.document.pk}/versions/1/reprendre/"),
    "documents-bin": ("member", "/espaces/{w.private.slug}/documents/corbeille/"),
    "documents-bin-empty": ("lead", "/espaces/{w.open.slug}/documents/corbeille/"),
    "document-destroy": ("member", "/documents/{w.binned.pk}/detruire/"),
    "folder": ("member", "/espaces/{w.private.slug}/documents/dossiers/{w.folder.pk}/"),
    "folder-new": ("member", "/espaces/{w.private.slug}/documents/dossiers/nouveau/"),
    "folder-edit": ("member", "/espaces/{w.private.slug}/documents/dossiers/{w.folder.pk}/modifier/"),
    "agenda": ("lead", "/agenda/"),
    "agenda-empty": ("agent_b", "/agenda/"),
    "space-agenda": ("lead", "/espaces/{w.private.slug}/agenda/"),
    "event": ("member", "/agenda/{w.event.pk}/"),
    "event-edit": ("member", "/agenda/{w.event.pk}/modifier/"),
    "event-cancel": ("member", "/agenda/{w.event.pk}/annuler/"),
    "event-new": ("lead", "/espaces/{w.private.slug}/agenda/nouveau/"),
    "lessons": ("member", "/retours-d-experience/"),
    "lessons-editor": ("editor", "/retours-d-experience/"),
    "lesson": ("agent_b", "/retours-d-experience/{w.lesson.slug}/"),
    "lesson-waiting": ("editor", "/retours-d-experience/{w.submitted.slug}/"),
    "lesson-new": ("member", "/retours-d-experience/raconter/"),
    "lesson-edit": ("member", "/retours-d-experience/{w.draft.slug}/modifier/"),
    "guides": ("lead", "/guides/"),
    "guide": ("referent_a", "/guides/guide/"),
    "board": ("referent_a", "/guides/guide/deploiement/"),
    "step": ("referent_a", "/guides/guide/deploiement/amont/1/"),
    "step-read": ("agent_b", "/guides/guide/deploiement/amont/1/"),
    "rollout-named": ("referent_a", "/guides/guide/deploiement/amont/"),
    "search": ("member", "/recherche/?q=guide"),
    "search-nothing": ("member", "/recherche/?q=hameconnage"),
    "search-unasked": ("member", "/recherche/"),
    "directory": ("lead", "/annuaire/"),
    "directory-nothing": ("lead", "/annuaire/?q=personne&competence=rien"),
    "account-closed": ("nobody", "/compte/inactif/"),
    "person": ("lead", "/annuaire/{p[member].slug}/"),
    "person-self": ("lead", "/annuaire/{p[lead].slug}/"),
    "settings": ("lead", "/reglages/"),
    "notifications": ("member", "/notifications/"),
    "notifications-empty": ("newcomer", "/notifications/"),
    "organisations": ("lead", "/organisations/"),
    "organisation": ("lead", "/organisations/amont/"),
    "theme": ("lead", "/themes/paie/"),
    "news-list": ("lead", "/actualites/"),
    "news": ("lead", "/actualites/nouvelle/"),
    "not-found": ("lead", "/nulle-part/"),
    "not-allowed": ("guest", "/espaces/nouveau/"),
    "sign-out": ("lead", "/deconnexion/"),
    "password-change": (":lead", "/compte/mot-de-passe/"),
    "address": (":lead", "/compte/adresse/"),
    "confirm-oneself": ("editor", "/compte/double-facteur/totp/activate/"),
    "second-factor": (":editor", "/compte/double-facteur/"),
    "second-factor-code": (":editor", "/compte/double-facteur/totp/activate/"),
    "second-factor-keys": (":editor", "/compte/double-facteur/webauthn/"),
    "second-factor-key": (":editor", "/compte/double-facteur/webauthn/add/"),
}


def _build():
    world = build()
    people = world.people
    people["newcomer"] = AgentFactory(Organisation.objects.get(slug="aval"))
    long = "mariechristine.delaforestiere@communautedagglomeration.example"
    make_invitation(world.a, long, token="jeton-mesure", status="sent")
    message, _new = post_message(author=people["lead"], thread=world.thread, body=WORDS, client_id=uuid4())
    react(user=people["member"], message=message, kind="merci")
    post_message(author=people["guest"], thread=world.thread, body="Noté.", client_id=uuid4(), quote=message)
    answer_event(user=people["lead"], event=world.event, comes=True)
    record_reuse(agent=people["agent_b"], lesson=world.lesson, organisation=world.b, note="Repris en mars.")
    give_feedback(agent=people["agent_b"], lesson=world.lesson, rating=4, comment="Très utile.")
    world.lesson.refresh_from_db()
    world.lesson.themes.add(world.theme)
    world.lesson.save()
    step = {"agent": people["referent_a"], "rollout": world.rollout, "organisation": world.a}
    set_step(**step, step_key=world.guide.steps.first().key, status="blocked", note="Le marché n'est pas attribué.")
    return world


@pytest.fixture(scope="module")
def world(site, aside, run_sweeps):
    """One of everything, and somebody to look at it."""
    built = aside(_build)
    run_sweeps()
    return built


@pytest.fixture
def look(world, open_browser, signed_in, sign_in):
    """A page as somebody opens it for the first time, with what it asked for and what it complained of."""

    def opened(who: str):
        options = {"viewport": WIDE, "color_scheme": "light", "reduced_motion": "reduce"}
        person = world.people[who.removeprefix(":")] if who != "nobody" else None
        if person is None:
            return open_browser(**options)
        return sign_in(person, **options) if who.startswith(":") else signed_in(person, **options)

    return opened


def test_axe_is_what_its_readme_says():
    said = re.search(r"`axe.min.js`.*`([0-9a-f]{64})`", (VENDOR / "README.md").read_text()).group(1)
    assert hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest() == said


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everyone(name, world, look, site):
    who, address = PAGES[name]
    page = look(who)
    complaints, elsewhere = [], []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: elsewhere.append(asked.url) if not _ours(asked.url, site.url) else None)
    page.on("websocket", lambda socket: elsewhere.append(socket.url) if not _ours(socket.url, site.url) else None)
    weight = _weigh(page)
    answer = page.goto(address.format(w=world, p=world.people))
    expected = {"not-found": 404, "not-allowed": 403}.get(name, 200)
    assert answer.status == expected
    page.evaluate(AXE)
    found = [*_violations(page, tag=TAGS)]
    page.emulate_media(color_scheme="dark")
    found += _violations(page, rule=COLOURS)
    page.set_viewport_size(NARROW)
    found += _violations(page, rule=COLOURS)
    page.emulate_media(color_scheme="light")
    found += _violations(page, tag=TAGS)
    assert not found, "\n\n".join(found)
    assert sum(weight) <= MAX_BYTES
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    # Chromium reports the answer of the page itself when it is an error: that is what was asked for.
    assert [each for each in complaints if f"status of {expected}" not in each] == []
    assert elsewhere == []


def _ours(url: str, site: str) -> bool:
    return url.startswith((site, site.replace("http:", "ws:"), "data:", "blob:", *READER))


def _weigh(page) -> list[float]:
    """Bytes of each thing that comes over the wire from now on, headers included."""
    weights = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))
    return weights


def _violations(page, **only) -> list[str]:
    kind, values = next(iter(only.items()))
    found = page.evaluate(RUN, {"runOnly": {"type": kind, "values": values}})
    width, dark = page.viewport_size["width"], page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    where = f"{'dark' if dark else 'light'}, {width}"
    return [
        f"{where}: {each['id']}\n"
        + "\n".join(f"  {node['html'][:300]}\n  {node['failureSummary']}" for node in each["nodes"][:3])
        for each in found
    ]
