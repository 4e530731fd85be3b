"""What a language model is asked in one run: nothing twice, no more than the budget, nothing of one that is away."""

from typing import TYPE_CHECKING

import msgspec
from django.utils import timezone

from seo_meta.core import text
from seo_meta.core.ground import Source
from seo_meta.core.limits import Limits
from seo_meta.core.prompt import PROMPT_VERSION, TEMPERATURE, Answer, Message, messages, read_answer, repair, too_wide
from seo_meta.core.propose import HouseStyle
from seo_meta.errors import ModelError
from seo_meta.models import LlmAnswer

if TYPE_CHECKING:
    from seo_meta.fetch.llm import Model, Reply

FAILURES = 3
"""So many failures in a row, and the model is left alone for the rest of the run."""


class Budget(msgspec.Struct):
    """What is left for the run."""

    pages: int
    tokens: int


class Questions:
    def __init__(self, model: "Model", budget: Budget) -> None:
        self._model = model
        self._budget = budget
        self._failed: dict[str, str] = {}
        """Pages that the model was asked about in vain, with the reason: nothing is asked again for the other field."""
        self._failures = 0

    def answer(self, source: Source, style: HouseStyle, limits: Limits) -> Answer:
        """What the model writes of a page. When that is too wide it is asked once more, with what was measured.

        Raises ModelError with the reason.
        """
        if source.url in self._failed:
            raise ModelError(self._failed[source.url])
        asked = messages(source, style, limits)
        try:
            first = self._ask(asked, new_page=True)
        except ModelError as error:
            self._failed[source.url] = str(error)
            raise
        faults = too_wide(first, limits)
        if not faults:
            return first
        try:
            second = self._ask(repair(asked, msgspec.json.encode(first).decode(), faults), new_page=False)
        except ModelError:
            return first
        return Answer(first.candidates + second.candidates)

    def _ask(self, conversation: list[Message], *, new_page: bool) -> Answer:
        key = self._key(conversation)
        known = LlmAnswer.objects.filter(key=key).first()
        if known is not None:
            return known.read()
        self._spend(new_page=new_page)
        reply = self._reply(conversation)
        answer = read_answer(reply.content)
        self._keep(key, answer, reply)
        return answer

    def _key(self, conversation: list[Message]) -> str:
        endpoint = self._model.endpoint
        asked = (PROMPT_VERSION, endpoint.base_url, endpoint.model, TEMPERATURE, conversation)
        return text.content_hash(msgspec.json.encode(asked).decode())

    def _spend(self, *, new_page: bool) -> None:
        if self._failures >= FAILURES:
            raise ModelError(f"the model failed {FAILURES} times in a row and is not asked again in this run")
        if self._budget.tokens <= 0:
            raise ModelError("the tokens of this run are spent (SITEAGENT_LLM_MAX_TOKENS)")
        if new_page and self._budget.pages <= 0:
            raise ModelError("the pages of this run are spent (SITEAGENT_LLM_MAX_PAGES)")
        self._budget.pages -= new_page

    def _reply(self, conversation: list[Message]) -> "Reply":
        try:
            reply = self._model.ask(conversation, TEMPERATURE)
        except ModelError:
            self._failures += 1
            raise
        self._failures = 0
        self._budget.tokens -= reply.usage.tokens
        return reply

    def _keep(self, key: str, answer: Answer, reply: "Reply") -> None:
        row = LlmAnswer(
            key=key,
            model=self._model.endpoint.model[:200],
            answer=msgspec.json.encode(answer),
            prompt_tokens=reply.usage.prompt_tokens,
            completion_tokens=reply.usage.completion_tokens,
            latency_ms=round(reply.seconds * 1000),
            created_at=timezone.now(),
        )
        # Two runs at once may have asked the same.
        LlmAnswer.objects.bulk_create([row], ignore_conflicts=True)
