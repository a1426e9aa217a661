"""Accounts that nobody uses: warned, closed after the notice, opened again; never silently, never twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from intranet.accounts import actions
from intranet.accounts.models import Dormancy, User
from intranet.audit.models import Entry
from intranet.notifications.models import Notification
from spaces.discussions.actions import open_thread
from spaces.workspaces.policies import can_lead_space
from tests.factories.people import PASSWORD, AgentFactory, UserFactory, editor
from tests.factories.places import make_space

BACKEND = "django.contrib.auth.backends.ModelBackend"
MONTH = timedelta(days=30.5)


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent", first_name="Jeanne", last_name="Morel", last_login=timezone.now())


@pytest.fixture
def after(run_jobs):
    """So many months from now, the sweep runs, twice, and the mails leave."""
    began = timezone.now()

    def pass_months(months):
        with time_machine.travel(began + months * MONTH, tick=False):
            # Who is looked after here is the only one who stayed away.
            done = actions.tend_idle_accounts()
            assert actions.tend_idle_accounts() == (0, 0)
            run_jobs()
            return done

    return pass_months


@pytest.fixture
def others(monkeypatch):
    """Everybody named keeps signing in."""

    def keep(*people):
        for person in people:
            User.objects.filter(pk=person.pk).update(date_joined=timezone.now() + 60 * MONTH)

    return keep


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("recipient__first_name", flat=True))


def test_nobody_is_warned_before_their_time(agent, after):
    assert after(10.8) == (0, 0)
    assert not Dormancy.objects.exists()
    assert not mail.outbox


def test_an_unused_account_is_warned_then_closed_and_everybody_concerned_is_told(
    client, agent, referent, commune, after, others
):
    others(referent)
    space = make_space(lead=referent, members=[agent])
    thread = open_thread(author=agent, space=space, title="Taux", body="Le taux ?", client_id=uuid4())
    assert after(11.1) == (1, 0)
    [warning] = mail.outbox
    assert warning.to == [agent.email]
    assert referent.email in warning.body
    assert "fermera le" in warning.body
    assert told("account.idle") == {"Jeanne"}
    assert User.objects.get(pk=agent.pk).is_active
    # Its notice is not over.
    assert after(11.9) == (0, 0)
    assert after(12.2) == (0, 1)
    gone = User.objects.get(pk=agent.pk)
    assert not gone.is_active
    assert gone.full_name == "Awa Diallo"
    assert [each.to for each in mail.outbox] == [[agent.email]] * 2
    assert "fermé" in mail.outbox[1].subject
    assert told("account.closed_idle") == {"Jeanne"}
    assert Entry.objects.filter(action="account.closed", object_id=str(agent.pk)).count() == 1
    assert thread.messages.get().author == gone


def test_the_day_that_is_announced_is_the_day_it_closes(agent, after):
    after(11.5)
    day = Dormancy.objects.get().closes_on
    noon = timezone.now().replace(year=day.year, month=day.month, day=day.day, hour=12)
    for offset, closes in ((-1, 0), (1, 1)):
        with time_machine.travel(noon + timedelta(days=offset), tick=False):
            assert actions.tend_idle_accounts() == (0, closes)


def test_who_was_warned_late_has_the_whole_notice(agent, after):
    assert after(30) == (1, 0)
    assert after(30.9) == (0, 0)
    assert after(31.1) == (0, 1)


def test_whoever_signs_in_is_forgotten_and_begins_anew(client, agent, after):
    after(11.1)
    began = timezone.now()
    with time_machine.travel(began + 11.5 * MONTH, tick=False):
        client.force_login(agent, backend=BACKEND)
        assert not Dormancy.objects.exists()
        client.logout()
    assert after(12.5) == (0, 0)
    assert after(22.4) == (0, 0)
    assert after(22.7) == (1, 0)


def test_who_is_still_signed_in_uses_their_account(agent, after):
    session = SessionStore()
    session["_auth_user_id"] = str(agent.pk)
    session.set_expiry(timezone.now() + 20 * MONTH)
    session.create()
    UserSession.objects.create(user=agent, session_key=session.session_key, ip="192.0.2.1", user_agent="")
    assert after(19) == (0, 0)
    assert after(21) == (1, 0)


def test_a_warning_that_lost_its_object_is_not_mailed(client, agent, run_jobs):
    with time_machine.travel(timezone.now() + 11.1 * MONTH, tick=False):
        actions.tend_idle_accounts()
        User.objects.filter(pk=agent.pk).update(last_login=timezone.now())
        run_jobs()
    assert not mail.outbox


def test_the_last_administrator_stays(agent, after):
    User.objects.filter(pk=agent.pk).update(is_superuser=True)
    second = UserFactory(is_superuser=True, date_joined=timezone.now() + timedelta(days=1))
    after(11.2)
    assert after(12.5) == (0, 1)
    assert User.objects.filter(is_superuser=True, is_active=True).get() == second


def test_what_one_leads_alone_goes_to_a_referent(agent, referent, after, others):
    others(referent)
    space = make_space(lead=agent)
    after(11.1)
    assert after(12.2) == (0, 1)
    assert can_lead_space(User.objects.get(pk=referent.pk), space)
    assert told("stewardship.handed_over") == {"Jeanne"}


def test_without_anybody_to_take_over_the_account_stays_and_the_editors_are_told(agent, neighbour, after, others):
    chief = editor(organisation=neighbour, first_name="Hélène")
    others(chief)
    space = make_space(lead=agent)
    after(11.1)
    assert told("account.idle") == {"Hélène"}
    assert after(12.2) == (0, 0)
    assert User.objects.get(pk=agent.pk).is_active
    assert can_lead_space(User.objects.get(pk=agent.pk), space)
    assert told("account.successor_wanted") == {"Hélène"}


def test_never_is_never(agent, after, settings):
    settings.INACTIVE_WARN_MONTHS = settings.INACTIVE_CLOSE_MONTHS = 0
    assert after(40) == (0, 0)


@pytest.fixture
def closed(agent, referent, after, others):
    """An agent whose account closed."""
    others(referent)
    EmailAddress.objects.create(user=agent, email=agent.email, verified=True, primary=True)
    after(11.1)
    after(12.2)
    return agent


def test_who_gives_the_password_of_a_closed_account_is_told_what_happened_and_whom_to_ask(client, closed, referent):
    answer = client.post("/connexion/", {"login": closed.email, "password": PASSWORD}, follow=True)
    body = answer.content.decode()
    assert "le compte s’est fermé le" in body
    assert referent.email in body
    assert client.get("/").status_code == 302


def test_who_has_not_the_password_is_told_nothing(client, closed, referent):
    client.post("/connexion/", {"login": closed.email, "password": "un-autre-mot-de-passe"})
    body = client.get("/compte/inactif/").content.decode()
    assert referent.email not in body
    assert "s’est fermé le" not in body


def test_a_referent_opens_it_again_and_its_time_begins_anew(client, closed, referent, commune, after):
    with time_machine.travel(timezone.now() + 12.5 * MONTH, tick=False):
        client.force_login(referent, backend=BACKEND)
        page = client.get(f"/organisations/{commune.slug}/agents/").content.decode()
        assert f"/agents/{closed.slug}/rouvrir/" in page
        client.post(f"/organisations/{commune.slug}/agents/{closed.slug}/rouvrir/")
    back = User.objects.get(pk=closed.pk)
    assert back.is_active
    assert back.is_agent
    assert Entry.objects.filter(action="account.reopened", actor_id=referent.pk).exists()
    assert after(23) == (0, 0)
    assert after(23.8) == (1, 0)


def test_an_account_opened_again_in_the_admin_does_not_close_the_next_day(closed, after):
    User.objects.filter(pk=closed.pk).update(is_active=True)
    assert after(12.3) == (0, 0)
    assert User.objects.get(pk=closed.pk).is_active


def test_nobody_opens_an_account_of_another_commune_or_one_that_closed_for_another_reason(closed, neighbour, referent):
    stranger = AgentFactory(neighbour, role="referent")
    with pytest.raises(PermissionDenied):
        actions.reopen_account(by=stranger, user=closed)
    Dormancy.objects.update(closed_at=None)
    with pytest.raises(PermissionDenied):
        actions.reopen_account(by=referent, user=closed)
