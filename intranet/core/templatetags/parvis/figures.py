"""Figures and lists: `{{ n|number }}`, `{{ file.size|filesize }}`, `{{ names|and_list }}`."""

from django import template

from intranet.core import wording

register = template.Library()
register.filter("number", wording.number)
register.filter("filesize", wording.filesize)
register.filter("and_list", wording.and_list)
