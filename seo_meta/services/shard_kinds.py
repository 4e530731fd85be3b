"""What workers can be asked to do with a shard of a run: under a name, since the worker may be on another machine."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.conf import settings

from seo_meta.models import Run
from seo_meta.sources.folder import Entry

from .ask import Batch
from .crawl_options import CrawlOptions
from .reach import reach_for
from .read_batch import BatchReader, BatchResult
from .read_folder import read_shard
from .shards import Shard, ShardResult
from .turns import leave_alone, reserve
from .workers import Killed


class FolderShard(Shard):
    """As `read_shard` has it, with the type of its items, for decoding."""

    items: Sequence[Entry]


class Outcome(msgspec.Struct):
    """What came of a shard: its result, or what killed the process that did it."""

    result: msgspec.Raw = msgspec.Raw(b"\xc0")
    killed: Killed | None = None


class Kind(msgspec.Struct, frozen=True):
    """`work` makes what does a shard of a run; what goes in and what comes out are of these types."""

    task: type
    result: type
    work: Callable[[Run], Callable[[Any], Any]]


class ReaderInTurn(BatchReader):
    """Reads batches while other workers read others of the same site: each asks in the time that was promised to it."""

    def __call__(self, batch: Batch) -> BatchResult:
        start = reserve(self.run.site_id, len(batch.urls) * batch.gap)
        result = super().__call__(msgspec.structs.replace(batch, start=start))
        if result.pause:
            leave_alone(self.run.site_id, result.pause)
        return result


def shards_at_once(options: CrawlOptions) -> int:
    """Of a live site: no more than requests at once, since each asks over a connection of its own."""
    return min(settings.SITEAGENT_SHARDS, options.concurrency)


def _reader(run: Run) -> ReaderInTurn:
    names = CrawlOptions.__struct_fields__
    options = msgspec.convert({name: run.options[name] for name in names}, CrawlOptions)
    connections = options.concurrency // shards_at_once(options)
    return ReaderInTurn(
        run.pk, reach_for(run.source), connections, options.max_depth, follow=bool(run.options["follow"])
    )


KINDS = {
    "folder": Kind(FolderShard, ShardResult, lambda run: read_shard),
    "site": Kind(Batch, BatchResult, _reader),
}
