from seo_meta.core.topics.repeated import family
from seo_meta.tests.factories import BASE, MemorySite, facts_of


def version(path: str, *others: str) -> tuple[str, str]:
    links = "".join(f'<link rel="alternate" hreflang="en-{other}" href="{BASE}{other}.html">' for other in others)
    return f"<title>Contact</title>{links}", f"{path}.html"


def test_pages_are_of_one_family_when_they_name_each_other_and_themselves() -> None:
    pages = [version("gb", "gb", "us"), version("us", "gb", "us"), version("au", "gb", "us"), version("nz")]
    site = MemorySite([facts_of(html, path) for html, path in pages])
    british, american, australian, other = (family(site, page) for page in site.pages())
    assert british == american != ""
    assert australian == other == ""
