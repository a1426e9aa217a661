"""What a piece of news is made of. Editors alone write it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class CalloutBlock(blocks.StructBlock):
    """A few words set apart."""

    title = blocks.CharBlock(label=_("titre"), max_length=120)
    text = blocks.TextBlock(label=_("texte"))

    class Meta:
        icon = "help"
        label = _("encadré")
        template = "home/blocks/callout.html"


class NewsBlocks(blocks.StreamBlock):
    """Paragraphs, headings, callouts."""

    heading = blocks.CharBlock(label=_("intertitre"), icon="title", template="home/blocks/heading.html")
    paragraph = blocks.RichTextBlock(
        label=_("paragraphe"), features=["bold", "italic", "ol", "ul", "link"], template="home/blocks/paragraph.html"
    )
    callout = CalloutBlock()
