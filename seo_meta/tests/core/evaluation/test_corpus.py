"""Nothing of a description may be left on a page that is evaluated."""

import json

import pytest

from seo_meta.core.evaluation.corpus import html_sample, markdown_sample

ANSWER = "Beans from three farms, roasted on the day that they are sent."
HEAD = f"""<title>Roastery</title><meta name="description" content="{ANSWER}">
<meta property="og:description" content="{ANSWER}"><meta name="twitter:description" content="{ANSWER}">
<meta name="DC.Description" content="{ANSWER}"><meta name="abstract" content="{ANSWER}">
<meta itemprop="description" content="{ANSWER}"><meta property="og:title" content="Roastery">
<script type="application/ld+json">{{"@type": "WebPage", "description": "{ANSWER}"}}</script>"""


def test_no_card_and_no_structured_data_gives_the_description_away() -> None:
    sample = html_sample("a.html", f"<head>{HEAD}</head><body><h1>Roastery</h1><p>We roast.</p>".encode())
    assert sample is not None
    assert sample.reference == ANSWER
    assert ANSWER.encode() not in sample.document.body
    assert b"og:title" in sample.document.body
    assert b"We roast." in sample.document.body


@pytest.mark.parametrize("description", ["", "Beans", "The roastery of our town"])
def test_a_page_without_a_description_of_its_own_does_not_count(description: str) -> None:
    head = f'<title>The roastery of our town</title><meta name="description" content="{description}">'
    assert html_sample("a.html", head.encode()) is None


def test_markdown_becomes_a_page_whose_title_cannot_break_out() -> None:
    line = json.dumps({"path": "a.md", "title": "<b>&", "description": ANSWER, "markdown": "# Beans\n\nWe *roast*."})
    sample = markdown_sample(line.encode())
    assert sample is not None
    assert b"<title>&lt;b&gt;&amp;</title>" in sample.document.body
    assert b"<h1>Beans</h1>\n<p>We <em>roast</em>.</p>" in sample.document.body


def test_the_half_of_a_page_depends_on_its_name_alone() -> None:
    def half(name: str, head: str) -> bool:
        sample = html_sample(name, head.encode())
        assert sample is not None
        return sample.tune

    names = [f"{number}.html" for number in range(200)]
    assert [half(name, HEAD) for name in names] == [half(name, HEAD.replace("Roastery", "Café")) for name in names]
    assert 70 < sum(half(name, HEAD) for name in names) < 130
