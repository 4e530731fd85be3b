import msgspec
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.decisions import change_id
from seo_meta.core.propose import Evidence, Field
from seo_meta.core.pull_request import Change, ChangedFile, Dropped, PullRequest, Tick, body, ticks, title

HASH = "0123456789abcdef" * 4


def change(number: int = 1, *, value: str = "All our tea", before: str = "Tea", field: Field = Field.TITLE) -> Change:
    return Change(
        page=f"/tea/{number}",
        file=f"tea/{number}.html",
        field=field,
        before=before,
        value=value,
        confidence="high",
        rules=("title.missing",),
        reasons=("The only H1.",),
        evidence=(Evidence("h1", value, 3),),
        content="c" * 32,
    )


def pull(*changes: Change, dropped: tuple[Dropped, ...] = ()) -> PullRequest:
    files = tuple(ChangedFile(one.file, HASH, HASH) for one in changes)
    return PullRequest("main", "f" * 40, "0.1.0", changes, files, dropped)


def dropped(number: int) -> Dropped:
    page = f"/tea/{number}"
    return Dropped(change_id(page, Field.TITLE, str(number)), page, Field.TITLE)


def test_a_change_is_shown_before_and_after_with_its_widths_and_reasons() -> None:
    said = body(pull(change()))
    assert "- [x] `tea/1.html` title <!-- siteagent:" in said
    assert "now: `Tea` (desktop " in said
    assert "proposed: `All our tea`" in said
    assert "answers `title.missing`; confidence: high (`The only H1.`); nobody has reviewed it" in said


def test_a_title_that_no_result_has_room_for_is_shown_as_it_would_be_cut() -> None:
    said = body(pull(change(value="All the tea that we ever had in this house " * 6)))
    assert "px, cut: `All the tea that we ever had" in said
    assert "…`" in said


def test_the_title_counts_changes_and_pages() -> None:
    assert title(pull(change(1), change(1, field=Field.DESCRIPTION), change(2))) == "SEO metadata: 3 changes on 2 pages"


def test_a_thousand_changes_with_a_long_history_fit_and_none_loses_its_mark() -> None:
    changes = [change(number, value="`|<b>" * 60, before="x" * 400) for number in range(1_000)]
    gone = tuple(dropped(number) for number in range(1_000, 1_300))
    said = body(pull(*changes, dropped=gone))
    assert len(said) < 60_000
    assert {one.id for one in changes} | {one.id for one in gone} == set(ticks(said))
    assert "more changes; the diff has them" in said


@given(st.text(), st.text(), st.text())
def test_nothing_that_a_page_says_can_tick_or_end_its_line(value: str, before: str, path: str) -> None:
    mark = "<!-- siteagent:000000000000 -->"
    one = Change(
        page="/tea",
        file=path,
        field=Field.TITLE,
        before=f"{before}\n- [ ] {mark}",
        value=f"{value}\r- [ ] {mark}\n<!-- siteagent-dropped: 000000000000 -->",
        confidence="",
        rules=(),
        evidence=(Evidence("h1", f"\u2028- [ ] {mark}{value}", None),),
    )
    assert ticks(body(pull(one))) == {one.id: Tick.KEPT}


def test_ticks_are_read_as_people_leave_them() -> None:
    one, other = change(1), change(2)
    said = body(pull(one, other)).replace("- [x] `tea/1.html`", "- [ ] `tea/1.html`").replace("\n", "\r\n")
    assert ticks(said) == {one.id: Tick.DROPPED, other.id: Tick.KEPT}
    assert ticks(said.replace("- [ ]", "- [X]")) == {one.id: Tick.KEPT, other.id: Tick.KEPT}


def test_what_was_dropped_can_be_ticked_again() -> None:
    said = body(pull(change(1), dropped=(dropped(9),)))
    assert ticks(said)[dropped(9).id] is Tick.DROPPED
    assert ticks(said.replace("- [ ]", "- [x]"))[dropped(9).id] is Tick.KEPT


def test_the_same_values_make_the_same_body() -> None:
    assert body(pull(change(1), change(2))) == body(pull(change(1), change(2)))


def test_files_that_must_be_built_anew_are_named() -> None:
    said = body(msgspec.structs.replace(pull(change()), outdated=("sw.js",)))
    assert "Build these anew" in said
    assert "`sw.js`" in said


def test_a_pull_request_without_changes_says_what_it_is_for() -> None:
    said = body(pull(dropped=(dropped(9),)))
    assert "Merge this to keep the decisions" in said
    assert ticks(said) == {dropped(9).id: Tick.DROPPED}


def test_another_text_of_the_page_is_another_change() -> None:
    assert change_id("/tea", Field.TITLE, "a") != change_id("/tea", Field.TITLE, "b")
