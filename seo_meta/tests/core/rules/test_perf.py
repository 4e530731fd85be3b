import pytest

from seo_meta.core.audit import Policy, audit_site
from seo_meta.core.findings import Outcome
from seo_meta.core.limits import Limits
from seo_meta.core.rules.perf.cache import PerfCache
from seo_meta.core.rules.perf.no_compression import PerfNoCompression
from seo_meta.core.rules.perf.render_blocking import PerfRenderBlocking
from seo_meta.core.topics.page_types import MAX_SAMPLES
from seo_meta.tests.factories import MemorySite, facts_of

SCRIPT = '<head><script src="/js/menu.js"></script></head>'


def blocking(*bodies: str) -> list[int]:
    site = MemorySite([facts_of(body, f"{number}.html") for number, body in enumerate(bodies)])
    return [failure.page for failure in PerfRenderBlocking().check(site, Limits())]


def test_scripts_that_templates_share_are_one_finding() -> None:
    assert blocking(f"{SCRIPT}<main>A</main>", f"{SCRIPT}<main>B</main>", f"{SCRIPT}<article>C</article>") == [1]


def test_a_template_with_a_script_of_its_own_is_another() -> None:
    other = '<head><script src="/js/menu.js"></script><script src="/js/shop.js"></script></head><article>C</article>'
    assert blocking(f"{SCRIPT}<main>A</main>", other) == [1, 2]


def test_no_more_pages_are_looked_at_than_the_sample_has() -> None:
    bodies = [f'<main class="t{number}">A</main>' for number in range(MAX_SAMPLES)]
    assert blocking(*bodies, f"{SCRIPT}<main>B</main>") == []
    assert blocking(*bodies[1:], f"{SCRIPT}<main>B</main>") == [MAX_SAMPLES]


def lifetimes(*controls: str) -> list[str]:
    files = [
        facts_of("", f"{number}.png", headers={"content-type": "image/png", "cache-control": control})
        for number, control in enumerate(controls)
    ]
    return [failure.evidence for failure in PerfCache().check(MemorySite(files, live=True), Limits())]


@pytest.mark.parametrize("control", ["max-age=86399", "no-cache, max-age=31536000", "no-store", "public", "max-age=x"])
def test_a_file_that_is_kept_for_less_than_a_day_fails(control: str) -> None:
    assert lifetimes(control) == [control]


@pytest.mark.parametrize("control", ["max-age=86400", 'public, Max-Age="31536000"', f"max-age={'9' * 5_000}"])
def test_a_file_that_is_kept_for_a_day_passes(control: str) -> None:
    assert lifetimes(control) == []


def test_many_files_are_one_finding() -> None:
    assert lifetimes("no-store", "max-age=31536000", "max-age=60") == ["no-store"]


@pytest.mark.parametrize("rule", [PerfCache(), PerfNoCompression()], ids=lambda rule: rule.id)
def test_headers_are_not_judged_in_a_folder(rule) -> None:
    folder = MemorySite([facts_of("<p>text</p>" * 1_000)])
    [(_, outcome, _)] = audit_site(folder, [rule], Policy())
    assert outcome is Outcome.NOT_APPLICABLE
