"""What the demo's spaces say of themselves, once."""

from intranet.demo.story import Story
from spaces.workspaces import demo
from spaces.workspaces.models import SpacePage
from tests.factories.people import AgentFactory


def test_the_introduction_goes_on_where_the_purpose_ends(metropole):
    story = Story()
    story.keep("person", "lead", AgentFactory(metropole))
    row = {"slug": "paie", "name": "Paie", "access": "open", "themes": []}
    for words, purpose, intro in (
        (
            "**Ici, on demande.** La place\nest à *tous*.\n\nEntrez.",
            "Ici, on demande.",
            "La place\nest à *tous*.\n\nEntrez.",
        ),
        ("Une seule phrase.", "Une seule phrase.", ""),
    ):
        demo._open(story, {**row, "intro": words}, "lead")
        space = SpacePage.objects.get(title="Paie")
        assert (space.purpose, space.intro) == (purpose, intro)
        space.delete()
