import pytest

from seo_meta.core import url_list


def test_each_line_is_a_page():
    text = "\ufeff# the shop\r\nhttps://e.test/a\r\n\r\n  # indented\r\n  HTTPS://E.test/b?x=1  \rhttp://e.test\n"
    assert url_list.parse(text) == ("https://e.test/a", "https://e.test/b?x=1", "http://e.test/")


def test_a_page_that_stands_twice_counts_once():
    text = "https://e.test/b\nhttps://e.test/a\nhttps://E.test:443/b\nhttps://e.test/a#place"
    assert url_list.parse(text) == ("https://e.test/b", "https://e.test/a")


def test_the_order_of_parameters_makes_another_page():
    assert len(url_list.parse("https://e.test/?a=1&b=2\nhttps://e.test/?b=2&a=1")) == 2


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\r\n", "# nothing yet"])
def test_a_list_may_be_empty(text):
    assert url_list.parse(text) == ()


@pytest.mark.parametrize(
    "line", ["e.test/a", "/a", "ftp://e.test/", "javascript:alert(1)", "file:///etc/passwd", "https://", "about:blank"]
)
def test_what_is_no_url_is_refused_with_its_line(line):
    with pytest.raises(ValueError, match=r"^Line 3 is no http\(s\) URL"):
        url_list.parse(f"https://e.test/\n# comment\n{line}\nhttps://e.test/b")


def test_a_password_is_refused_and_not_repeated():
    with pytest.raises(ValueError, match="Line 1 carries a user name or password") as refusal:
        url_list.parse("https://me:secret@e.test/")
    assert "secret" not in str(refusal.value)


def test_a_long_line_is_not_repeated_whole():
    with pytest.raises(ValueError, match="Line 1") as refusal:
        url_list.parse("x" * 1_000_000)
    assert len(str(refusal.value)) < 300


def test_a_line_separator_of_unicode_ends_no_line():
    assert len(url_list.parse("https://e.test/a\u2028https://e.test/b\x0bc")) == 1


def test_a_list_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(url_list, "MAX_LINES", 3)
    assert len(url_list.parse("https://e.test/a\n#\nhttps://e.test/b\n")) == 2
    with pytest.raises(ValueError, match="more than 3 lines"):
        url_list.parse("https://e.test/a\n" * 4)
