"""What a person may do with documents.

They are read with their space, or with what they are attached to; one changes one's own.
"""

from __future__ import annotations

from typing import Any

from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_lead_space, can_post_in_space, can_read_space

from .constants import Audience
from .models import Document, Folder

# The module of a space that all of this is.
MODULE = "documents"


def can_view_document(user: Any, document: Document) -> bool:
    """Read it (`visible_to`)."""
    return bool(Document.objects.visible_to(user).filter(pk=document.pk).exists())


def can_read_history(user: Any, document: Document) -> bool:
    """Read its other versions than the current one: whoever reads its space. What is attached elsewhere is what it says
    now; what it said before was for the space alone.
    """
    return can_read_space(user, document.space)


def can_add_document(user: Any, space: SpacePage, audience: str = Audience.SPACE) -> bool:
    """File one: whoever posts there; one that may leave the space, an agent alone."""
    return can_post_in_space(user, space, MODULE) and (audience == Audience.SPACE or user.is_agent)


def can_replace_document(user: Any, document: Document) -> bool:
    """File a new version: its author, and any agent who posts there. Nothing is lost: the others stay."""
    own = document.author_id == user.pk or getattr(user, "is_agent", False)
    return bool(own and not document.binned_at and can_post_in_space(user, document.space, MODULE))


def can_edit_document(user: Any, document: Document) -> bool:
    """Change its title, its tags, its folder, how far it may be attached: its author while in the space, and the
    leads.
    """
    return not document.binned_at and _answers_for(user, document)


def can_delete_document(user: Any, document: Document) -> bool:
    """Put it in the bin with all its versions: whoever may edit it."""
    return can_edit_document(user, document)


def can_restore_document(user: Any, document: Document) -> bool:
    """Take it out of the bin, or make an end of it: whoever could put it there."""
    return bool(document.binned_at) and _answers_for(user, document)


def can_move_document(user: Any, document: Document, space: SpacePage) -> bool:
    """Put it in `space`: whoever may edit it and, in another space than its own, file it there."""
    own = document.space_id == space.pk
    return can_edit_document(user, document) and (own or can_add_document(user, space, document.audience))


def can_create_folder(user: Any, space: SpacePage) -> bool:
    """Make one: whoever posts there."""
    return can_post_in_space(user, space, MODULE)


def can_edit_folder(user: Any, folder: Folder) -> bool:
    """Rename it, move it, delete it when empty: who made it, while in the space, and the leads."""
    return _answers_for(user, folder)


def _answers_for(user: Any, thing: Document | Folder) -> bool:
    """Where nobody posts any more, nobody changes anything either."""
    if not can_post_in_space(user, thing.space, MODULE):
        return False
    return thing.author_id == user.pk or can_lead_space(user, thing.space)
