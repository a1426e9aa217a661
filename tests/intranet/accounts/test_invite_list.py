"""A pasted list or a CSV: what is understood of it, and what is said of each line."""

from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from intranet.accounts.forms import InviteForm, check_lines, read_lines
from intranet.organisations.models import MailDomain
from tests.factories.entry import make_invitation
from tests.factories.people import AgentFactory


def people(text):
    return [(line.first_name, line.last_name, line.email, line.job_title) for line in read_lines(text)]


AWA = ("Awa", "Diallo", "awa@verlanges.example", "Paie")


@pytest.mark.parametrize(
    "text",
    [
        "Awa;Diallo;awa@verlanges.example;Paie",
        "Awa, Diallo, awa@verlanges.example, Paie",
        "Awa\tDiallo\tawa@verlanges.example\tPaie",
        "Prénom;Nom;adresse;fonction\nAwa;Diallo;awa@verlanges.example;Paie",
        "Nom ; Prénom ; Fonction ; Adresse e-mail\nDiallo ; Awa ; Paie ; AWA@verlanges.example",
        '"Awa";"Diallo";"awa@verlanges.example";"Paie"',
        "awa@verlanges.example;Awa;Diallo;Paie",
        "Awa Diallo;awa@verlanges.example;Paie",
        "Awa;Diallo;mailto:awa@verlanges.example;Paie",
        "\ufeffAwa;\u200bDiallo;awa@verlanges.example;Paie",
        "Nom d’usage;Prénom;Mail professionnel;Fonction exercée\nDiallo;Awa;awa@verlanges.example;Paie",
        "Nom,Prénom,Mail,Mail personnel,Fonction\nDiallo,Awa,awa@verlanges.example,awa@chez-moi.example,Paie",
    ],
)
def test_a_person_is_read_however_they_are_written(text):
    assert people(text) == [AWA]


def test_what_is_between_quotes_is_one_cell_whatever_it_holds():
    text = 'Awa,"Diallo, née Ba",awa@verlanges.example,"Paie ; carrières"'
    assert people(text) == [("Awa", "Diallo, née Ba", "awa@verlanges.example", "Paie ; carrières")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("awa@verlanges.example", ("", "", "awa@verlanges.example", "")),
        ("Awa Diallo <awa@verlanges.example>", ("Awa", "Diallo", "awa@verlanges.example", "")),
        ("Diallo, Awa <awa@verlanges.example>;", ("Awa", "Diallo", "awa@verlanges.example", "")),
    ],
)
def test_an_address_alone_or_as_mail_programs_copy_it(text, read):
    assert people(text) == [read]


def test_several_addresses_in_a_row_are_several_people():
    lines = read_lines("awa@x.example; Léa Abadie <lea@x.example>, zoe@x.example")
    assert [line.email for line in lines] == ["awa@x.example", "lea@x.example", "zoe@x.example"]
    assert {line.number for line in lines} == {1}


def test_a_line_without_end_is_read_in_a_moment():
    began = process_time()
    assert [bool(line.error) for line in read_lines("<" + "@" * 20_000)] == [True]
    assert process_time() - began < 1


def test_a_line_without_a_good_address_says_so():
    errors = [line.error for line in read_lines("Awa;Diallo;;Paie\nawa@verlanges\nrien\na@b.example; ;")]
    assert ["adresse" in error for error in errors] == [True, True, True, False]


def test_each_line_says_why_it_cannot_be_invited(db, commune, neighbour):
    AgentFactory(commune, email="deja@verlanges.example")
    make_invitation(commune, "invitee@verlanges.example")
    make_invitation(commune, "expiree@verlanges.example", expires_at=timezone.now())
    MailDomain.objects.create(organisation=neighbour, domain="corvelles.example", verified_at=timezone.now())
    MailDomain.objects.create(organisation=neighbour, domain="peut-etre.example")
    text = """deja@verlanges.example
    invitee@verlanges.example
    expiree@verlanges.example
    neuve@verlanges.example
    NEUVE@verlanges.example
    maire@corvelles.example
    quelquun@peut-etre.example"""
    errors = {line.number: line.error for line in check_lines(read_lines(text), commune)}
    assert "déjà rattachée" in errors[1]
    assert "déjà invitée" in errors[2]
    assert "ligne 4" in errors[5]
    assert "Corvelles" in errors[6]
    assert [errors[n] for n in (3, 4, 7)] == ["", "", ""]
    # An editor knows: people work for two communes.
    allowed = check_lines(read_lines("maire@corvelles.example"), commune, foreign=True)
    assert [line.error for line in allowed] == [""]


def test_a_long_list_costs_as_much_as_a_short_one(db, commune, django_assert_num_queries):
    text = "\n".join(f"agent{n}@verlanges.example" for n in range(300))
    lines = read_lines(text)
    with django_assert_num_queries(3):
        assert not any(line.error for line in check_lines(lines, commune))


def sent(people="", content=None):
    files = {"file": SimpleUploadedFile("agents.csv", content)} if content is not None else {}
    form = InviteForm({"people": people}, files)
    return form.cleaned_data["people"] if form.is_valid() else form.errors


def test_a_file_is_read_under_what_was_typed():
    assert sent("a@x.example", b"\xef\xbb\xbfPr\xc3\xa9nom;adresse\r\nL\xc3\xa9a;b@x.example\r\n") == (
        "a@x.example\nPrénom;adresse\nLéa;b@x.example"
    )
    # As a spreadsheet on Windows writes it.
    assert sent(content="Léa;Abadie;lea@x.example".encode("cp1252")) == "Léa;Abadie;lea@x.example"


def test_what_is_no_list_is_refused_with_a_reason():
    assert "people" in sent("  \n ")
    assert "file" in sent(content=b"PK\x03\x04\x00\x00")
    assert "file" in sent(content=b"a" * 300_000)
    assert "people" in sent("\n".join(["a@x.example"] * 501))


def test_an_empty_line_of_a_spreadsheet_is_nobody_and_a_bad_address_is_one_line():
    lines = read_lines("Prénom;Nom;Adresse\n;;;\nPaul;;paul@@x;\n;;\nLéa;Abadie;lea@x.example")
    assert [(line.number, line.email) for line in lines] == [(3, "paul@@x"), (5, "lea@x.example")]


def test_the_list_is_asked_for_whatever_came_with_it():
    form = InviteForm({"people": ""}, {"file": SimpleUploadedFile("photo.csv", b"PK\x03\x04\x00")})
    assert not form.is_valid()
    assert form["people"].field.required


def test_what_is_left_after_sending_is_counted_anew(client, db, commune):
    referent = AgentFactory(commune, role="referent")
    client.force_login(referent, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/organisations/{commune.slug}/agents/inviter/"
    people = "awa@verlanges.example\nrien\nawa@verlanges.example"
    seen = client.post(address, {"people": people, "do": "preview"}).context["form"].initial
    page = client.post(address, {**seen, "do": "send"})
    assert [(line.number, line.text) for line in page.context["lines"]] == [(1, "rien"), (2, "awa@verlanges.example")]
    assert "déjà invitée" in page.context["lines"][1].error
    assert "0 invitation" not in page.content.decode()


def test_a_line_without_an_address_is_not_also_a_name():
    assert people("rien") == [("", "", "rien", "")]
