"""Coming in: invitations, requests, moves, as they wait."""

from datetime import timedelta

from django.utils import timezone

from intranet.accounts.actions.invitations import digest_of
from intranet.accounts.models import AttachmentRequest, Invitation, Move


def make_invitation(organisation, email="nouvelle@exemple.example", token="", **fields) -> Invitation:
    """An invitation that waits; `token` is what its mailed link would end with."""
    fields.setdefault("expires_at", timezone.now() + timedelta(days=14))
    digest = digest_of(token) if token else ""
    return Invitation.objects.create(organisation=organisation, email=email, token_digest=digest, **fields)


def make_request(user, organisation, **fields) -> AttachmentRequest:
    """A pending person asks."""
    return AttachmentRequest.objects.create(user=user, organisation=organisation, **fields)


def make_move(user, destination, **fields) -> Move:
    """A move that was proposed for an agent of one organisation."""
    return Move.objects.create(membership=user.memberships.active().get(), destination=destination, **fields)
