import pytest

from seo_meta.errors import FetchError
from seo_meta.fetch.client import Fetcher
from seo_meta.fetch.credentials import Credentials
from seo_meta.tests.loopback import answer, private, redirect, serving

SECRET = "Basic c2VjcmV0"


def anywhere(url: str, target: str) -> bool:
    return True


@pytest.fixture
def sites():
    """Two origins: the same host on two ports."""
    with serving() as staging, serving() as other:
        yield staging, other


def fetcher_for(*sites) -> Fetcher:
    credentials = Credentials(sites[0].url, {"Authorization": SECRET, "Cookie": "preview=1"})
    return Fetcher(access=private(*(site.url for site in sites)), credentials=credentials)


def test_credentials_go_to_their_origin_and_never_to_another_on_the_way(sites):
    staging, other = sites
    staging.routes |= {"/": redirect("/next"), "/next": redirect(other.url + "there"), "/end": answer("x")}
    other.routes["/there"] = redirect(staging.url + "end")
    with fetcher_for(*sites) as fetcher:
        assert fetcher.fetch(staging.url, follow=anywhere).status == 200
    assert [headers.get("authorization") for headers in staging.headers] == [SECRET] * 3
    assert [headers.get("cookie") for headers in staging.headers] == ["preview=1"] * 3
    assert not {"authorization", "cookie"} & other.headers[0].keys()


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://e.test:443/a", True),
        ("http://e.test/", False),
        ("https://e.test:8443/", False),
        ("https://www.e.test/", False),
        ("https://e.test.evil.test/", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(url, sent):
    assert bool(Credentials("https://E.test/x", {"Cookie": "a=b"}).for_url(url)) is sent


def test_cookies_of_an_answer_are_not_kept_beside_ours(sites):
    staging, _ = sites
    staging.routes["/"] = answer("x", Set_Cookie="session=1; Path=/")
    with fetcher_for(staging) as fetcher:
        fetcher.fetch(staging.url)
        fetcher.fetch(staging.url)
    assert staging.headers[1]["cookie"] == "preview=1"


def test_credentials_are_never_shown(sites):
    staging, _ = sites
    staging.routes["/"] = b"nonsense\r\n\r\n"
    credentials = Credentials(staging.url, {"Authorization": SECRET})
    with Fetcher(access=staging.access, credentials=credentials) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(staging.url)
    shown = [str(credentials), repr(credentials), f"{[credentials]}", str(list(credentials.__rich_repr__()))]
    assert not [text for text in (*shown, str(caught.value), repr(caught.value)) if SECRET in text]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X", f"{SECRET}\r\nY: z"),
        ("X", f"{SECRET}\0"),
        ("X", f"{SECRET} "),
        ("X", f"{SECRET}\n"),
        ("X", f"{SECRET}\u20ac"),
        (f"X {SECRET}", "a"),
        ("Host", SECRET),
    ],
)
def test_what_is_no_header_is_refused_without_repeating_it(name, value):
    with pytest.raises(ValueError, match="cannot be sent") as caught:
        Credentials("https://e.test", {name: value})
    assert SECRET not in str(caught.value)
