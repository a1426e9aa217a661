"""The words of files."""

import sys
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intranet.files.actions import read_waiting_texts, reading, store
from intranet.files.extraction import isolation
from intranet.files.extraction.child import MAX_TEXT
from intranet.files.extraction.isolation import Stopped, Unreadable, words_of
from intranet.files.models import TextState
from tests.factories import files

pytestmark = pytest.mark.long

SHEET = {
    "xl/workbook.xml": "<workbook/>",
    "xl/sharedStrings.xml": "<sst><si><t>Effectif</t></si><si><t>payé</t><rPh><t>lu</t></rPh></si></sst>",
    "xl/worksheets/sheet1.xml": "<worksheet><c t='inlineStr'><is><t>Écart</t></is></c><c><v>12</v></c></worksheet>",
}


def words(content, extension):
    return words_of(ContentFile(content), extension)


@pytest.mark.parametrize(
    ("content", "extension", "expected"),
    [
        (files.pdf("Le taux neutre s'applique."), "pdf", "Le taux neutre s'applique."),
        (files.odt("Le <text:s/>taux<text:tab/>neutre"), "odt", "Le taux neutre"),
        (files.docx("Le taux neutre"), "docx", "Le taux neutre"),
        (files.package(SHEET), "xlsx", "Effectif\npayé\nÉcart"),
        ("Prénom;Taux\nZoé;1,5".encode("cp1252"), "csv", "Prénom Taux\nZoé 1,5"),
        ("Prénom".encode("utf-16"), "txt", "Prénom"),
        ("Prénom".encode("utf-8-sig"), "txt", "Prénom"),
        (files.photo(), "jpg", ""),
    ],
)
def test_each_kind_gives_its_words(content, extension, expected):
    assert words(content, extension) == expected


def test_slides_come_in_their_order():
    slides = {f"ppt/slides/slide{n}.xml": f"<p:sld><a:p><a:t>Page {n}</a:t></a:p></p:sld>" for n in (10, 2, 1)}
    assert words(files.package(slides), "pptx") == "Page 1\nPage 2\nPage 10"


def test_what_was_struck_out_and_comments_are_left_out():
    content = "visible<text:tracked-changes><text:p>barré</text:p></text:tracked-changes>"
    assert (
        words(files.odt(content + "<office:annotation><text:p>note</text:p></office:annotation>"), "odt") == "visible"
    )


def test_a_document_that_calls_outside_is_unreadable():
    xml = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d><p>&x;</p></d>"
    with pytest.raises(Unreadable):
        words(files.package({"content.xml": xml}), "odt")


def test_entities_that_multiply_are_unreadable():
    xml = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><d><p>&b;</p></d>"
    with pytest.raises(Unreadable):
        words(files.package({"content.xml": xml}), "odt")


def test_a_text_without_end_is_cut():
    assert len(words(b"mot " * 1_000_000, "txt")) <= MAX_TEXT
    assert len(words(files.odt("mot " * 1_000_000), "odt")) <= MAX_TEXT


def test_a_pdf_that_opens_with_a_password_is_unreadable_and_one_that_only_forbids_is_not():
    with pytest.raises(Unreadable):
        words(files.locked_pdf("secret"), "pdf")
    assert words(files.locked_pdf(""), "pdf") == "Secret"


def test_a_broken_file_is_unreadable():
    with pytest.raises(Unreadable):
        words(b"%PDF-1.4\n rien %%EOF", "pdf")


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(isolation, "SECONDS", 0.01)
    with pytest.raises(Stopped):
        words(files.pdf(), "pdf")


def test_a_reader_that_dies_is_told_from_a_file_that_cannot_be_read(monkeypatch):
    monkeypatch.setattr(isolation.sys, "executable", "/bin/false")
    assert sys.executable == "/bin/false"
    with pytest.raises(Stopped):
        words(files.pdf(), "pdf")


@pytest.mark.django_db
def test_the_sweep_learns_the_words_of_what_waits_and_finds_nothing_the_second_time():
    stored = store(files.upload("note.pdf", files.pdf("Le taux neutre")))
    scan = store(files.upload("scan.pdf", files.pdf("")))
    assert read_waiting_texts() == 2
    assert read_waiting_texts() == 0
    stored.refresh_from_db()
    scan.refresh_from_db()
    assert (stored.text, stored.text_state) == ("Le taux neutre", TextState.DONE)
    assert scan.text_state == TextState.NONE


@pytest.mark.django_db
def test_what_cannot_be_read_says_so():
    stored = store(files.upload("note.pdf", b"%PDF-1.4\n rien %%EOF"))
    read_waiting_texts()
    stored.refresh_from_db()
    assert stored.text_state == TextState.FAILED


@pytest.mark.django_db
def test_a_file_that_stops_its_reader_is_given_up_after_three_attempts(monkeypatch):
    def stop(file, extension):
        raise Stopped

    monkeypatch.setattr(reading, "words_of", stop)
    stored = store(files.upload("note.pdf", files.pdf()))
    tries = []
    now = timezone.now()
    for hour in range(5):
        with time_machine.travel(now + timedelta(hours=hour), tick=False):
            tries.append(read_waiting_texts())
    stored.refresh_from_db()
    assert tries == [1, 1, 1, 0, 0]
    assert stored.text_state == TextState.FAILED


@pytest.mark.django_db
def test_a_file_that_kills_its_worker_is_given_up_too(monkeypatch):
    monkeypatch.setattr(reading, "_learn", lambda stored: None)
    stored = store(files.upload("note.pdf", files.pdf()))
    now = timezone.now()
    for hour in range(5):
        with time_machine.travel(now + timedelta(hours=hour), tick=False):
            read_waiting_texts()
    stored.refresh_from_db()
    assert stored.text_state == TextState.FAILED


@pytest.mark.django_db
def test_an_upload_asks_for_its_words_in_its_own_transaction():
    DBTaskResult.objects.all().delete()
    store(files.upload("photo.jpg", files.photo()))
    assert not DBTaskResult.objects.exists()
    store(files.upload("note.odt", files.odt()))
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.all()] == [["files.extract"]]
