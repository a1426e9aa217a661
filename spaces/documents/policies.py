"""What a person may do with documents.

They are read with their space, or with what they are attached to; one changes one's own.
"""

from __future__ import annotations

from typing import Any

from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_lead_space, can_post_in_space

from .constants import Audience
from .models import Document

# The module of a space that all of this is.
MODULE = "documents"


def can_view_document(user: Any, document: Document) -> bool:
    """Read it (`visible_to`)."""
    return bool(Document.objects.visible_to(user).filter(pk=document.pk).exists())


def can_add_document(user: Any, space: SpacePage, audience: str = Audience.SPACE) -> bool:
    """File one: whoever posts there; one that may leave the space, an agent alone."""
    return can_post_in_space(user, space, MODULE) and (audience == Audience.SPACE or user.is_agent)


def can_replace_document(user: Any, document: Document) -> bool:
    """File a new version: its author, and any agent who posts there. Nothing is lost: the others stay."""
    own = document.author_id == user.pk or getattr(user, "is_agent", False)
    return bool(own and can_post_in_space(user, document.space, MODULE))


def can_edit_document(user: Any, document: Document) -> bool:
    """Change its title, its description, how far it may be attached: its author while in the space, and the leads."""
    own = document.author_id == user.pk and can_post_in_space(user, document.space, MODULE)
    return own or can_lead_space(user, document.space)


def can_delete_document(user: Any, document: Document) -> bool:
    """Take it away with all its versions: whoever may edit it."""
    return can_edit_document(user, document)
