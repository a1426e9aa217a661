"""One's own profile: what one says, who sees it, and the photo."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from intranet.accounts import actions
from intranet.accounts.constants import LEVELLED, Level
from intranet.accounts.models import User, split_skills
from intranet.accounts.models.cards import check_phone
from intranet.files.intake import check
from intranet.files.models import StoredFile
from tests.factories.answers import shut
from tests.factories.files import docx, pdf, photo, picture, upload

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def page(client, agent):
    """Save one's settings: what is not given stays as it is."""
    client.force_login(agent, backend=BACKEND)

    def save(**typed):
        kept = User.objects.get(pk=agent.pk)
        names = ["first_name", "last_name", "job_title", "skills", "bio", "phone", *(f"{n}_level" for n in LEVELLED)]
        said = {name: getattr(kept, name) for name in names} | {"base": kept.profile_version}
        return client.post("/reglages/", said | typed)

    return save


def face_of(client, person):
    served = client.get(f"/annuaire/{person.slug}/photo/")
    assert served.status_code == 200
    return Image.open(io.BytesIO(b"".join(served.streaming_content)))


def test_a_profile_is_kept_with_who_sees_it(client, agent, page):
    answer = page(
        job_title="Archiviste", phone=" 05 00  00 04 12 ", phone_level=Level.AGENTS, skills="Paie,  paie , Tri"
    )
    assert answer.status_code == 302
    agent.refresh_from_db()
    assert (agent.job_title, agent.phone, agent.phone_level) == ("Archiviste", "05 00 00 04 12", Level.AGENTS)
    assert agent.skills == "paie, Tri"
    body = client.get(agent.get_absolute_url()).content.decode()
    assert 'href="tel:0500000412"' in body


def test_the_page_says_who_sees_what(client, agent, page):
    page(job_title="Archiviste", phone="0500", job_title_level=Level.SPACES)
    seen = dict(client.get("/reglages/").context["seen"])
    assert [list(map(str, each)) for each in seen.values()] == [["fonction", "téléphone"], ["fonction"], []]


def test_a_photo_is_made_anew_square_and_small_and_says_nothing_of_where_it_was_taken(client, agent, page):
    page(photo=upload("vacances.jpg", photo((600, 300))))
    agent.refresh_from_db()
    with agent.photo.content.open() as kept:
        assert b"Marie" not in kept.read()
    face = face_of(client, agent)
    assert (face.format, face.size) == ("WEBP", (192, 192))
    assert not face.getexif()
    assert f'src="/annuaire/{agent.slug}/photo/?{agent.photo_id}"' in client.get("/annuaire/").content.decode()


def test_a_photo_that_lets_something_through_is_opaque(client, agent, page):
    page(photo=upload("ronde.png", picture(mode="RGBA")))
    assert face_of(client, agent).mode == "RGB"


def test_a_browser_that_has_the_photo_is_sent_nothing(client, agent, page):
    page(photo=upload("moi.jpg", photo()))
    first = client.get(f"/annuaire/{agent.slug}/photo/")
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(f"/annuaire/{agent.slug}/photo/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    shut(first)


def test_a_photo_that_waits_for_the_antivirus_shows_nobody_but_the_initials(client, agent, page, settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    page(photo=upload("moi.jpg", photo()))
    served = client.get(f"/annuaire/{agent.slug}/photo/")
    shown = Image.open(io.BytesIO(served.content)).convert("RGBA")
    assert (shown.size, shown.getpixel((0, 0))[3]) == ((1, 1), 0)
    assert served["Cache-Control"] == "no-store"
    assert "attend l’antivirus" in client.get("/reglages/").content.decode()


def test_the_former_photo_goes_with_the_new_one_and_a_photo_can_be_removed(
    client, agent, page, django_capture_on_commit_callbacks
):
    page(photo=upload("moi.jpg", photo()))
    face_of(client, agent)
    first = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        page(photo=upload("autre.jpg", photo((50, 50))))
    assert StoredFile.objects.get().pk != first.pk
    assert not first.content.storage.exists(first.content.name)
    with django_capture_on_commit_callbacks(execute=True):
        page(without_photo="on")
    assert not StoredFile.objects.exists()
    assert client.get(f"/annuaire/{agent.slug}/photo/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [("cv.pdf", pdf()), ("cv.docx", docx()), ("moi.jpg", b"MZ not a picture"), ("moi.svg", b"<svg></svg>")],
)
def test_what_is_no_photo_is_refused_beside_the_field_and_the_rest_stays(client, agent, page, name, content):
    answer = page(photo=upload(name, content), job_title="Archiviste")
    assert answer.status_code == 422
    assert answer.context["form"].errors["photo"]
    assert 'value="Archiviste"' in answer.content.decode()
    assert not StoredFile.objects.exists()
    agent.refresh_from_db()
    assert agent.job_title == ""


def test_a_wrong_number_is_refused_beside_the_field_and_stays(client, agent, page):
    answer = page(phone="appelez-moi", bio="Là.")
    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"]
    assert 'value="appelez-moi"' in answer.content.decode()
    # The frame shows who one is, not what was refused.
    page(first_name="")
    agent.refresh_from_db()
    assert (agent.first_name, agent.bio) == ("Awa", "")


@pytest.mark.parametrize(
    "number", ["05 00 00 04 12", "+33 5 00 00 04 12", "05.00.00.04.12", "3412", "05 00 00 04 12 poste 12"]
)
def test_a_number_as_people_write_it(number):
    check_phone(number)


@pytest.mark.parametrize("number", ["12", "javascript:alert(1)", "05 00 00 04 12 le matin", "+", "05+00+00"])
def test_a_number_that_cannot_be_called(number):
    with pytest.raises(ValidationError):
        check_phone(number)


def test_the_second_of_two_tabs_is_told_and_loses_nothing(client, agent, page):
    opened = agent.profile_version
    page(job_title="Archiviste")
    answer = page(job_title="Directrice", bio="Depuis mars.", base=opened)
    assert answer.status_code == 422
    assert dict(answer.context["differing"]) == {"Fonction": "Archiviste", "Présentation": "–"}
    body = answer.content.decode()
    assert 'value="Directrice"' in body
    assert "Depuis mars." in body
    agent.refresh_from_db()
    assert agent.job_title == "Archiviste"
    again = page(job_title="Directrice", bio="Depuis mars.", base=answer.context["form"]["base"].value())
    assert again.status_code == 302
    agent.refresh_from_db()
    assert (agent.job_title, agent.bio) == ("Directrice", "Depuis mars.")


def test_a_photo_that_cannot_be_kept_leaves_no_bytes(agent, monkeypatch):
    monkeypatch.setattr(User, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.edit_profile(user=agent, fields={}, photo=check(upload("moi.jpg", photo())))
    assert not StoredFile.objects.exists()


def test_skills_are_told_apart_whatever_their_case_and_spaces():
    assert split_skills(" Paie,paie ,, Reprise   de données ") == ["paie", "Reprise de données"]
