"""What is typed on one line, as people will read it."""

import unicodedata
from typing import Any

from django import forms

# Joiners hold an emoji, or the letters of some scripts, together.
_JOINERS = "\u200c\u200d"


def as_read(text: str) -> str:
    """`text` on one line, without what is not seen: marks that turn the reading around, zero widths, controls."""
    spaced = "".join(" " if unicodedata.category(each) in ("Cc", "Zl", "Zp") else each for each in text)
    shown = "".join(each for each in spaced if each in _JOINERS or unicodedata.category(each) != "Cf")
    return " ".join(shown.split(" ")).strip(f" {_JOINERS}")


class LineField(forms.CharField):
    """A name or a title: nobody passes for another by letters that are not seen."""

    def to_python(self, value: Any) -> Any:
        """Before it is asked whether anything was typed at all."""
        return super().to_python(as_read(value) if isinstance(value, str) else value)
