import pytest

from seo_meta.core.cookies import flags_of, without_values


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("sid=SECRET; Path=/; Secure", "sid=; Path=/; Secure"),
        ("sid=SECRET", "sid="),
        ("a=1; Secure, sid=SECRET; HttpOnly", "a=; Secure, sid=; HttpOnly"),
        ("a=1,sid=SECRET", "a=, sid="),
        ("a=with, SECRET; Secure", "a=; Secure"),
        ("SECRET; Path=/", "=; Path=/"),
        ("a=SE=CR=ET; Expires=Wed, 25 Nov 2026 10:00:00 GMT", "a=; Expires=Wed, 25 Nov 2026 10:00:00 GMT"),
    ],
)
def test_of_cookies_only_names_and_flags_are_kept(header: str, kept: str) -> None:
    assert without_values(header) == kept


def test_the_flags_of_each_cookie_are_known() -> None:
    header = "sid=; expires=Wed, 25 Nov 2026 10:00:00 GMT; Secure, theme=; SameSite=Lax"
    assert list(flags_of(header)) == [("sid", {"expires", "secure"}), ("theme", {"samesite"})]


def test_without_a_header_there_are_no_cookies() -> None:
    assert list(flags_of("")) == []
