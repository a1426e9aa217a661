"""Figures and lists: `{{ n|number }}`, `{{ file.size|filesize }}`, `{{ names|and_list }}`.

And words: « de Corvelles » (`{{ organisation|of }}`), the first of a text (`{{ html|words:120 }}`).
"""

from django import template
from django.utils.html import format_html

from intranet.core import wording
from intranet.core.text import excerpt, plain_text, spaced

register = template.Library()
register.filter("number", wording.number)
register.filter("filesize", wording.filesize)
register.filter("and_list", wording.and_list)
register.filter("of", wording.of)


@register.filter
def address(email):
    """`{{ person.email|address }}`: one that is too long for its line goes on after its @, not within a word."""
    return format_html("{}@<wbr>{}", *str(email).rsplit("@", 1)) if "@" in str(email) else email


@register.filter
def words(html, length):
    """`{{ message.html|words:120 }}`: the first words of a text or of its HTML, cut at a word."""
    return excerpt(spaced(plain_text(str(html))), length)


@register.filter(name="spaced")
def french_spaces(text):
    """`{{ lesson.title|spaced }}`: no line of it begins with `: ; ! ?`, or ends with `«`."""
    return spaced(str(text))
