"""What organisations plug into the house."""

from wagtail import hooks

from .demo import acts
from .search_sources import OrganisationSource

hooks.register("register_search_source", OrganisationSource)
hooks.register("load_demo", acts)
