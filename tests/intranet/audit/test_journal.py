"""The record as those who answer for it read it."""

import ast
import csv
import io
from pathlib import Path

import pytest
from django.utils import timezone

from intranet.accounts.constants import MembershipRole
from intranet.audit import actions as audit
from intranet.audit.constants import ACTS
from intranet.audit.models import Entry
from intranet.audit.views import NAME
from tests.factories.people import AgentFactory, UserFactory, confirm
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role=MembershipRole.REFERENT, first_name="Rose", last_name="Marchand")


def read(client, user, query="", **asked):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/journal/{query}", asked)


def shown(page):
    return [(entry.action, entry.actor_name) for entry in page.context["entries"]]


def test_a_referent_reads_what_happened_in_their_own_organisation(client, referent, agent, colleague):
    audit.record(agent, "space.joined", agent)
    audit.record(colleague, "space.left", colleague)
    page = read(client, referent)
    acts = shown(page)
    assert ("space.joined", str(agent)) in acts
    assert ("space.left", str(colleague)) not in acts


def test_an_administrator_reads_all_of_it_newest_first(client, administrator, agent, colleague):
    audit.record(agent, "space.joined", agent)
    audit.record(colleague, "space.left", colleague)
    acts = [pair for pair in shown(read(client, administrator)) if pair[0].startswith("space.")]
    assert acts == [("space.left", str(colleague)), ("space.joined", str(agent))]


def test_the_name_of_what_stands_in_a_space_is_not_told_to_a_referent(client, referent, administrator, agent):
    space = make_space(lead=agent, title="Plan social confidentiel")
    audit.record(agent, "space.created", space, code="secret")
    assert "confidentiel" not in read(client, referent).text
    assert "secret" not in read(client, referent).text
    assert "confidentiel" in read(client, administrator).text


def test_it_is_searched_by_person_act_organisation_and_dates(client, administrator, agent, colleague):
    audit.record(agent, "space.joined", agent)
    audit.record(None, "membership.ended", agent)
    audit.record(colleague, "space.joined", colleague)
    assert len(shown(read(client, administrator, person="awa DIALLO"))) == 2
    assert shown(read(client, administrator, person="diallo", act="space.joined")) == [("space.joined", str(agent))]
    assert shown(read(client, administrator, act="space.joined", organisation="corvelles")) == [
        ("space.joined", str(colleague))
    ]
    today = timezone.localdate().isoformat()
    assert len(shown(read(client, administrator, act="space.joined", since=today, until=today))) == 2
    assert shown(read(client, administrator, act="space.joined", until="2020-01-01")) == []


@pytest.mark.parametrize(
    "asked", [{"since": "hier"}, {"since": "2026-02-01", "until": "2026-01-01"}, {"until": "0001-01-01"}]
)
def test_a_date_that_is_none_is_said_beside_its_field_and_stays(client, administrator, asked):
    page = read(client, administrator, **asked)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert all(f'value="{typed}"' in page.text for typed in asked.values())


def test_it_goes_on_page_by_page_and_none_is_told_twice(client, administrator, agent):
    for number in range(120):
        audit.record(agent, "space.joined", agent, number=number)
    numbers, query = [], "?act=space.joined"
    while query:
        page = read(client, administrator, query)
        numbers += [entry.details["number"] for entry in page.context["entries"]]
        query = page.context["older"]
    assert numbers == list(range(119, -1, -1))


def test_a_page_begun_after_what_is_not_ones_own_is_empty(client, referent, colleague):
    audit.record(colleague, "space.left", colleague)
    page = read(client, referent, avant=Entry.objects.get(action="space.left").pk)
    assert shown(page) == []


def test_a_long_record_costs_no_more_queries(client, administrator, agent, django_assert_num_queries):
    def measure():
        with django_assert_num_queries(5):
            client.get("/journal/")

    audit.record(agent, "space.joined", agent)
    read(client, administrator)
    measure()
    for _turn in range(30):
        audit.record(agent, "space.joined", agent)
    measure()


def export(client, user, **asked):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    confirm(client, user)
    answer = client.post("/journal/export/", asked)
    text = answer.getvalue().decode().removeprefix("\ufeff")
    return answer, list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_export_holds_what_was_asked_and_is_on_record(client, referent, agent, colleague):
    audit.record(agent, "space.joined", agent)
    audit.record(colleague, "space.joined", colleague)
    answer, lines = export(client, referent, act="space.joined")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="journal-')
    assert [line[1] for line in lines[1:]] == [str(agent)]
    taken = Entry.objects.get(action="audit.exported")
    assert (taken.actor_id, taken.details) == (referent.pk, {"asked": {"act": "space.joined"}})


@pytest.mark.parametrize("blank", ["", " ", "\n", "\t"])
def test_no_cell_of_the_export_is_a_formula(client, administrator, agent, blank):
    audit.record(agent, "space.joined", make_space(title=f"{blank}=HYPERLINK(1)"))
    _answer, lines = export(client, administrator, act="space.joined")
    assert lines[1][5] == f"'{blank}=HYPERLINK(1)"


def test_the_door_is_shown_to_those_it_opens_to(client, referent, agent):
    assert 'href="/journal/"' in read(client, referent).text
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    assert 'href="/journal/"' not in client.get("/reglages/").text


def _acts_of(function):
    """The names of acts that `function` puts on record."""
    assigned = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
            act = call.args[1]
            act = assigned.get(act.id, act) if isinstance(act, ast.Name) else act
            yield from (part.value for part in ast.walk(act) if isinstance(part, ast.Constant))


def test_every_act_that_goes_on_record_has_words():
    files = [path for root in ("intranet", "spaces", "knowledge", "search") for path in Path(root).rglob("*.py")]
    functions = [
        node for path in files for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)
    ]
    acts = {name for function in functions for name in _acts_of(function) if NAME.fullmatch(str(name))}
    assert len(acts) > 50
    assert acts <= set(ACTS)


def test_what_is_told_with_an_act_is_in_words(client, referent, agent):
    audit.record(referent, "membership.role_changed", agent, role="referent")
    audit.record(referent, "membership.ended", agent, on="2026-12-31")
    audit.record(referent, "step.set", agent, step="fa31b87e-1291-4cdf-9b98-ba56501570f2", status="done")
    audit.record(referent, "membership.ended", agent, on="2026-13-45", title="<b>")
    page = read(client, referent).content.decode().replace("\xa0", " ")
    for words in ("rôle : référent", "le : 31 décembre 2026", "état : fait", "Rôle changé", "2026-13-45"):
        assert words in page
    for raw in ("membership.role_changed<", "fa31b87e", "<b>"):
        assert raw not in page
