"""The generator that asks a language model: off unless `SITEAGENT_LLM_BASE_URL` names one.

It is not registered with the others, since it needs a network and a budget: the propose stage asks for it, and takes
what the generator `extractive` has where it abstains. It works in the process of the command, never in workers.
"""

import logging

from django.conf import settings

from seo_meta.core import grounding
from seo_meta.core.defang import plain
from seo_meta.core.drafts import Discarded, judge
from seo_meta.core.generators.extractive import Extractive
from seo_meta.core.ground import source_of
from seo_meta.core.near_values import NearValues
from seo_meta.core.prompt import SCHEMA
from seo_meta.core.propose import Abstain, Candidate, Field, Generator, SiteProfile, Subject
from seo_meta.errors import ModelError
from seo_meta.models import Page, Run

from .llm_questions import Budget, Questions

logger = logging.getLogger("seo_meta.llm")


def llm_generator(run: Run) -> "LlmGenerator | None":
    """The generator for the pages of a run, with a full budget; None where no model is configured."""
    if not settings.SITEAGENT_LLM_BASE_URL:
        return None
    from seo_meta.fetch.llm import Endpoint, Model

    endpoint = Endpoint(
        settings.SITEAGENT_LLM_BASE_URL,
        settings.SITEAGENT_LLM_MODEL,
        settings.SITEAGENT_LLM_TIMEOUT,
        settings.SITEAGENT_LLM_API_KEY,
    )
    budget = Budget(settings.SITEAGENT_LLM_MAX_PAGES, settings.SITEAGENT_LLM_MAX_TOKENS)
    pages = Page.objects.filter(run=run, indexable=True)
    others = {
        Field.TITLE: NearValues(pages.values_list("url", "title")),
        Field.DESCRIPTION: NearValues(pages.values_list("url", "description")),
    }
    return LlmGenerator(Questions(Model(endpoint, SCHEMA), budget), others)


class LlmGenerator(Generator):
    """Titles and descriptions in a model's words, as far as the page bears them out. One request serves both fields."""

    id = "llm"
    version = 1
    mends = Extractive.mends

    def __init__(self, questions: Questions, others: dict[Field, NearValues]) -> None:
        """`others` are the values of the site's pages, by field; what is proposed here is added to them."""
        grounding.load()
        self.log: list[Discarded] = []
        """What the guards threw away in this run."""
        self._questions = questions
        self._others = others

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> tuple[Candidate, ...]:
        if page.facts.word_count < site.limits.near_empty_min_words:
            raise Abstain("The page has too little text to write about. Give it some.")
        source = source_of(page, site, self._others)
        try:
            answer = self._questions.answer(source, site.style, site.limits)
        except ModelError as error:
            logger.info("%s", plain(f"{source.url}: {error}"))
            raise Abstain(f"The language model was of no use: {error}.") from error
        judged = judge(answer, field, source, site)
        self._record(judged.discarded)
        if not judged.candidates:
            against = ", ".join(sorted({one.guard for one in judged.discarded})) or "it was empty"
            raise Abstain(f"Nothing that the language model wrote was kept: {against}.")
        if field in self._others:
            self._others[field].add(source.url, judged.candidates[0].value)
        return judged.candidates

    def _record(self, discarded: tuple[Discarded, ...]) -> None:
        self.log += discarded
        for one in discarded:
            what = plain(f"{one.url}: {one.field} discarded by {one.guard}")
            logger.info("%s", what)
            logger.debug("%s", plain(f"{what}: {one.reason}: {one.value!r}"))
