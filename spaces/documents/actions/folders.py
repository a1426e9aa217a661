"""Folders of a space: made, renamed and moved with all that is in them, deleted when empty."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from spaces.workspaces.models import SpacePage

from ..constants import MAX_DEPTH
from ..models import Document, Folder
from ..policies import can_create_folder, can_edit_folder


def create_folder(*, author: User, space: SpacePage, name: str, parent: Folder | None = None) -> Folder:
    """Make a folder in `space`, inside `parent` if given. Effects: audit.

    Raises PermissionDenied, ValidationError when the name is taken there or it would be the fourth level.
    """
    require(can_create_folder(author, space))
    with transaction.atomic():
        _hold(space)
        _require_free(space, parent, name)
        folder = Folder.objects.create(space=space, parent=parent, depth=_depth_in(parent), name=name, author=author)
        audit.record(author, "folder.created", folder, space=space.title)
    return folder


def copy_folders(author: User, template: SpacePage, space: SpacePage) -> None:
    """Give `space` the folders of `template`, empty. In the caller's transaction, which asks who may and records it."""
    copies: dict[int | None, Folder | None] = {None: None}
    for folder in template.folders.order_by("depth", "pk"):
        copies[folder.pk] = Folder.objects.create(
            space=space, parent=copies[folder.parent_id], depth=folder.depth, name=folder.name, author=author
        )


def edit_folder(*, editor: User, folder: Folder, name: str, parent: Folder | None, before: str = "") -> None:
    """Call it `name` and put it inside `parent`, or at the top, with all that is in it; it stays in its space.

    `before` is the `fingerprint` that was seen. Effects: audit. Raises as `create_folder`, and ValidationError when
    `parent` is inside it, or somebody changed it since (code `changed`).
    """
    require(can_edit_folder(editor, folder) and (parent is None or parent.space_id == folder.space_id))
    with transaction.atomic():
        _hold(folder.space)
        kept = _kept(folder)
        if before and before != kept.fingerprint:
            raise ValidationError(_("Quelqu’un vient de modifier ce dossier."), code="changed")
        was = kept.name
        levels = _levels_under(folder)
        if parent and any(parent.pk == each.pk for level in [[folder], *levels] for each in level):
            raise ValidationError(_("Un dossier ne peut pas être rangé dans lui-même."))
        depth = _depth_in(parent)
        if depth + len(levels) > MAX_DEPTH:
            raise ValidationError(_("Il contient des dossiers qui seraient au quatrième niveau : trois au plus."))
        _require_free(folder.space, parent, name, besides=folder)
        for below, level in enumerate(levels, 1):
            for each in level:
                each.depth = depth + below
                each.save(update_fields=["depth"])
        folder.name, folder.parent, folder.depth = name, parent, depth
        folder.save(update_fields=["name", "parent", "depth"])
        audit.record(editor, "folder.edited", folder, was=was, into=str(parent or ""))


def delete_folder(*, editor: User, folder: Folder) -> None:
    """Delete an empty folder; what is in the bin will come back to the folder around it. Effects: audit.

    Raises PermissionDenied, ValidationError when something is in it.
    """
    require(can_edit_folder(editor, folder))
    with transaction.atomic():
        _hold(folder.space)
        # Nor does anybody file in it meanwhile.
        kept = _kept(folder)
        if kept.folders.exists() or Document.objects.filter(folder=folder).exists():
            raise ValidationError(_("Ce dossier n’est pas vide : déplacez d’abord ce qu’il contient."))
        for document in Document.everywhere.in_bin().filter(folder=folder):
            document.folder = kept.parent
            document.save(update_fields=["folder"])
        audit.record(editor, "folder.deleted", folder, space=folder.space.title)
        folder.delete()


def _kept(folder: Folder) -> Folder:
    """The folder as it is now, held until the end of the transaction."""
    row: Folder | None = Folder.objects.select_for_update(of=("self",)).filter(pk=folder.pk).first()
    if row is None:
        raise ValidationError(_("Ce dossier vient d’être supprimé."))
    return row


def _levels_under(folder: Folder) -> list[list[Folder]]:
    """The folders inside it, level by level: one query a level, three at most."""
    levels: list[list[Folder]] = []
    inside = [folder]
    while inside := list(Folder.objects.filter(parent__in=inside)):
        levels.append(inside)
    return levels


def _hold(space: SpacePage) -> None:
    """Folders of a space change one at a time: their depth and their names hold together."""
    SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=space.pk)


def _depth_in(parent: Folder | None) -> int:
    if parent is None:
        return 1
    if parent.depth >= MAX_DEPTH:
        raise ValidationError(_("Les dossiers vont jusqu’à trois niveaux : celui-ci serait le quatrième."))
    return parent.depth + 1


def _require_free(space: SpacePage, parent: Folder | None, name: str, besides: Folder | None = None) -> None:
    taken = Folder.objects.filter(space=space, parent=parent, name__iexact=name)
    if besides:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise ValidationError(_("Il y a déjà ici un dossier de ce nom."))
