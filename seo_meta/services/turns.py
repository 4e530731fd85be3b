"""When a site may be asked again, for all workers that read it: time is promised in one row, by one clock."""

from time import monotonic

from django.db import transaction
from django.db.models.functions import Now

from seo_meta.models import Site


def reserve(site: int, seconds: float) -> float:
    """Promise the next `seconds` of a site to the caller; when they begin, on its own clock (`monotonic`)."""
    return monotonic() + _promise(site, seconds, 0.0)


def leave_alone(site: int, seconds: float) -> None:
    """Promise nothing to anybody for so long: the site asked for a pause."""
    _promise(site, 0.0, seconds)


def _promise(id: int, seconds: float, pause: float) -> float:
    """Seconds until the promised time begins."""
    with transaction.atomic():
        # Runs refer to the row; to add one must not wait for this.
        site = Site.objects.select_for_update(no_key=True).annotate(now=Now()).get(pk=id)
        now = site.now.timestamp()
        begin = max(site.asked_until, now + pause)
        Site.objects.filter(pk=id).update(asked_until=begin + seconds)
    return float(begin - now)
