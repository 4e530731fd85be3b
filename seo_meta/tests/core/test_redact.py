import pytest

from seo_meta.core.redact import HIDDEN, Redactor

PARTS = "hunter2 p@ss p%40ss cGFzcy13b3Jk pass-word efgh abcd 0123456789 a%20b slash".split()


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("hunter2hunter2", "the key is hunter2hunter2."),
        ("postgresql://me:p%40ss-word@db/x", "FATAL: cannot log in with p@ss-word"),
        ("postgresql://me:p%40ss-word@db/x", "connecting to postgresql://me:p%40ss-word@db/x"),
        ("me:pass-word", "Authorization: Basic bWU6cGFzcy13b3Jk"),
        ("me:pass-word", "the password pass-word is wrong"),
        ("X-Key: abcd1234\nX-Other: efgh5678", "sent X-Other: efgh5678"),
        ("session=abcd1234; theme=dark", "Cookie: session=abcd1234"),
        ("https://0123456789abcdef@sentry.example/1", "key=0123456789abcdef"),
        ("a b/c+d=", "?token=a%20b%2Fc%2Bd%3D"),
        ("back\\slash'quote", repr("back\\slash'quote")),
    ],
)
def test_a_secret_is_hidden_in_every_form_that_it_is_sent_in(secret: str, text: str) -> None:
    hidden = Redactor([secret])(text)
    assert HIDDEN in hidden
    assert [part for part in PARTS if part in hidden] == []


def test_what_is_no_secret_stays() -> None:
    text = "GET /api/v1/runs of postgres at sqlite:////data/x.sqlite3"
    assert Redactor(["postgresql://postgres@db/x", "sqlite:////data/x.sqlite3", "abc", ""])(text) == text
    assert Redactor([])(text) == text


def test_a_secret_that_is_read_later_is_hidden_too() -> None:
    known = {"first-secret"}
    redact = Redactor(known)
    assert redact("first-secret second-secret") == f"{HIDDEN} second-secret"
    known.add("second-secret")
    assert redact("first-secret second-secret") == f"{HIDDEN} {HIDDEN}"


def test_of_two_secrets_that_begin_alike_nothing_of_the_longer_is_left() -> None:
    assert Redactor(["abcdef", "abcdefghij"])("abcdefghij") == HIDDEN


def test_an_api_key_keeps_only_what_lists_of_keys_show() -> None:
    key = f"sa_{'0a' * 4}_{'1b' * 32}"
    assert Redactor([])(f"Bearer {key}") == f"Bearer sa_{'0a' * 4}_{HIDDEN}"
