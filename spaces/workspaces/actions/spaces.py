"""A space itself: open one, from nothing or from a model, and change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.plugs import plugged
from intranet.core.policies import require
from intranet.live import publish

from ..constants import LISTED, RESERVED_SLUGS, SpaceRole
from ..models import Pin, SpaceIndexPage, SpaceMembership, SpacePage
from ..policies import can_create_space, can_lead_space, can_mark_template, can_read_space

# What `edit_space` keeps of the changed space; the rest of its row belongs to others.
EDITED = ("title", "purpose", "access", "modules_off")


def create_space(
    *,
    author: User,
    space: SpacePage,
    organisations: Iterable[Any] = (),
    themes: Iterable[Any] = (),
    slug: str = "",
    template: SpacePage | None = None,
) -> SpacePage:
    """Add the unsaved `space` to the site, led by `author`, and return it. Its address is made from its title.

    From a `template`, what is pinned there comes too, and what other apps keep of structure
    (`register_space_template`); nobody of it, and nothing that was said in it.
    Effects: the page, a lead's membership, audit. Raises PermissionDenied when the author is no agent or may not read
    the template.
    """
    require(can_create_space(author))
    if template:
        require(template.is_template and can_read_space(author, template))
    with transaction.atomic():
        index = SpaceIndexPage.objects.select_for_update().get()
        space.slug = slug or _free_slug(space)
        space.owner = author
        index.add_child(instance=space)
        space.organisations.set(organisations)
        space.themes.set(themes)
        space.save()
        SpaceMembership.objects.create(space=space, user=author, role=SpaceRole.LEAD)
        if template:
            _copy_structure(author, template, space)
        audit.record(author, "space.created", space, access=space.access, template=str(template or ""))
    return space


def edit_space(*, editor: User, space: SpacePage) -> SpacePage:
    """Keep what was changed of `space` (its words, who may enter, its modules, organisations and themes), and nothing
    else of its row: it may be older than what is kept. Returns the space as it is kept.

    Effects: audit; open pages lose what they no longer may hear; search follows its modules.
    Raises PermissionDenied, or ValidationError (code `edited`) when somebody changed it since this one was read.
    """
    require(can_lead_space(editor, space))
    with transaction.atomic():
        kept: SpacePage = SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=space.pk)
        if kept.edition != space.edition:
            raise ValidationError(
                _("Cet espace a été modifié pendant que vous écriviez. Rien de ce qui suit n’est perdu."),
                code="edited",
            )
        modules_changed = kept.switched_off ^ space.switched_off
        if kept.intro != space.intro:
            kept.intro = space.intro
            kept.intro_edited_by, kept.intro_edited_at = editor, timezone.now()
        for name in EDITED:
            setattr(kept, name, getattr(space, name))
        kept.draft_title = kept.title
        kept.edition += 1
        kept.organisations.set(space.organisations.all())
        kept.themes.set(space.themes.all())
        intro = ["intro", "intro_html", "intro_edited_by", "intro_edited_at"]
        kept.save(update_fields=[*EDITED, *intro, "draft_title", "edition", "organisations", "themes"])
        for follow in plugged("register_space_modules"):
            follow(kept, modules_changed)
        audit.record(editor, "space.edited", kept, access=kept.access, modules_off=sorted(kept.switched_off))
        publish.recheck_everyone()
    return kept


def mark_template(*, by: User, space: SpacePage, offered: bool = True) -> None:
    """Offer the space as a model for others, to whoever reads it, or no longer. Effects: audit."""
    require(can_mark_template(by, space))
    with transaction.atomic():
        space.is_template = offered
        space.save(update_fields=["is_template"])
        audit.record(by, "space.template_offered" if offered else "space.template_withdrawn", space)


def _copy_structure(author: User, template: SpacePage, space: SpacePage) -> None:
    # What is pinned from inside the model leads back there, where others may not come.
    inside = template.get_absolute_url()
    pins = [pin for pin in template.pins.all() if not pin.url.startswith((inside, "/documents/"))]
    Pin.objects.bulk_create(
        Pin(space=space, title=pin.title, url=pin.url, text=pin.text, position=place, added_by=author)
        for place, pin in enumerate(pins)
    )
    for copy in plugged("register_space_template"):
        copy(author, template, space)


def _free_slug(space: SpacePage) -> str:
    """Made of its title. Where some agents may not know of the space, letters at random come after it: what another
    space is called then tells nobody that this one is there.
    """
    base = slugify(space.title)[:200] or "espace"
    if space.access in LISTED and base not in RESERVED_SLUGS and not SpacePage.objects.filter(slug=base).exists():
        return base
    return f"{base}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"
