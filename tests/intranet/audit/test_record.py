"""The record of who did what."""

import logging
import re

import pytest
from django.db import DatabaseError, transaction

from intranet.accounts import actions as accounts
from intranet.audit.models import Entry
from intranet.core.secrets import HideSecrets
from spaces.workspaces import actions as workspaces
from spaces.workspaces.constants import Access
from tests.factories.people import PASSWORD, AgentFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


def test_nobody_changes_a_row(agent):
    make_space(lead=agent)
    Entry.objects.create(at="2026-01-01T00:00Z", action="space.created")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(action="nothing")


def test_a_refusal_is_on_record_with_the_request_that_met_it(client, agent, colleague):
    space = make_space(access=Access.ON_REQUEST, lead=agent, members=[colleague])
    client.force_login(colleague)
    answer = client.post(f"/espaces/{space.slug}/modifier/", headers={"X-Request-ID": "demande-42-abc"})
    assert answer.status_code == 403
    entry = Entry.objects.get(action="access.denied")
    assert (entry.actor_name, entry.request_id) == (str(colleague), "demande-42-abc")
    assert entry.details["path"] == f"/espaces/{space.slug}/modifier/"
    assert entry.organisation_name == str(colleague.primary_organisation)


def test_sign_in_and_its_refusal_are_on_record(client, agent):
    client.post("/connexion/", {"login": agent.email, "password": "faux"})
    refused = Entry.objects.get(action="session.refused")
    assert refused.object_id == str(agent.pk)
    assert "faux" not in str(refused.details)
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    client.post("/connexion/", {"login": agent.email, "password": PASSWORD})
    assert Entry.objects.get(action="session.opened").actor_id == agent.pk
    client.post("/deconnexion/")
    assert Entry.objects.filter(action="session.closed", actor_id=agent.pk).exists()


@pytest.mark.parametrize("kind", ["organisation", "space"])
def test_a_link_opened_by_another_person_does_not_leave_its_secret(
    client, agent, colleague, commune, run_jobs, mailoutbox, kind
):
    if kind == "organisation":
        referent = AgentFactory(commune, role="referent")
        accounts.invite(by=referent, organisation=commune, people=[accounts.Invited("awa@verlanges.example")])
    else:
        workspaces.invite(lead=agent, space=make_space(lead=agent), email="awa@verlanges.example")
    run_jobs()
    link = re.search(r"http://[^/]+(/\S+/)", mailoutbox[-1].body)[1]
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(link).status_code == 403
    secret = link.strip("/").rpartition("/")[2]
    path = Entry.objects.get(action="access.denied").details["path"]
    assert path == link.replace(secret, "…")


def test_the_server_log_does_not_keep_the_links_of_mails():
    path = "/compte/mot-de-passe/oublie/3f-cy9rl4-0123456789abcdef/"
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: %s", (path,), None)
    assert HideSecrets().filter(line)
    assert line.getMessage() == "Forbidden: /compte/mot-de-passe/oublie/…/"
    kept = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", ("/compte/adresse/",), None)
    HideSecrets().filter(kept)
    assert kept.getMessage() == "Not Found: /compte/adresse/"
