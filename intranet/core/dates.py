"""Dates as people say them: « il y a 5 min », « hier à 17 h 40 », « vendredi », « 18 novembre »."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

MINUTE, HOUR = 60, 3600
# On average: what the settings count in months.
MONTH = timedelta(days=365.25 / 12)


def words_for(moment: date | datetime, now: datetime | None = None, after_word: bool = False) -> str:
    """How far `moment` is from `now`, as one would say it aloud; further than a week, its day.

    `after_word`: it follows a participle, « publié le 16 octobre ».
    """
    now = local(now or timezone.now())
    if not isinstance(moment, datetime):
        return _day_words(moment, now.date()) or _far(moment, now, after_word)
    moment = local(moment)
    seconds = (now - moment).total_seconds()
    if abs(seconds) < MINUTE:
        return _("à l’instant")
    if abs(seconds) < HOUR:
        return _ago(seconds, MINUTE, _("il y a %(n)d min"), _("dans %(n)d min"))
    if moment.date() == now.date():
        return _ago(seconds, HOUR, _("il y a %(n)d h"), _("dans %(n)d h"))
    if abs((now.date() - moment.date()).days) == 1:
        return _("%(day)s à %(time)s") % {"day": _day_words(moment.date(), now.date()), "time": clock(moment)}
    return _day_words(moment.date(), now.date()) or _far(moment, now, after_word)


def _far(moment: date | datetime, now: datetime, after_word: bool) -> str:
    words = day(moment, now.date())
    return _("le %(day)s") % {"day": words} if after_word else words


def local(moment: date | datetime) -> date | datetime:
    """`moment` as the clock on the wall has it: the pool has one time zone. A plain day is itself."""
    if not isinstance(moment, datetime):
        return moment
    zone = timezone.get_default_timezone()
    return moment if moment.tzinfo is zone else moment.astimezone(zone)


def clock(moment: datetime) -> str:
    """The time of day: « 9 h 07 », « 14 h »."""
    moment = local(moment)
    return _clock(moment.hour, moment.minute, get_language())


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, language: str) -> str:
    pattern = pgettext("time format", "G \\h i") if minute else pgettext("time format, on the hour", "G \\h")
    return date_format(time(hour, minute), pattern)


def day(moment: date | datetime, today: date | None = None) -> str:
    """The day: « 18 novembre », with its year when it is not this one's."""
    moment = local(moment)
    moment = moment.date() if isinstance(moment, datetime) else moment
    return _day(moment, moment.year == (today or timezone.localdate()).year, get_language())


@lru_cache(maxsize=4096)
def _day(moment: date, this_year: bool, language: str) -> str:
    first = moment.day == 1
    if this_year:
        pattern = pgettext("date format, first of month", "j\\e\\r F") if first else pgettext("date format", "j F")
    elif first:
        pattern = pgettext("date format, first of month, with year", "j\\e\\r F Y")
    else:
        pattern = pgettext("date format, with year", "j F Y")
    return date_format(moment, pattern)


def long_day(moment: date | datetime) -> str:
    """The day with its name: « mardi 24 novembre »."""
    return pgettext("weekday and day", "%(weekday)s %(day)s") % {
        "weekday": date_format(local(moment), "l"),
        "day": day(moment),
    }


def exact(moment: date | datetime) -> str:
    """Everything: « mardi 24 novembre 2026 à 9 h 07 »."""
    whole = _whole(local(moment).date() if isinstance(moment, datetime) else moment, get_language())
    if not isinstance(moment, datetime):
        return whole
    return _("%(day)s à %(time)s") % {"day": whole, "time": clock(moment)}


@lru_cache(maxsize=4096)
def _whole(day: date, language: str) -> str:
    return date_format(day, pgettext("date format, whole", "l j F Y"))


def machine(moment: date | datetime) -> str:
    """What the `datetime` attribute holds: ISO 8601, with the offset when there is a time."""
    return local(moment).isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def _ago(seconds: float, unit: int, past: str, future: str) -> str:
    return (past if seconds > 0 else future) % {"n": int(abs(seconds) // unit)}


def _day_words(moment: date, today: date) -> str:
    days = (today - moment) // timedelta(days=1)
    if days in (0, 1, -1):
        return {0: _("aujourd’hui"), 1: _("hier"), -1: _("demain")}[days]
    return date_format(moment, "l") if 1 < days < 7 else ""
