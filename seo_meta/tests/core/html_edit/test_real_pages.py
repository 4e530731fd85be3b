"""130 real pages, three fields, each replaced or inserted, deleted and put back: nothing but the field changes."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import pytest

from seo_meta.core.extract import extract
from seo_meta.core.html_edit import Change, Edit, Plan, Refused, apply, plan
from seo_meta.core.text import collapse
from seo_meta.core.types import Document, PageFacts
from seo_meta.tests.vectors import SHARED, shared

PAGES = sorted(path.name for path in (SHARED / "data/web_pages").glob("*.html"))

TEXT = "“New” & <improved>: 5 ≥ 4"
URL = "https://example.com/new?a=1&copy=2"


def titles(page: PageFacts) -> list[str | None]:
    return [title.text for title in page.titles]


def descriptions(page: PageFacts) -> list[str | None]:
    return [collapse(meta.content or "") for meta in page.metas if meta.name == "description"]


def canonicals(page: PageFacts) -> list[str | None]:
    return [link.href for link in page.links if "canonical" in link.rel]


FIELDS: dict[str, tuple[str, Callable[[PageFacts], list[str | None]]]] = {
    "title": (TEXT, titles),
    "meta:name=description": (TEXT, descriptions),
    "canonical": (URL, canonicals),
}


@lru_cache(maxsize=4)
def read(source: bytes) -> PageFacts:
    return extract(Document("https://example.com/", source, headers={"content-type": "text/html"}))


def outside(source: bytes, edits: tuple[Edit, ...]) -> list[bytes]:
    ends = [0, *(edit.end for edit in edits)]
    starts = [*(edit.start for edit in edits), len(source)]
    return [source[start:end] for start, end in zip(ends, starts, strict=True)]


def assert_only_edited(before: bytes, planned: Plan) -> None:
    assert outside(before, planned.edits) == outside(planned.result, planned.inverse)
    assert apply(planned.result, planned.inverse) == before


def other_facts(page: PageFacts, field: str) -> object:
    """What must not change with the field."""
    reads = [reader for name, (_, reader) in FIELDS.items() if name != field]
    headings = [(heading.level, heading.text) for heading in page.headings]
    urls = [anchor.url for anchor in page.anchors]
    return page.text, headings, urls, page.encoding, [each(page) for each in reads]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", PAGES or ["absent"])
def test_a_field_of_a_real_page_is_set_deleted_and_put_back(field: str, name: str) -> None:
    source = shared(f"data/web_pages/{name}").read_bytes()
    value, values_of = FIELDS[field]
    before = read(source)
    changed = plan(source, [Change(field, value)])
    assert_only_edited(source, changed)
    after = read(changed.result)
    assert values_of(after) == [value, *values_of(before)[1:]]
    assert other_facts(after, field) == other_facts(before, field)
    if len(values_of(before)) > 1:
        with pytest.raises(Refused, match="2 elements"):
            plan(source, [Change(field, None)])
        return
    deleted = plan(source, [Change(field, None)])
    assert_only_edited(source, deleted)
    assert values_of(read(deleted.result)) == []
    inserted = plan(deleted.result, [Change(field, value)])
    assert_only_edited(deleted.result, inserted)
    assert values_of(read(inserted.result)) == [value]
    assert other_facts(read(inserted.result), field) == other_facts(before, field)


def test_all_fields_of_a_real_page_change_at_once() -> None:
    outcomes: Counter[str] = Counter()
    changes = [
        *(Change(field, value) for field, (value, _) in FIELDS.items()),
        *(Change(f"meta:property=og:{name}", "New") for name in ("title", "description")),
        Change("lang", "en-GB"),
        Change("json-ld", '{"@type": "WebPage", "name": "</script>"}'),
    ]
    for name in PAGES or ["absent"]:
        source = shared(f"data/web_pages/{name}").read_bytes()
        planned = plan(source, changes)
        assert_only_edited(source, planned)
        page = read(planned.result)
        assert (page.titles[0].text, page.lang) == (TEXT, "en-GB")
        assert plan(planned.result, changes).already == tuple(change.field for change in changes)
        outcomes[name] += 1
    assert len(outcomes) == 130
