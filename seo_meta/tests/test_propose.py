"""The propose stage on real folders and sites: what is stored, what is left alone, what is withdrawn."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from seo_meta.config import SiteConfig
from seo_meta.core.propose import Candidate, Confidence, Evidence, Field, Generator, SiteProfile, Subject, generators
from seo_meta.core.review import Move, RejectReason, Scope
from seo_meta.core.waivers import Waiver
from seo_meta.errors import ConfigError, RunError
from seo_meta.fetch.reach import Reach
from seo_meta.models import Proposal, Run
from seo_meta.selectors import current_proposals
from seo_meta.services.crawl import Reading
from seo_meta.services.pipeline import audit_source
from seo_meta.services.propose import Wish, propose
from seo_meta.services.review import decide, lift_rejection, undo
from seo_meta.tests.crawling import Silent, reading_of
from seo_meta.tests.language_model import playing, writes
from seo_meta.tests.loopback import answer, page, serving
from seo_meta.tests.stored import reviewer

pytestmark = pytest.mark.django_db

BASE = "https://example.com/"
CONFIG = SiteConfig(base_url=BASE)
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><main><h1>{heading}</h1>
<p>{text}</p></main></body></html>"""
TEXT = "We roast twice a week in a small drum and send the beans out on the same day, so that they reach you fresh."
TITLES = Wish(fields=(Field.TITLE,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def write(folder: Path, name: str, title: str = "", heading: str = "", text: str = TEXT) -> None:
    (folder / name).write_text(PAGE.format(title=title, heading=heading, text=text))


def audited(folder: Path, **reading: object) -> Run:
    return audit_source(Reading(str(folder), **{"config": CONFIG, **reading}), Silent())


def proposed(run: Run, wish: Wish = TITLES) -> dict[str, Proposal]:
    """By path and field what is current after the stage."""
    return {f"{one.url.removeprefix(BASE)} {one.field}": one for one in propose(run, wish, Silent())}


def values(proposals: dict[str, Proposal]) -> list[str]:
    return [offer.value for one in proposals.values() for offer in one.read_candidates()]


def test_a_page_without_a_title_gets_its_heading_proposed_with_the_place_where_it_stands(folder: Path) -> None:
    write(folder, "roasting.html", heading="How we roast coffee at the harbour")
    (one,) = proposed(audited(folder)).values()
    assert (one.state, one.field, one.current, one.value) == ("open", "title", "", "How we roast coffee at the harbour")
    best = one.read_candidates()[0]
    assert (best.generator, best.evidence[0]) == (
        "extractive",
        Evidence("h1", "How we roast coffee at the harbour", 1),
    )
    assert "title.missing" in one.rules
    assert (one.file, len(one.source_hash)) == ("roasting.html", 32)


def test_a_good_page_gets_nothing(folder: Path) -> None:
    write(folder, "roasting.html", "How we roast coffee at the harbour", "How we roast coffee at the harbour")
    assert proposed(audited(folder)) == {}


def test_where_nothing_names_the_page_the_proposal_says_so(folder: Path) -> None:
    (folder / "a1b2.html").write_text('<html lang="en"><p>x')
    (one,) = proposed(audited(folder)).values()
    assert (one.state, one.value, one.candidates) == ("abstained", "", [])
    assert one.reason.startswith("Nothing names the page")


def test_no_two_pages_are_offered_the_same_title(folder: Path) -> None:
    for section in ("beans", "brewing", "cups"):
        (folder / section).mkdir()
        write(folder, f"{section}/overview.html", heading="Overview of all there is to know")
    found = values(proposed(audited(folder)))
    assert len(found) >= 3
    assert len({value.casefold() for value in found}) == len(found)


def test_no_page_is_offered_the_title_that_another_has(folder: Path) -> None:
    write(folder, "a.html", "How we roast coffee at the harbour", "Roasting")
    write(folder, "b.html", heading="How we roast coffee at the harbour")
    assert "How we roast coffee at the harbour" not in values(proposed(audited(folder)))


def test_a_page_is_not_offered_what_waits_for_a_reviewer_elsewhere(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    proposed(audited(folder))
    write(folder, "b.html", heading="How we roast coffee at the harbour")
    run = audited(folder)
    write(folder, "a.html", "Roasting, explained by those who do it", "Roasting")
    Proposal.objects.filter(state="open").update(page=None)
    assert "How we roast coffee at the harbour" not in values(
        {key: one for key, one in proposed(run).items() if key.startswith("b.html")}
    )


def test_the_stage_run_twice_changes_nothing(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    write(folder, "b.html")
    first = proposed(audited(folder))
    second = proposed(audited(folder))
    assert {key: (one.pk, one.version) for key, one in first.items()} == {
        key: (one.pk, one.version) for key, one in second.items()
    }
    assert Proposal.objects.count() == len(first)


def test_a_proposal_made_of_other_words_supersedes_the_one_before(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    write(folder, "a.html", heading="Where our coffee comes from each year")
    (after,) = proposed(audited(folder)).values()
    before.refresh_from_db()
    assert (before.state, before.reason) == ("superseded", "a newer proposal")
    assert (after.state, after.value) == ("open", "Where our coffee comes from each year")


def test_a_proposal_whose_finding_is_gone_is_withdrawn(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    write(folder, "a.html", "How we roast coffee at the harbour", "How we roast coffee at the harbour")
    assert proposed(audited(folder)) == {}
    before.refresh_from_db()
    assert (before.state, before.reason) == ("superseded", "nothing is wrong now")


def test_a_partial_run_withdraws_nothing(folder: Path) -> None:
    for name in ("a.html", "b.html"):
        write(folder, name, heading=f"How we roast coffee at harbour {name[0].upper()}")
    proposed(audited(folder))
    (folder / "b.html").write_bytes(b"x" * (16 * 1024 * 1024))
    proposed(audited(folder))
    assert Proposal.objects.filter(state="open").count() == 2


def test_what_was_rejected_is_never_proposed_again(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    shown = [offer.value for offer in before.read_candidates()]
    decide(before.pk, before.version, Move.REJECT, reviewer(), reason=RejectReason.OFF_BRAND)
    assert not set(shown) & set(values(proposed(audited(folder))))


def test_what_was_approved_is_left_alone(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    decide(before.pk, before.version, Move.APPROVE, reviewer(), value="Roasting at the harbour, twice a week")
    run = audited(folder)
    assert proposed(run) == {}
    before.refresh_from_db()
    assert (before.state, before.value) == ("approved", "Roasting at the harbour, twice a week")


def test_what_a_person_wrote_stays_and_what_is_new_stands_beside_it(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    edited = decide(before.pk, 1, Move.EDIT, reviewer(), value="Roasting at the harbour, twice a week")
    write(folder, "a.html", heading="Where our coffee comes from each year")
    (after,) = proposed(audited(folder)).values()
    assert (after.pk, after.state, after.revision, after.value) == (edited.pk, "open", 1, edited.value)
    assert [offer.value for offer in after.read_candidates()] == ["Where our coffee comes from each year"]
    assert (after.version, after.transitions.last().move) == (3, "offer")


def test_what_a_person_wrote_is_not_withdrawn(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    decide(before.pk, 1, Move.EDIT, reviewer(), value="Roasting at the harbour, twice a week")
    write(folder, "a.html", "How we roast coffee at the harbour", "How we roast coffee at the harbour")
    proposed(audited(folder))
    before.refresh_from_db()
    assert (before.state, before.value) == ("open", "Roasting at the harbour, twice a week")


def test_a_pinned_field_gets_nothing_and_says_who_wants_it_so(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    decide(before.pk, 1, Move.REJECT, reviewer(), reason=RejectReason.INTENTIONAL)
    (after,) = proposed(audited(folder)).values()
    assert (after.state, after.reason) == ("abstained", "Pinned by ana (what the page has is meant so).")
    (same,) = proposed(audited(folder)).values()
    assert (same.pk, same.version) == (after.pk, 1)
    lift_rejection(before.rejections.get().pk, reviewer())
    assert values(proposed(audited(folder))) == ["How we roast coffee at the harbour"]


def test_a_pin_for_some_days_runs_out(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    soon = timezone.now() + timedelta(days=30)
    decide(before.pk, 1, Move.REJECT, reviewer(), reason=RejectReason.TOO_LONG, scope=Scope.DAYS, until=soon)
    (after,) = proposed(audited(folder)).values()
    assert after.reason == f"Pinned by ana until {soon:%Y-%m-%d} (too long or cut off)."
    before.rejections.update(expires_at=timezone.now())
    assert values(proposed(audited(folder))) == ["How we roast coffee at the harbour"]


def test_what_was_refused_for_a_text_may_be_proposed_when_the_text_is_another(folder: Path) -> None:
    long = " ".join(f"{TEXT} Batch number {number} went out on a Tuesday." for number in range(40))
    write(folder, "a.html", heading="How we roast coffee at the harbour", text=long)
    (before,) = proposed(audited(folder)).values()
    decide(before.pk, 1, Move.REJECT, reviewer(), reason=RejectReason.WORSE)
    write(folder, "a.html", heading="How we roast coffee at the harbour", text=f"{long} One word more.")
    (after,) = proposed(audited(folder)).values()
    assert after.reason == "Pinned by ana until the text of the page changes (worse than what the page has)."
    write(folder, "a.html", heading="How we roast coffee at the harbour", text="We sell tea now, and only tea.")
    assert values(proposed(audited(folder))) == ["How we roast coffee at the harbour"]
    assert before.rejections.get().lifted_by_name == "SiteAgent"


def test_a_rejection_taken_back_keeps_nothing_out(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    decide(before.pk, 1, Move.REJECT, reviewer(), reason=RejectReason.OFF_BRAND)
    proposed(audited(folder))
    undo(before.pk, 2, reviewer())
    (after,) = proposed(audited(folder)).values()
    assert (after.pk, after.state, after.value) == (before.pk, "open", "How we roast coffee at the harbour")


def test_what_was_put_off_is_left_alone_until_then_and_open_after(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    (before,) = proposed(audited(folder)).values()
    decide(before.pk, 1, Move.SNOOZE, reviewer(), until=timezone.now() + timedelta(days=1))
    write(folder, "a.html", heading="Where our coffee comes from each year")
    assert proposed(audited(folder)) == {}
    Proposal.objects.update(snoozed_until=timezone.now())
    (after,) = proposed(audited(folder)).values()
    assert (after.state, after.value) == ("open", "Where our coffee comes from each year")
    assert [one.move for one in before.transitions.all()] == ["snooze", "wake", "supersede"]


def test_a_waived_finding_asks_for_nothing(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    waiver = Waiver(rule="title.missing", path="a.html", reason="Goes", owner="web", expires="2999-01-01")
    assert proposed(audited(folder, waivers=(waiver,))) == {}


def test_the_pages_that_matter_most_come_first_and_others_not_at_all(folder: Path) -> None:
    write(folder, "a.html", heading="The first page of all in the alphabet")
    write(folder, "b.html", heading="The page to which the others link")
    for name in ("c", "d"):
        title = f"Another page about coffee, letter {name}"
        write(folder, f"{name}.html", title, title, '<a href="b.html">the other page</a>')
    assert list(proposed(audited(folder), Wish(fields=(Field.TITLE,), limit=1))) == ["b.html title"]


def test_a_page_whose_title_changed_since_the_audit_gets_nothing(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    run = audited(folder)
    write(folder, "a.html", "A title that somebody wrote meanwhile", "How we roast coffee at the harbour")
    (one,) = proposed(run).values()
    assert (one.state, one.reason) == ("abstained", "It changed since it was audited. Audit it again.")


def test_a_page_that_changed_elsewhere_is_taken_as_it_is_now(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    run = audited(folder)
    write(folder, "a.html", heading="Where our coffee comes from each year")
    assert values(proposed(run)) == ["Where our coffee comes from each year"]


def test_a_page_that_is_gone_gets_nothing(folder: Path) -> None:
    for name in ("a.html", "b.html"):
        write(folder, name, heading=f"How we roast coffee at harbour {name[0].upper()}")
    run = audited(folder)
    (folder / "a.html").unlink()
    found = proposed(run)
    assert found["a.html title"].reason == "The file cannot be read: No such file or directory."
    assert found["b.html title"].state == "open"


def test_a_folder_that_is_gone_is_named(folder: Path) -> None:
    write(folder, "a.html")
    run = audited(folder)
    shutil.rmtree(folder)
    with pytest.raises(RunError, match="which is not here"):
        propose(run, TITLES, Silent())


def test_a_run_that_was_not_judged_is_refused(folder: Path) -> None:
    write(folder, "a.html")
    run = audited(folder)
    run.state = Run.State.READ
    with pytest.raises(RunError, match="was not judged to its end"):
        propose(run, TITLES, Silent())


def test_a_generator_that_there_is_not_is_named_with_those_that_there_are(folder: Path) -> None:
    write(folder, "a.html")
    with pytest.raises(ConfigError, match=r"no generator 'best'. There are: .*extractive"):
        propose(audited(folder), Wish(generator="best"), Silent())


def test_folders_of_which_nobody_knows_the_url_are_kept_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, "a.html", heading="How we roast coffee at the harbour")
        run = audited(tmp_path / name, config=SiteConfig())
        assert [one.value for one in propose(run, TITLES, Silent())] == ["How we roast coffee at the harbour"]
    assert Proposal.objects.filter(state="open").count() == 2


def test_proposals_outlive_the_run_that_made_them(folder: Path) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    run = audited(folder)
    proposed(run)
    run.delete()
    one = Proposal.objects.get()
    assert (one.run, one.page, one.value) == (None, None, "How we roast coffee at the harbour")


@pytest.fixture
def plugin() -> Iterator[type[Generator]]:
    """A generator of a plugin, which does as its tests say."""

    class Plugin(Generator):
        id = "plugin"
        mends = {Field.TITLE: frozenset(("title.missing",))}

        def candidates(self, field: Field, page: Subject, site: SiteProfile) -> list[Candidate]:
            return [Candidate("A title out of the plugin alone", Confidence.LOW, (), ())]

    generators.register(Plugin)
    yield Plugin
    del generators._by_id["plugin"]


def test_a_generator_of_a_plugin_is_asked_before_ours(folder: Path, plugin: type[Generator]) -> None:
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    assert values(proposed(audited(folder))) == ["A title out of the plugin alone"]
    assert values(proposed(audited(folder), Wish((Field.TITLE,), generator="extractive"))) == [
        "How we roast coffee at the harbour"
    ]


def test_a_generator_that_crashes_costs_only_itself(folder: Path, plugin: type[Generator], monkeypatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(plugin, "candidates", crash)
    write(folder, "a.html", heading="How we roast coffee at the harbour")
    assert values(proposed(audited(folder))) == ["How we roast coffee at the harbour"]
    (one,) = proposed(audited(folder), Wish((Field.TITLE,), generator="plugin")).values()
    assert "The generator plugin crashed (ZeroDivisionError)" in one.reason


def test_a_value_that_breaks_our_own_rules_is_not_offered(folder: Path, plugin: type[Generator], monkeypatch) -> None:
    def placeholder(*_: object) -> list[Candidate]:
        return [Candidate("{{ page.title }}", Confidence.HIGH, (), ())]

    monkeypatch.setattr(plugin, "candidates", placeholder)
    write(folder, "a.html", heading="x")
    (one,) = proposed(audited(folder), Wish((Field.TITLE,), generator="plugin")).values()
    assert (one.candidates, one.reason) == ([], "What the page offers would break title.placeholder.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits on processes are those of Unix")
def test_a_page_that_kills_its_worker_gets_nothing_and_the_others_theirs(
    folder: Path, plugin: type[Generator], monkeypatch
) -> None:
    def die(_: object, field: Field, subject: Subject, site: SiteProfile) -> list[Candidate]:
        if subject.facts.url.endswith("b.html"):
            os._exit(9)
        return [Candidate(f"A title of its own for {subject.facts.file}", Confidence.LOW, (), ())]

    monkeypatch.setattr(plugin, "candidates", die)
    for name in ("a.html", "b.html", "c.html"):
        write(folder, name, heading="x")
    found = proposed(audited(folder), Wish((Field.TITLE,), workers=2))
    assert found["b.html title"].reason.startswith("Making proposals for it took ")
    assert [found[f"{name}.html title"].state for name in "ac"] == ["open", "open"]


def test_a_live_page_is_read_again(plugin: type[Generator]) -> None:
    with serving() as site:
        site.routes |= {
            "/": page("/a", "/gone"),
            "/a": answer(PAGE.format(title="", heading="How we roast coffee at the harbour", text=TEXT)),
            "/gone": answer("<html lang=en><h1>Gone soon, and nobody will miss it much</h1>"),
        }
        run = audit_source(reading_of(site), Silent())
        site.routes["/gone"] = answer("", 410)
        wish = Wish((Field.TITLE,), "extractive", reach=Reach(site.access))
        found = {one.url.removeprefix(site.url): one for one in propose(run, wish, Silent())}
    assert found["a"].value == "How we roast coffee at the harbour"
    assert (found["gone"].state, found["gone"].reason) == ("abstained", "It answers 410 now.")


def test_a_live_site_that_asks_for_a_pause_gets_one(plugin: type[Generator]) -> None:
    with serving() as site:
        untitled = answer(PAGE.format(title="", heading="How we roast coffee at the harbour", text=TEXT))
        site.routes |= {"/": page("/a", "/b", "/c"), "/a": untitled, "/b": untitled, "/c": untitled}
        run = audit_source(reading_of(site), Silent())
        site.routes["/a"] = answer("", 429)
        site.requests.clear()
        wish = Wish((Field.TITLE,), "extractive", reach=Reach(site.access))
        found = {one.url.removeprefix(site.url): one for one in propose(run, wish, Silent())}
    assert [request for request in site.requests if request in ("/b", "/c")] == []
    assert (found["b"].reason, found["c"].reason) == ("The site asked for a pause.", "The site asked for a pause.")


def test_the_style_of_the_site_is_kept_with_the_run(folder: Path) -> None:
    for name in ("beans", "brewing", "cups", "grinding", "water", "milk"):
        title = f"All about {name} in detail | Kestrel Lane"
        write(folder, f"{name}.html", title, f"All about {name} in detail")
    write(folder, "tea.html", heading="All about tea in detail")
    run = audited(folder)
    assert proposed(run)["tea.html title"].value == "All about tea in detail | Kestrel Lane"
    run.refresh_from_db()
    assert [(style["brand"], style["separator"]) for style in run.styles if not style.get("section")] == [
        ("Kestrel Lane", " | ")
    ]
    assert current_proposals(run).count() == 1


STORY = "Hill Roasters has roasted coffee in Leeds since 1987. Orders before noon leave the same day, in paper bags."


def with_model(folder: Path, settings, *replies) -> dict[str, Proposal]:
    """The descriptions of a page without one, by a model that answers so."""
    write(folder, "a.html", "Coffee roasted in Leeds by the harbour", "Coffee from Leeds", STORY)
    run = audited(folder)
    with playing(*replies) as model:
        settings.SITEAGENT_LLM_BASE_URL, settings.SITEAGENT_LLM_MODEL = f"{model.url}v1", "tiny"
        return proposed(run, Wish((Field.DESCRIPTION,)))


def test_a_language_model_that_is_configured_writes_what_the_page_bears_out(folder: Path, settings) -> None:
    text = "Coffee roasted in Leeds since 1987, and orders before noon leave the same day in paper bags."
    reply = writes(("Coffee roasted in Leeds", text, "roasted coffee in Leeds since 1987"))
    (one,) = with_model(folder, settings, reply).values()
    assert (one.value, one.generator, one.treatment) == (text, "llm", "proposed")


@pytest.mark.parametrize(
    "reply",
    [answer("", 500), writes(("Win a prize", "Win 1,000 pounds with Acme today!", "roasted coffee in Leeds"))],
    ids=["a model that is broken", "a model that invents"],
)
def test_the_page_itself_stands_in_for_a_model_that_is_of_no_use(folder: Path, settings, reply) -> None:
    (one,) = with_model(folder, settings, reply).values()
    assert one.generator == "extractive"
    assert one.value.startswith("Hill Roasters has roasted coffee in Leeds since 1987.")
