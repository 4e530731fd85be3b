from pathlib import Path

import pytest

from ml_search import rivals
from ml_search.models import Embedding
from ml_search.tests.coffee import PAGES
from ml_search.tests.hashing import HashingEncoder
from ml_search.tests.indexing import index_run, indexed_site, page_html, read_site
from seo_meta.core.blocks import read_blocks
from seo_meta.core.extract import extract
from seo_meta.core.propose import Abstain, Confidence, Field, SiteProfile, Subject, generators
from seo_meta.core.types import Document
from seo_meta.models import Run
from seo_meta.services.propose import Wish, propose
from seo_meta.tests.factories import BASE

pytestmark = pytest.mark.django_db

SHARED = "Our coffee is roasted every week on Kestrel Lane and sent to you by post within a day."
OWN = "A syphon brews with vapour pressure, which lifts the water into the upper globe before it falls back."
SYPHON = page_html("Syphon", f"<p>{SHARED}</p><p>{OWN}</p>")
HOME = page_html("Kestrel Lane Coffee", f"<p>{SHARED}</p>")


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path, monkeypatch) -> None:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")
    monkeypatch.setattr("ml_search.encoders.query_encoder", HashingEncoder)
    rivals._site.cache_clear()


def candidates(generator: str, html: str = SYPHON, path: str = "syphon.html") -> list:
    document = Document(BASE + path, html.encode())
    facts = extract(document, clean_urls=True)
    subject = Subject(facts, read_blocks(document, facts))
    return list(generators[generator].candidates(Field.DESCRIPTION, subject, SiteProfile(BASE)))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return indexed_site(tmp_path / "site", {**PAGES, "index.html": HOME, "syphon.html": SYPHON})


def test_a_sentence_that_finds_another_page_first_goes_behind_one_that_finds_its_own(run: Run) -> None:
    assert candidates("extractive")[0].value == SHARED
    first, *_, last = candidates("retrieving")
    assert (first.value, last.value) == (OWN, SHARED)
    assert "finds this page first" in first.reasons[-1]
    assert "finds another page first" in last.reasons[-1]
    assert last.confidence is Confidence.LOW


def test_what_the_built_in_generator_has_is_all_there_with_its_evidence(run: Run) -> None:
    ours, built_in = candidates("retrieving"), candidates("extractive")
    assert {(one.value, one.evidence) for one in ours} == {(one.value, one.evidence) for one in built_in}


def test_without_an_index_of_the_page_it_abstains_and_names_the_command() -> None:
    with pytest.raises(Abstain, match=r"does not have the page\. Run: ml_index"):
        candidates("retrieving")


def test_with_an_index_by_another_encoder_it_abstains(run: Run) -> None:
    Embedding.objects.update(encoder="another")
    with pytest.raises(Abstain, match="another encoder"):
        candidates("retrieving")


def test_a_page_without_sentences_gets_the_reason_of_the_built_in_generator(run: Run) -> None:
    with pytest.raises(Abstain, match="words of text"):
        candidates("retrieving", page_html("Syphon", ""))


def test_it_is_asked_only_by_name(run: Run) -> None:
    class Quiet:
        def __getattr__(self, name: str):
            return lambda *args: None

    run.read_pages.first().findings.create(
        run=run,
        rule="description.missing",
        rule_version=1,
        kind="documented",
        severity="warning",
        outcome="fail",
        message="",
        evidence="",
        fingerprint="0" * 32,
    )
    by_itself = propose(run, Wish(fields=(Field.DESCRIPTION,)), Quiet())
    assert {proposal.generator for proposal in by_itself} <= {"extractive", ""}
    assert "retrieving" in [generator.id for generator in generators]


def test_the_index_of_a_later_run_is_used_too(tmp_path: Path) -> None:
    site = {**PAGES, "index.html": HOME, "syphon.html": SYPHON}
    read_site(tmp_path / "site", site)
    index_run(read_site(tmp_path / "site", site))
    assert candidates("retrieving")[0].value == OWN
