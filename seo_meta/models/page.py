import zlib

import msgspec
from django.db import models

from seo_meta.core.types import Anchor, PageFacts


class Kept(msgspec.Struct):
    """The fields of stored facts that are asked for alone, so that the rest is skipped over: in a third of the time."""

    headers: dict[str, str] = {}
    anchors: tuple[Anchor, ...] = ()


FACTS = msgspec.json.Decoder(PageFacts)
KEPT = msgspec.json.Decoder(Kept)


class Page(models.Model):
    """One page of one run: what lists and site rules ask for as columns, everything else in `facts`."""

    run = models.ForeignKey("seo_meta.Run", models.CASCADE, related_name="read_pages")
    url = models.TextField()
    url_hash = models.CharField(max_length=32)
    """`text.content_hash` of `url`: unique within the run whatever the length of the URL."""
    key = models.BinaryField(max_length=8)
    """`key64` of the look-up key."""
    file = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField()
    is_html = models.BooleanField()
    indexable = models.BooleanField()
    noindex = models.BooleanField()
    self_canonical = models.BooleanField()
    canonical = models.BinaryField(max_length=8)
    redirect = models.BinaryField(max_length=8)
    language = models.CharField(max_length=35, blank=True)
    title = models.TextField(blank=True)
    description = models.TextField(blank=True)
    h1 = models.TextField(blank=True)
    alternates = models.TextField(blank=True)
    word_count = models.PositiveIntegerField()
    byte_size = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=32, blank=True)
    signature = models.CharField(max_length=512, blank=True)
    template = models.CharField(max_length=16, blank=True)
    links = models.BinaryField()
    """Packed keys (`core.site.SitePage`)."""
    followed = models.BinaryField()
    fragments = models.BinaryField()
    ids = models.BinaryField()
    resources = models.BinaryField()
    outbound = models.TextField(blank=True)
    """The addresses outside the site that a page of status 200 links to (`core.site.outbound`), one a line."""
    verdicts = models.TextField(blank=True)
    """What each of `Run.page_rules` said of it, a letter each (`core.verdicts`); empty when it was not judged."""
    ignores = models.TextField(blank=True)
    """What it wants ignored, as JSON (`core.verdicts.Silence`); empty for nearly all."""
    source_hash = models.CharField(max_length=32, blank=True)
    """Of status, headers and body as they were read. A later run that reads the same copies this page; empty when it
    must not."""
    etag = models.TextField(blank=True)
    """The HTTP validator, or of a file its size and time of change."""
    last_modified = models.CharField(max_length=40, blank=True)
    unchanged = models.BooleanField(default=False)
    """Whether it was taken over from the run before."""
    facts = models.BinaryField()
    """`PageFacts` as deflated JSON; read it with `read_facts`."""

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "url_hash"), name="one_page_a_url_and_run"),)

    def __str__(self) -> str:
        return self.url

    def read_facts(self) -> PageFacts:
        return unpack_facts(self.facts)


def pack_facts(facts: PageFacts) -> bytes:
    return zlib.compress(msgspec.json.encode(facts), 1)


def unpack_kept(packed: bytes | memoryview) -> Kept:
    return KEPT.decode(zlib.decompress(packed))


def unpack_facts(packed: bytes | memoryview) -> PageFacts:
    return FACTS.decode(zlib.decompress(packed))
