"""The propose stage: pages with findings that a generator can mend get candidates, told apart over the whole site."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from seo_meta.core.house_style import learn_styles
from seo_meta.core.propose import Field, Generator, generators
from seo_meta.core.types import PageFacts
from seo_meta.errors import ConfigError, RunError
from seo_meta.fetch.reach import Reach
from seo_meta.lock import exclusive
from seo_meta.models import Page, Proposal, Run
from seo_meta.models.proposal import offer
from seo_meta.selectors import (
    KnownRejections,
    Mendable,
    StoredSite,
    current_proposals,
    known_proposals,
    mendable_pages,
    read_again,
)

from .distinguish import told_apart
from .draft import Drafted, Drafter, Setting, Task, ask, current
from .llm import LlmGenerator, llm_generator
from .progress import Progress
from .rejections import lift_changed
from .review import wake_due
from .shards import run_shards
from .store_proposals import Made, store_proposals, supersede_mended

PAGES_AT_ONCE = 8
"""Main text takes some thirty milliseconds a page, so a few are work enough for a message between processes."""
BUILT_IN = "seo_meta.core.generators."


class Wish(msgspec.Struct, frozen=True):
    """What to propose. Without `fields` it is every field, without `generator` all that are switched on; `limit` is
    the number of pages, those that matter most."""

    fields: tuple[Field, ...] = ()
    generator: str = ""
    limit: int | None = None
    reach: Reach = Reach()
    workers: int = 0


def propose(run: Run, wish: Wish, progress: Progress) -> list[Proposal]:
    """Make the proposals of a run, and return those that are current for its pages: open and abstained, those that
    matter most first. What somebody has decided is left alone.

    Raises RunError when the run was not judged to its end or its folder is gone, ConfigError for an unknown generator.
    """
    if run.state != Run.State.DONE:
        raise RunError(f"Run {run.pk} was not judged to its end. Do so with: seo_audit --run {run.pk}")
    asked, model = _asked(wish), _model(run, wish)
    with exclusive(run.site.base_url):
        progress.about(run)
        wake_due(run.site_id)
        lift_changed(run)
        _Proposing(run, wish, asked, model).propose(progress)
    return list(current_proposals(run).order_by("-worth", "url", "field"))


def generator_ids() -> list[str]:
    """What `Wish.generator` may be."""
    return [*(generator.id for generator in generators), LlmGenerator.id]


def _model(run: Run, wish: Wish) -> LlmGenerator | None:
    """The language model, when one is configured and wanted. Raises ConfigError when it is wanted and there is none."""
    if wish.generator not in ("", LlmGenerator.id):
        return None
    model = llm_generator(run)
    if wish.generator and model is None:
        raise ConfigError("No language model is configured. Set SITEAGENT_LLM_BASE_URL and SITEAGENT_LLM_MODEL.")
    return model


def _asked(wish: Wish) -> list[Generator]:
    """The generators to ask, those of plugins before our own; what the page itself offers stands in where the language
    model is of no use. Raises ConfigError for a generator that there is not."""
    if wish.generator == LlmGenerator.id:
        return [generators["extractive"]]
    if wish.generator:
        if wish.generator not in generators:
            known = ", ".join(generator_ids())
            raise ConfigError(f"There is no generator {wish.generator!r}. There are: {known}.")
        return [generators[wish.generator]]
    by_itself = [generator for generator in generators if generator.on]
    return sorted(by_itself, key=lambda generator: type(generator).__module__.startswith(BUILT_IN))


class _Proposing:
    """The stage for one run."""

    def __init__(self, run: Run, wish: Wish, asked: Sequence[Generator], model: LlmGenerator | None) -> None:
        self._run = run
        self._wish = wish
        self._asked = asked
        self._model = model
        self._fields = wish.fields or tuple(Field)
        self._site = StoredSite(run)
        self._known = known_proposals(run)
        self._rejected = KnownRejections(run)
        self._styles = learn_styles(
            self._site.pages(), self._site.home, base_url=run.site.base_url, brand=run.read_policy().brand
        )

    def propose(self, progress: Progress) -> None:
        run, wish = self._run, self._wish
        faulty = [page for page in mendable_pages(run, _all_rules()) if self._open(page)]
        picked = {page.id: page for page in [page for page in faulty if self._wanted(page)][: wish.limit]}
        progress.start("Proposing", len(picked))
        home = self._home()
        drafted: list[Drafted] = []
        drafter = Drafter(run.pk, self._styles, home, keep_subjects=self._model is not None)
        for shard in run_shards(drafter, run.pk, self._tasks(picked), wish.workers, PAGES_AT_ONCE):
            drafted += shard
            progress.advance(len(shard))
        drafted.sort(key=lambda page: picked[page.page].url)
        if self._model is not None:
            progress.start("Asking the language model", len(drafted))
            drafted = list(self._with_model(self._model, drafted, Setting(run, self._styles, home), progress))
        run.styles = msgspec.to_builtins(list(self._styles.by_place.values()))
        run.save(update_fields=["styles"])
        store_proposals(run, [*self._made(drafted, picked), *self._barred(faulty)])
        if run.complete:
            wanted = {(page.key, field.value) for page in faulty for field in self._open(page)}
            supersede_mended(run, self._fields, wanted)

    def _home(self) -> PageFacts | None:
        page = Page.objects.filter(run=self._run, key=self._site.home, status=200).only("facts").first()
        return page.read_facts() if page else None

    def _open(self, page: Mendable) -> dict[Field, list[str]]:
        """The ids of the generators that answer for each field of a page; none where a reviewer has said yes or
        later."""
        known = self._known
        answering = {
            field: [generator.id for generator in self._asked if _answers(generator, field, page)]
            for field in self._fields
            if (page.key, field) not in known.approved and (page.key, field) not in known.snoozed
        }
        return {field: ids for field, ids in answering.items() if ids}

    def _wanted(self, page: Mendable) -> dict[Field, list[str]]:
        """The same without the fields for which a reviewer wants nothing."""
        barred = self._rejected.barred
        return {field: ids for field, ids in self._open(page).items() if (page.key, field) not in barred}

    def _tasks(self, picked: Mapping[int, Mendable]) -> Iterator[Task]:
        order = sorted(picked, key=lambda page: picked[page].url)
        for again in read_again(self._run, order, self._wish.reach):
            page = picked[again.page]
            title, description = (self._decided(page, field) for field in (Field.TITLE, Field.DESCRIPTION))
            yield Task(page.id, self._wanted(page), title, description, again.document, again.reason)

    def _decided(self, page: Mendable, field: Field) -> str | None:
        """What a reviewer said yes to; None for what the page has, empty while that may change."""
        place = page.key, field
        if place in self._known.approved:
            return self._known.approved[place]
        if place in self._rejected.barred:
            return None
        is_open = place in self._known.pending or any(_answers(generator, field, page) for generator in generators)
        return "" if is_open else None

    def _with_model(
        self, model: LlmGenerator, drafted: Sequence[Drafted], setting: Setting, progress: Progress
    ) -> Iterator[Drafted]:
        """With what the model makes of each page in place of the drafts, where that is any good."""
        for page in drafted:
            drafts = [
                ask(model, draft.field, page.subject, setting) if page.subject and draft.field in model.mends else draft
                for draft in page.drafts
            ]
            better = tuple(new if new.candidates else old for new, old in zip(drafts, page.drafts, strict=True))
            yield msgspec.structs.replace(page, drafts=better, subject=None)
            progress.advance(1)

    def _made(self, drafted: Sequence[Drafted], picked: Mapping[int, Mendable]) -> Iterator[Made]:
        brand = self._styles.of(self._run.site.base_url, "").brand
        keys = {id: page.key for id, page in picked.items()}
        settled = told_apart(self._site, self._known, self._rejected, drafted, keys, brand)
        for drafts in drafted:
            page = picked[drafts.page]
            for draft in drafts.drafts:
                candidates, reason = settled[page.id, draft.field]
                yield Made(
                    page.id,
                    draft.field,
                    draft.current,
                    tuple(offer(candidate, draft.generator, draft.version) for candidate in candidates),
                    reason,
                    self._rules(draft.field, page),
                    page.worth,
                    page.worth_reason,
                    drafts.source_hash,
                    drafts.content_hash,
                )

    def _barred(self, faulty: Sequence[Mendable]) -> Iterator[Made]:
        """Why the fields get nothing for which a reviewer wants nothing."""
        barred = self._rejected.barred
        places = [(page, field) for page in faulty for field in self._open(page) if (page.key, field) in barred]
        pages = Page.objects.only("facts", "source_hash", "content_hash").in_bulk({page.id for page, _ in places})
        for page, field in places:
            stored = pages[page.id]
            yield Made(
                page.id,
                field,
                current(field, stored.read_facts()),
                (),
                barred[page.key, field],
                self._rules(field, page),
                page.worth,
                page.worth_reason,
                stored.source_hash,
                stored.content_hash,
            )

    def _rules(self, field: Field, page: Mendable) -> tuple[str, ...]:
        """The findings of the page that a value of the field answers."""
        answered = (generator.mends.get(field, frozenset()) for generator in self._asked)
        return tuple(sorted(page.rules & frozenset().union(*answered)))


def _answers(generator: Generator, field: Field, page: Mendable) -> bool:
    return not page.rules.isdisjoint(generator.mends.get(field, ()))


def _all_rules() -> frozenset[str]:
    return frozenset(rule for generator in generators for rules in generator.mends.values() for rule in rules)
