"""What of a profile is shown to whom: a card, made for somebody who is so near."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constants import LEVELLED

if TYPE_CHECKING:
    from .people import User

_PHONE = re.compile(r"\+?[0-9][0-9 .()/-]*( *poste *[0-9]+)?", re.IGNORECASE)
SHORTEST = 3


def check_phone(number: str) -> None:
    """Raise ValidationError unless `number` can be called: digits as people space them, and an extension."""
    if not _PHONE.fullmatch(number.strip()) or sum(map(str.isdigit, number)) < SHORTEST:
        raise ValidationError(_("Écrivez un numéro, par exemple « 05 00 00 04 12 » ou « +33 5 00 00 04 12 poste 12 »."))


def split_skills(skills: str) -> list[str]:
    """The skills, one by one, each once however it is written."""
    each = (" ".join(skill.split()) for skill in skills.split(","))
    return list({skill.casefold(): skill for skill in each if skill}.values())


class Card:
    """The fields of a profile that somebody so near sees; the others are empty, as if they had not been filled in."""

    def __init__(self, person: User, nearness: int) -> None:
        self._person, self._nearness = person, nearness

    def shows(self, field: str) -> bool:
        """Whether the level of `field` (one of `LEVELLED`) is as wide as that."""
        level: int = getattr(self._person, f"{field}_level")
        return level >= self._nearness

    def _text(self, field: str) -> str:
        text: str = getattr(self._person, field) if self.shows(field) else ""
        return text

    @property
    def job_title(self) -> str:
        """Their function."""
        return self._text("job_title")

    @property
    def skills(self) -> str:
        """What they know, as they wrote it."""
        return self._text("skills")

    @property
    def skill_list(self) -> list[str]:
        """What they know, one by one."""
        return split_skills(self.skills)

    @property
    def bio(self) -> str:
        """How they present themselves."""
        return self._text("bio")

    @property
    def phone(self) -> str:
        """Their number."""
        return self._text("phone")

    @property
    def phone_address(self) -> str:
        """The number as a telephone dials it, without the extension."""
        number = re.split("poste", self.phone, flags=re.IGNORECASE)[0]
        return "".join(sign for sign in number if sign.isdigit() or sign == "+")

    @property
    def photo_url(self) -> str:
        """Where their photo is, made small and square; empty without one."""
        if not self._person.photo_id or not self.shows("photo"):
            return ""
        # The number changes with the photo: a browser that kept the former one asks for the new one.
        return f"{reverse('person-photo', args=[self._person.slug])}?{self._person.photo_id}"

    @property
    def fields(self) -> list[Any]:
        """Names of the fields that are filled in and shown."""
        there = {"photo": bool(self._person.photo_id)}
        return [name for name in LEVELLED if self.shows(name) and there.get(name, bool(getattr(self._person, name)))]
