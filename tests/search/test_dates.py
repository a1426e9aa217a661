"""Searching by date: what is proposed, and what is kept."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from intranet.taxonomy.models import Theme
from tests.search.conftest import ThemeSource


def test_only_the_dates_that_find_something_are_proposed_and_the_chosen_one_stays(page, monkeypatch):
    monkeypatch.setattr(ThemeSource, "published", timezone.now())
    Theme.objects.create(slug="neuve", name="La paie neuve")
    monkeypatch.setattr(ThemeSource, "published", timezone.now() - timedelta(days=800))
    Theme.objects.create(slug="vieille", name="La vieille cantine")
    assert "Cette année" in page("q=paie").content.decode()
    html = page("q=cantine").content.decode()
    assert "Toutes" in html
    assert "Cette année" not in html
    new_year = timezone.localdate().replace(month=1, day=1)
    assert "Cette année" in page(f"q=cantine&since={new_year}").content.decode()


def test_dates_narrow_the_search(page, monkeypatch):
    # At noon: late in the evening, forty times twenty-four hours ago may be another day, of summer time.
    noon = timezone.localtime().replace(hour=12)
    monkeypatch.setattr(ThemeSource, "published", noon - timedelta(days=40))
    Theme.objects.create(slug="paie", name="La paie")
    monkeypatch.setattr(ThemeSource, "published", timezone.now() - timedelta(days=800))
    Theme.objects.create(slug="vieille", name="La vieille paie")
    since, until = (timezone.localdate() - timedelta(days=days) for days in (60, 40))
    html = page(f"q=paie&since={since}&until={until}").content.decode()
    assert "/themes/paie/" in html
    assert "/themes/vieille/" not in html
    assert "Depuis le" in html
    assert "Jusqu’au" in html
