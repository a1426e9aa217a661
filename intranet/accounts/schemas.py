"""People as the API shows them."""

from ninja import Schema


class BelongingOut(Schema):
    """An organisation one belongs to, and as what (`agent`, `referent`)."""

    id: int
    name: str
    role: str


class MeOut(Schema):
    """Who asks."""

    id: int
    name: str
    email: str
    url: str
    is_agent: bool
    is_editor: bool
    organisations: list[BelongingOut]
