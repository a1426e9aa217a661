"""What this app plugs into the house."""

from wagtail import hooks

from .demo import acts

hooks.register("load_demo", acts)
