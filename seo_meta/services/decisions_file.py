"""`.siteagent/decisions.jsonl` and the ticks in pull requests become what the propose stage knows of rejections."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time

import msgspec

from seo_meta.core import urls
from seo_meta.core.decisions import Decision, change_id, parse, rejected
from seo_meta.core.propose import Field
from seo_meta.core.review import RejectReason, Scope, value_key
from seo_meta.errors import ConfigError
from seo_meta.models import Rejection, Run
from seo_meta.selectors import brand_of, folder_of

from .rejections import differs, lift
from .transitions import RUN

NAME = "decisions.jsonl"
NOTE = "Decided in the repository or a pull request."
"""Marks the rejections that come from there, and go when they are gone there."""


class PageText(msgspec.Struct, frozen=True):
    """A page of the run, and what of its text a decision is tied to."""

    key: bytes
    url: str
    content: str
    signature: str


def read_decisions(text: bytes, where: str) -> tuple[Decision, ...]:
    """Raises ConfigError, which names the file `where` and the line."""
    try:
        return parse(text)
    except ValueError as error:
        raise ConfigError(f"{where} cannot be understood: {error}. Mend or remove the line.") from error


def pages_by_path(run: Run) -> dict[str, PageText]:
    """The pages of a run as decisions name them."""
    rows = run.read_pages.order_by("-pk").values_list("key", "url", "content_hash", "signature")
    return {page_path(run, url): PageText(bytes(key), url, *texts) for key, url, *texts in rows.iterator()}


def page_path(run: Run, url: str) -> str:
    return urls.without_origin(urls.page_key(url, clean_urls=run.clean_urls))


def decisions_about(pages: Mapping[str, PageText], dropped: Mapping[str, str]) -> list[Decision]:
    """What people refused in pull requests, id of the change to who, as far as the pages still have their text."""
    if not dropped:
        return []
    return [
        Decision(path, field, by=dropped[id], content=page.content, signature=page.signature)
        for path, page in pages.items()
        for field in Field
        if (id := change_id(path, field, page.content)) in dropped
    ]


def remember_decisions(run: Run, decisions: Iterable[Decision], pages: Mapping[str, PageText]) -> None:
    """Make the rejections of the run's site that came from decisions those that hold now: new ones are added, and what
    is allowed again, or gone, is lifted. What a reviewer lifted stays so."""
    wanted = {_place(one): one for one in _holding(run, decisions, pages)}
    known = Rejection.objects.filter(site=run.site_id, folder=folder_of(run), note=NOTE)
    there = {_place(one): one for one in known.order_by("pk") if not (one.lifted_at and one.lifted_by_name == RUN.name)}
    lift(known.filter(pk__in=[one.pk for place, one in there.items() if place not in wanted]), RUN)
    Rejection.objects.bulk_create(one for place, one in wanted.items() if place not in there)


def _holding(run: Run, decisions: Iterable[Decision], pages: Mapping[str, PageText]) -> Sequence[Rejection]:
    brand = brand_of(run)
    return [
        Rejection(
            site_id=run.site_id,
            folder=folder_of(run),
            key=page.key,
            url=page.url,
            field=one.field.value,
            value=one.value if one.scope is Scope.VALUE else None,
            value_key=value_key(one.field, one.value, brand) if one.scope is Scope.VALUE and one.value else "",
            reason=RejectReason.OTHER.value,
            scope=one.scope.value,
            note=NOTE,
            content_hash=one.content,
            signature=one.signature,
            expires_at=datetime.combine(one.until, time(), UTC) if one.scope is Scope.DAYS and one.until else None,
            created_by_name=one.by or NAME,
        )
        for one in rejected(decisions)
        if (page := pages.get(one.page)) and not _is_over(one, page)
    ]


def _is_over(one: Decision, page: PageText) -> bool:
    return one.scope is Scope.CONTENT and differs(one.content, one.signature, page.content, page.signature)


def _place(one: Rejection) -> tuple[object, ...]:
    return bytes(one.key), one.field, one.scope, one.value, one.content_hash, one.expires_at
