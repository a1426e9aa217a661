"""Writing a lesson."""

from __future__ import annotations

from django.urls import reverse


def test_enter_in_a_field_keeps_a_draft_and_sends_nothing_to_be_read_over(client, agent):
    client.force_login(agent)
    page = client.get(reverse("lesson-new")).content.decode()
    assert page.index("Enregistrer le brouillon") < page.index("Envoyer en relecture")
