"""Messages on a page."""

from hashlib import blake2b

from django import template
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def message_row(message) -> SafeString:
    """`{% message_row message %}`: a message (of `for_display()`), drawn once for each way it can look.

    Half the time of a thread's page went into drawing again what had not changed. The key holds all that
    `_message.html` reads, so nothing has to be forgotten when something changes.
    """
    look = blake2b(repr(_look(message)).encode(), digest_size=16).hexdigest()
    key = f"{message.pk}:{get_language()}:{look}"
    drawn = caches["drawn"].get(key)
    if drawn is None:
        drawn = render_to_string("discussions/_message.html", {"message": message})
        caches["drawn"].set(key, drawn)
    return drawn


def _look(message):
    quote = message.quote
    return (
        message.thread.get_absolute_url(),
        message.thread.accepted_id == message.pk,
        message.client_id.hex,
        message.seq,
        message.created_at,
        message.html,
        message.edited_at,
        message.deleted_at,
        _person(message.author),
        quote and (quote.pk, quote.html, quote.deleted_at, str(quote.author)),
        [
            (document.pk, document.title, document.current.file.extension, document.current.file.size)
            for document in (attachment.document for attachment in message.attachments.all())
        ],
        [(given.kind, given.user_id) for given in message.reactions.all()],
    )


def _person(person):
    organisation = person.primary_organisation
    place = organisation and (
        str(organisation),
        organisation.crest_tincture,
        organisation.crest_division,
        organisation.crest_letters,
    )
    return person.pk, person.slug, str(person), person.initials, person.is_active, person.is_agent, place
