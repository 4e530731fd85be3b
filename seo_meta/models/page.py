import zlib

import msgspec
from django.db import models

from seo_meta.core.types import Anchor, PageFacts


class _Anchors(msgspec.Struct):
    """The one field of stored facts that link rules open, so that the rest is skipped over."""

    anchors: tuple[Anchor, ...] = ()


FACTS = msgspec.json.Decoder(PageFacts)
ANCHORS = msgspec.json.Decoder(_Anchors)


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


def unpack_anchors(packed: bytes | memoryview) -> tuple[Anchor, ...]:
    """The anchors alone, in a third of the time."""
    return ANCHORS.decode(zlib.decompress(packed)).anchors


def unpack_facts(packed: bytes | memoryview) -> PageFacts:
    return FACTS.decode(zlib.decompress(packed))
