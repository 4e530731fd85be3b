"""What a worker process does for proposals: read a page's text, ask the generators, keep what the rules let pass."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from seo_meta.core.blocks import read_blocks
from seo_meta.core.extract import extract
from seo_meta.core.field_edits import standing
from seo_meta.core.guardrails import BLOCKING, TOPICS, broken_rules, fails_at
from seo_meta.core.house_style import Styles
from seo_meta.core.policy import PagePolicies, Policy
from seo_meta.core.propose import Abstain, Candidate, Field, Generator, SiteProfile, Subject, generators
from seo_meta.core.types import Document, PageFacts
from seo_meta.core.validators import validators
from seo_meta.models import Page, Run

from .shards import Shard
from .workers import watched


class Task(msgspec.Struct, frozen=True):
    """A page to make candidates for. `title` and `description` are what was decided of them: None for what the page
    has, empty while that is open."""

    page: int
    wanted: Mapping[Field, Sequence[str]]
    """The generators to ask for each field, the first that answers being enough."""
    title: str | None
    description: str | None
    document: Document | None
    reason: str = ""
    """Why the page cannot be read again, when `document` is None."""


class Draft(msgspec.Struct, frozen=True):
    """What came of one field: candidates of one generator, or the reason why there are none."""

    field: Field
    current: str
    generator: str = ""
    version: int = 0
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""


class Drafted(msgspec.Struct, frozen=True):
    """What came of one page. `subject` is there when it was asked for and the page could be read."""

    page: int
    drafts: tuple[Draft, ...]
    source_hash: str = ""
    content_hash: str = ""
    subject: Subject | None = None


class Setting:
    """What generators may know of the site of a run, and what its rules are."""

    def __init__(self, run: Run, styles: Styles, home: PageFacts | None) -> None:
        self._run = run
        self._styles = styles
        self._home = home
        self._policies = PagePolicies(run.read_policy(), run.site.base_url)

    def policy(self, facts: PageFacts) -> Policy:
        return self._policies.of(facts.url, facts.file, facts.lang)

    def profile(self, facts: PageFacts) -> SiteProfile:
        style = self._styles.of(facts.url, facts.lang or "")
        return SiteProfile(self._run.site.base_url, self._run.clean_urls, style, self.policy(facts).limits, self._home)

    def is_home(self, facts: PageFacts) -> bool:
        return self._home is not None and self._home.key == facts.key


class Drafter:
    """Makes the drafts of a shard of `Task`s. Made in the parent; what it works with is made where it works."""

    def __init__(self, run_id: int, styles: Styles, home: PageFacts | None, *, keep_subjects: bool) -> None:
        """`keep_subjects`: whether the answer holds what the page was seen as, for whoever asks more about it."""
        self._run_id = run_id
        self._styles = styles
        self._home = home
        self._keep_subjects = keep_subjects

    def __call__(self, shard: Shard) -> list[Drafted]:
        pages = Page.objects.only("facts", "source_hash").in_bulk([task.page for task in shard.items])
        drafted = []
        for place, task in enumerate(shard.items):
            with watched(place):
                drafted.append(self._draft(task, pages[task.page], shard.unparsed.get(place, "")))
        return drafted

    @cached_property
    def run(self) -> Run:
        return Run.objects.select_related("site").get(pk=self._run_id)

    @cached_property
    def _setting(self) -> Setting:
        return Setting(self.run, self._styles, self._home)

    def _draft(self, task: Task, page: Page, killed: str) -> Drafted:
        stored = page.read_facts()
        if task.document is None or killed:
            return _abstained(task, stored, task.reason or f"Making proposals for it took {killed}.")
        known = validators(task.document)
        facts = stored
        if known.source_hash != page.source_hash:
            # Most live pages differ from request to request in what nobody reads.
            facts = extract(task.document, clean_urls=self.run.clean_urls, read_on=stored.read_on)
            if any(current(field, facts) != current(field, stored) for field in task.wanted):
                return _abstained(task, stored, "It changed since it was audited. Audit it again.")
        subject = Subject(
            facts,
            read_blocks(task.document, facts),
            self._setting.is_home(facts),
            facts.title if task.title is None else task.title,
            facts.description if task.description is None else task.description,
        )
        drafts = tuple(self._ask(field, names, subject) for field, names in task.wanted.items())
        kept = subject if self._keep_subjects else None
        return Drafted(page.pk, drafts, known.source_hash, facts.content_hash, kept)

    def _ask(self, field: Field, names: Iterable[str], subject: Subject) -> Draft:
        reasons = []
        for generator in (generators[name] for name in names):
            draft = ask(generator, field, subject, self._setting)
            if draft.candidates:
                return draft
            reasons.append(draft.reason)
        return Draft(field, current(field, subject.facts), reason=" ".join(reasons))


def ask(generator: Generator, field: Field, subject: Subject, setting: Setting) -> Draft:
    """The candidates of one generator that our own rules let pass, or why there are none."""
    facts = subject.facts
    now = current(field, facts)
    try:
        candidates = tuple(generator.candidates(field, subject, setting.profile(facts)))
    except Abstain as reason:
        return Draft(field, now, reason=str(reason))
    except Exception as error:  # a broken generator costs only itself
        what = f"The generator {generator.id} crashed ({type(error).__name__}). Please report it with this page."
        return Draft(field, now, reason=what)
    kept, broken = _passing(candidates, field, facts, setting.policy(facts))
    if not kept:
        return Draft(field, now, reason=f"What the page offers would break {', '.join(broken)}." if broken else "")
    return Draft(field, now, generator.id, generator.version, kept)


def _passing(
    candidates: Iterable[Candidate], field: Field, facts: PageFacts, policy: Policy
) -> tuple[tuple[Candidate, ...], list[str]]:
    """(candidates and variants of which our own rules have nothing to say, the rules that the others break)"""
    if field not in TOPICS:
        return tuple(candidates), []
    broken: dict[str, None] = {}
    kept = []
    for candidate in candidates:
        if faults := _faults(field, candidate.value, facts, policy):
            broken |= dict.fromkeys(faults)
            continue
        variants = tuple(one for one in candidate.variants if not _faults(field, one.value, facts, policy))
        kept.append(msgspec.structs.replace(candidate, variants=variants))
    return tuple(kept), list(broken)


def _faults(field: Field, value: str, facts: PageFacts, policy: Policy) -> list[str]:
    return [found.rule for found in broken_rules(field, value, facts, policy) if fails_at(BLOCKING, found)]


def _abstained(task: Task, facts: PageFacts, reason: str) -> Drafted:
    drafts = tuple(Draft(field, current(field, facts), reason=reason) for field in task.wanted)
    return Drafted(task.page, drafts)


def current(field: Field, facts: PageFacts) -> str:
    """The value of a field as it stands in the page. Of social cards and JSON-LD, what stands there is left alone, so
    there is none."""
    return standing(field, "", facts) if field.is_whole else ""
