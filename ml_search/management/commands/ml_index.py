import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.management import CommandParser

from ml_search.errors import EncoderError
from seo_meta.management.command import SeoCommand, positive
from seo_meta.management.progress import progress_on
from seo_meta.management.reach import reach_from
from seo_meta.plugins import clip, plain
from seo_meta.selectors import find_run, find_site

if TYPE_CHECKING:
    from ml_search.services.index import Indexed
    from ml_search.services.plan_index import Plan

SHOWN = 20
"""Pages that could not be read, and are named."""


class Command(SeoCommand):
    help = "Make the search index hold the pages of a site, as its latest finished run has read them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=positive, metavar="ID", help="a run instead of the latest")
        parser.add_argument("--site", default="", metavar="URL", help="the site, when there are several")
        parser.add_argument("--plan", action="store_true", help="say what would be done, and do nothing")
        live = parser.add_argument_group("live sites", "Changed pages are read again, as slowly as the run read them.")
        live.add_argument("--timeout", type=positive, default=30, metavar="SECONDS", help="for one whole request (30)")
        live.add_argument("--allow-private", action="store_true", help="the site may be at a private address")

    def run(self, **options: Any) -> None:
        # These take a second to import, which the help of a command should not.
        from ml_search.encoders import Encoder, index_encoder
        from ml_search.services.index import index
        from ml_search.services.plan_index import plan_index
        from ml_search.stores import store_of

        run = find_run(options["run"]) if options["run"] else find_run(among=find_site(options["site"]).runs.all())
        if options["plan"]:
            self.stdout.write(plain(_planned(plan_index(run))))
            return
        reach = reach_from({**options, "source": run.source})
        encoder: Encoder | None = None
        try:
            encoder = index_encoder()
        except EncoderError as error:
            self.stderr.write(plain(f"{error} Until then the site is searched by keywords alone."))
        with progress_on(sys.stderr) as progress:
            done = index(run, encoder, store_of(run.site_id), reach, progress)
        for line in _lines(run.site.base_url, done):
            self.stdout.write(plain(line))


def _planned(plan: "Plan") -> str:
    return (
        f"{plan.run.site.base_url}: {len(plan.changed):,} pages to read, {len(plan.unchanged):,} as they are, "
        f"{len(plan.gone):,} to forget."
    )


def _lines(base_url: str, done: "Indexed") -> Iterator[str]:
    yield (
        f"{base_url}: {done.read:,} pages read, {done.unchanged:,} as they were, {done.forgotten:,} forgotten, "
        f"{done.encoded:,} texts encoded."
    )
    for page in done.unread[:SHOWN]:
        yield f"Not read: {clip(page.url, 200)}. {page.reason}"
    if len(done.unread) > SHOWN:
        yield f"And {len(done.unread) - SHOWN:,} more."
    if done.generation is None:
        yield "The vectors are as they were."
    else:
        yield f"Generation {done.generation.name} answers: {done.generation.count:,} chunks, {done.generation.kind}."
