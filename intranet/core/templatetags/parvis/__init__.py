"""`{% load parvis %}`: the tags and filters of the look, one subject a module."""

from django import template

from . import blocks, figures, forms, marks, moments, navigation

register = template.Library()
for module in (blocks, figures, forms, marks, moments, navigation):
    register.tags.update(module.register.tags)
    register.filters.update(module.register.filters)
