import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.decisions import Decision, Ruling, parse, rejected, render
from seo_meta.core.propose import Field
from seo_meta.core.review import Scope

PINNED = Decision("/tea", Field.TITLE, scope=Scope.PIN, by="ann")


@given(
    st.lists(st.builds(Decision, page=st.text(), field=st.sampled_from(Field), scope=st.just(Scope.PIN), by=st.text()))
)
def test_what_is_written_is_read_back_once_and_in_one_order(decisions: list[Decision]) -> None:
    assert set(parse(render(decisions))) == set(decisions)
    assert render(decisions) == render(reversed([*decisions, *decisions]))


def test_two_files_that_git_has_joined_line_by_line_are_one_file() -> None:
    other = Decision("/coffee", Field.SOCIAL, scope=Scope.PIN)
    joined = render([PINNED]) + render([PINNED, other])
    assert render(parse(joined)) == render([PINNED, other])


def test_a_line_that_allows_a_field_takes_all_its_rejections_back() -> None:
    other = Decision("/tea", Field.DESCRIPTION, scope=Scope.PIN)
    allowed = Decision("/tea", Field.TITLE, Ruling.ALLOWED)
    assert rejected([PINNED, allowed, other]) == (other,)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "truncated"),
        (b"[]", "Expected `object`"),
        (b'{"page": "/", "field": "titel"}', "titel"),
        (b'{"page": "/", "field": "title", "scope": "value"}', "needs a `value`"),
        (b'{"page": "/", "field": "title", "scope": "days"}', "needs `until`"),
        (b'{"page": "/", "field": "title"}', "write `pin`"),
        (b'{"page": "/", "field": "title", "scope": "pin", "reason": "x"}', "unknown field `reason`"),
        (b'{"page": "\xff"}', "line 2"),
        (b"<<<<<<< HEAD", "malformed"),
    ],
)
def test_a_line_that_is_wrong_is_named_with_what_is_wrong(line: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=rf"^line 2: .*{told}" if told != "line 2" else "^line 2"):
        parse(render([PINNED]) + line + b"\n")
