"""What is said of an organisation, and by whom."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from PIL import Image

from intranet.audit.models import Entry
from intranet.files.models import StoredFile
from intranet.live.courier import courier
from intranet.organisations import actions
from intranet.organisations.models import MailDomain, Organisation, Siret, check_domain, check_siret
from tests.factories.files import pdf, photo, upload
from tests.factories.people import AgentFactory, editor
from tests.factories.places import OrganisationFactory
from tests.factories.races import together

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent")


@pytest.fixture
def someone(metropole):
    return editor(organisation=metropole)


# The second: the key of La Poste's establishments is the sum of their digits, its seat has a usual one.
@pytest.mark.parametrize("number", ["73282932000074", "35600000049837", "35600000000048"])
def test_a_siret_that_exists_is_taken(number):
    check_siret(number)


@pytest.mark.parametrize(
    "number",
    ["73282932000075", "7328293200007", "732829320000744", "7328293200007a", "35600000049838", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", ""],
)
def test_a_siret_that_cannot_exist_is_refused(number):
    with pytest.raises(ValidationError):
        check_siret(number)


@pytest.mark.parametrize(
    "domain", ["verlanges.example", "mairie.verlanges-le-haut.example", "xn--vrlanges-d1a.example"]
)
def test_a_mail_domain_is_whole(domain):
    check_domain(domain)


@pytest.mark.parametrize(
    "domain", ["example", "@verlanges.example", "Verlanges.example", "*.example", "a b.example", "-a.example"]
)
def test_what_is_no_mail_domain_is_refused(domain):
    with pytest.raises(ValidationError):
        check_domain(domain)


def page_of(client, person, commune, **data):
    client.force_login(person, backend=BACKEND)
    return client.post(f"/organisations/{commune.slug}/modifier/", data)


def test_a_referent_says_how_to_reach_their_commune_and_what_it_works_with(client, commune, referent):
    answer = page_of(
        client, referent, commune, contact_phone="05 00 00 00 00", tool_payroll="Paierolle", tool_finance="Comptix",
        name="Autre nom", in_pool="",
    )  # fmt: skip
    assert answer.url == commune.get_absolute_url()
    shown = client.get(answer.url).content.decode()
    assert "05 00 00 00 00" in shown
    assert "Comptix" in shown
    commune.refresh_from_db()
    # What it is belongs to the editors.
    assert (commune.name, commune.in_pool) == ("Ville de Verlanges", True)
    page_of(client, referent, commune, contact_phone="05 00 00 00 00", tool_payroll="", tool_finance="Comptix")
    assert [tool.name for tool in commune.tools.all()] == ["Comptix"]
    assert Entry.objects.filter(action="organisation.edited", organisation_id=commune.pk).count() == 2


def test_a_logo_is_made_anew_and_the_former_one_goes(
    client, commune, referent, agent, django_capture_on_commit_callbacks
):
    page_of(client, referent, commune, logo=upload("blason.jpg", photo()))
    commune.refresh_from_db()
    first = commune.logo
    with first.content.open() as kept:
        assert b"Marie" not in kept.read()
    client.force_login(agent, backend=BACKEND)
    served = client.get(f"/organisations/{commune.slug}/logo/")
    assert Image.open(io.BytesIO(b"".join(served.streaming_content))).format == "WEBP"
    with django_capture_on_commit_callbacks(execute=True):
        page_of(client, referent, commune, logo=upload("autre.jpg", photo((20, 20))))
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        page_of(client, referent, commune, without_logo="on")
    commune.refresh_from_db()
    assert commune.logo is None
    assert not StoredFile.objects.exists()


def test_a_logo_that_is_no_picture_is_refused_and_what_was_typed_stays(client, commune, referent):
    page = page_of(client, referent, commune, logo=upload("plan.pdf", pdf()), contact_phone="05 00")
    assert page.status_code == 422
    assert page.context["form"].errors["logo"]
    assert 'value="05 00"' in page.content.decode()
    assert not StoredFile.objects.exists()


def test_a_referent_changes_no_other_commune_and_says_not_what_theirs_is(commune, neighbour, referent):
    with pytest.raises(PermissionDenied):
        actions.edit_organisation(by=referent, organisation=neighbour, contact={}, tools={})
    with pytest.raises(PermissionDenied):
        actions.identify_organisation(by=referent, organisation=commune, sirets=[], domains=["x.example"], verified=[])


def identified(client, someone, at, **data):
    client.force_login(someone, backend=BACKEND)
    values = {"name": "Ville de Verlanges", "short_name": "Verlanges", "kind": "commune", "in_pool": "on", **data}
    return client.post(f"/organisations/{at}/", values)


def test_an_editor_adds_an_organisation_and_verifies_its_domain(client, someone):
    added = identified(
        client, someone, "ajouter", numbers="732 829 320 00074", domains="@Verlanges.example\nmairie.example"
    )
    assert added.url == "/organisations/verlanges/"
    made = Organisation.objects.get(slug="verlanges")
    assert made.sirets.get().number == "73282932000074"
    assert {each.domain: each.verified_at for each in made.mail_domains.all()} == {
        "verlanges.example": None,
        "mairie.example": None,
    }
    kept = {"numbers": "73282932000074", "domains": "verlanges.example", "slug": "verlanges"}
    identified(client, someone, "verlanges/identite", **kept, verified=["verlanges.example"])
    assert made.mail_domains.get().verified_at
    assert Entry.objects.get(action="organisation.identified").details["verified"] == ["verlanges.example"]
    identified(client, someone, "verlanges/identite", **kept)
    assert made.mail_domains.get().verified_at is None


def test_what_is_another_s_or_wrong_is_said_beside_its_field(client, someone, commune, neighbour):
    Siret.objects.create(organisation=neighbour, number="73282932000074")
    MailDomain.objects.create(organisation=neighbour, domain="corvelles.example", verified_at=timezone.now())
    where = f"{commune.slug}/identite"
    for field, value in (
        ("numbers", "73282932000074"),
        ("numbers", "73282932000075"),
        ("domains", "corvelles.example"),
        ("domains", "pas un domaine"),
    ):
        page = identified(client, someone, where, slug=commune.slug, **{field: value})
        assert page.status_code == 422
        assert page.context["form"].errors[field], field
        assert value in page.content.decode()
    assert not commune.sirets.exists()
    assert not commune.mail_domains.exists()


def test_nothing_is_a_part_of_its_own_part(client, someone, commune):
    part = OrganisationFactory(parent=commune)
    page = identified(client, someone, f"{commune.slug}/identite", slug=commune.slug, parent=part.pk)
    assert page.context["form"].errors["parent"]


def as_shown(page):
    """What a browser would send of the page's form."""
    shown = {bound.html_name: bound.value() for bound in page.context["form"]}
    return {name: value for name, value in shown.items() if value not in (None, False, "")}


@pytest.mark.parametrize(("address", "mine", "theirs"), [
    ("modifier", {"contact_phone": "05 11"}, {"contact_email": "mairie@verlanges.example", "tool_finance": "Comptix"}),
    ("identite", {"population": "1200"}, {"description": "Au bord de l’eau", "domains": "verlanges.example"}),
])  # fmt: skip
def test_the_second_of_two_is_told_what_the_first_said_and_loses_nothing(
    client, someone, commune, address, mine, theirs
):
    client.force_login(someone, backend=BACKEND)
    url = f"/organisations/{commune.slug}/{address}/"
    seen = as_shown(client.get(url))
    assert client.post(url, {**seen, **theirs}).status_code == 302
    page = client.post(url, {**seen, **mine})
    assert page.status_code == 422
    for said in (*mine.values(), *theirs.values()):
        assert said in page.content.decode(), said
    kept = as_shown(client.get(url))
    assert theirs.items() <= kept.items()
    # Sent again, it is sent knowingly.
    assert client.post(url, as_shown(page)).status_code == 302
    assert {name: str(value) for name, value in as_shown(client.get(url)).items()}.items() >= mine.items()


def test_open_pages_are_asked_again_when_an_organisation_leaves_the_pool(
    someone, commune, agent, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr(courier, "send", told.append)
    for in_pool, number in ((True, 0), (False, 1), (False, 1), (True, 2)):
        commune.in_pool = in_pool
        with django_capture_on_commit_callbacks(execute=True):
            actions.identify_organisation(by=someone, organisation=commune, sirets=[], domains=[], verified=[])
        assert len(told) == number


def test_two_editors_give_one_domain_to_two_organisations_at_once(committed):
    someone, places = editor(), [OrganisationFactory() for _ in range(3)]
    given = {"sirets": [], "domains": ["verlanges.example"], "verified": []}
    ends = together(
        *(
            lambda place=place: actions.identify_organisation(by=someone, organisation=place, **given)
            for place in places
        )
    )
    assert sorted(type(end).__name__ for end in ends) == ["Organisation", "ValidationError", "ValidationError"]
    assert MailDomain.objects.get().organisation in places


def test_an_organisation_without_a_name_is_not_told_that_its_address_is_taken(client, someone):
    client.force_login(someone, backend=BACKEND)
    page = client.post("/organisations/ajouter/", {"kind": "commune"})
    assert page.status_code == 422
    assert "short_name" in page.context["form"].errors
    assert "slug" not in page.context["form"].errors
