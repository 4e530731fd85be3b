"""What the commands let a run reach, and the secrets that open a staging site."""

import pytest

from seo_meta.errors import ConfigError
from seo_meta.management.reach import reach_from

SITEMAP = "<urlset><url><loc> https://a.test:9443/x </loc></url></urlset>"


def options(source: str, **given) -> dict:
    return {"source": source, "timeout": 30, "allow_private": False} | given


def test_a_port_that_a_person_names_is_meant() -> None:
    access = reach_from(options("https://a.test:9443/")).access
    assert (access.hosts, access.private_hosts) == ({"a.test:9443"}, frozenset())


def test_a_private_address_takes_a_word_more() -> None:
    assert reach_from(options("http://localhost/", allow_private=True)).access.private_hosts == {"localhost:80"}


@pytest.mark.parametrize("text", ["# pages\n\nhttps://a.test:9443/x\nhttps://b.test/", SITEMAP])
def test_a_list_means_the_site_of_its_first_url(tmp_path, text) -> None:
    path = tmp_path / "pages"
    path.write_text(text)
    assert reach_from(options(str(path))).access.hosts == {"a.test:9443"}


@pytest.mark.parametrize("source", ["", "public", "https://"])
def test_a_folder_reaches_nothing_more(source) -> None:
    assert reach_from(options(source)).access.hosts == frozenset()


def test_secrets_become_headers_of_that_site_alone(settings) -> None:
    settings.SITEAGENT_HTTP_AUTH = "me:täst"
    settings.SITEAGENT_HTTP_COOKIE = "a=b"
    settings.SITEAGENT_HTTP_HEADERS = "X-One: 1\n\nX-Two : 2 \n"
    credentials = reach_from(options("https://a.test/")).credentials
    sent = {"X-One": "1", "X-Two": "2", "Cookie": "a=b", "Authorization": "Basic bWU6dMOkc3Q="}
    assert credentials.for_url("https://a.test/page") == sent
    assert credentials.for_url("https://b.test/page") == {}


@pytest.mark.parametrize("headers", ["no colon", "Host: b.test", "X: a\x00b"])
def test_what_is_no_header_is_one_line_without_the_secret(settings, headers) -> None:
    settings.SITEAGENT_HTTP_HEADERS = headers
    with pytest.raises(ConfigError, match="SITEAGENT_HTTP_HEADERS") as caught:
        reach_from(options("https://a.test/"))
    assert headers not in str(caught.value)
