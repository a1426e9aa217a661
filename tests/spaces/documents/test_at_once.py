"""What several people do with the documents of one space at the same time."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from spaces.documents import actions
from spaces.documents.models import Document, Folder, Tag
from tests.factories import files
from tests.factories.people import AgentFactory
from tests.factories.places import make_space
from tests.factories.races import together


def test_one_new_word_on_two_documents_at_once_is_one_tag(committed):
    lead = AgentFactory()
    space = make_space(lead=lead)
    filed = [
        actions.add_document(author=lead, space=space, upload=files.upload(f"{n}.pdf", files.pdf())) for n in range(3)
    ]
    for word in ("budget", "paie", "budget"):
        ends = together(
            *(
                lambda document=each, word=word: actions.edit_document(
                    editor=lead, document=document, title="Note", tags=[word]
                )
                for each in filed
            )
        )
        assert ends == [None, None, None]
        assert [tag.name for tag in Tag.objects.all()] == [word]


def test_a_folder_that_goes_while_a_file_comes_leaves_no_fault(committed):
    lead = AgentFactory()
    space = make_space(lead=lead)
    for n in range(3):
        folder = actions.create_folder(author=lead, space=space, name=f"Dossier {n}")
        upload = files.upload(f"{n}.pdf", files.pdf())
        ends = together(
            lambda folder=folder: actions.delete_folder(editor=lead, folder=Folder.objects.get(pk=folder.pk)),
            lambda folder=folder, upload=upload: actions.add_document(
                author=lead, space=space, upload=upload, folder=folder
            ),
        )
        refused = [end for end in ends if isinstance(end, Exception)]
        assert len(refused) == 1
        assert isinstance(refused[0], ValidationError), refused
        kept = Document.objects.filter(folder=folder.pk).count()
        assert kept == Folder.objects.filter(pk=folder.pk).count()
