"""The tags of documents: made when first used, gone with the last document that has them."""

from __future__ import annotations

from collections.abc import Iterable

from spaces.workspaces.models import SpacePage

from ..models import Document, Tag


def set_tags(document: Document, names: Iterable[str]) -> None:
    """Give `document` the tags called `names`, in its space, and no other; letters' case does not tell two apart.

    For the actions of this app, in their transaction: the tags of a space change one at a time.
    """
    SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=document.space_id)
    wanted = {name.casefold(): name for name in names}
    known = {tag.name.casefold(): tag for tag in Tag.objects.filter(space=document.space_id)}
    new = [Tag(space_id=document.space_id, name=name) for key, name in wanted.items() if key not in known]
    for tag in new:
        tag.save()
    document.tags.set([*new, *(tag for key, tag in known.items() if key in wanted)])
    forget_unused_tags(document.space)


def forget_unused_tags(space: SpacePage) -> None:
    """Delete the tags of `space` that no document has, those in its bin counted."""
    Tag.objects.filter(space=space, documents=None).delete()
