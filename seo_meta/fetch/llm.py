"""Asks a language model behind an OpenAI-compatible API: one POST, answered whole within the deadline or not at all.

https://platform.openai.com/docs/api-reference/chat/create. Whoever runs the command names the endpoint, so it may be on
this machine (Ollama); nothing that a page says can change it, and no redirect is followed.
"""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

import msgspec

from seo_meta.errors import FetchError, ModelError

from .guard import Access, place_of

MAX_ANSWER = 256 * 1024
"""Bytes of an answer. Three candidates take about two thousand."""
CHARS_PER_TOKEN = 4
"""For endpoints that do not say what an answer used; about what English takes."""
UNSUPPORTED = (400, 422)
"""What endpoints answer to a `response_format` that they do not know."""
ANY_JSON = {"type": "json_object"}


class Endpoint(msgspec.Struct, frozen=True):
    """`base_url` ends before `/chat/completions`; `timeout` is in seconds, for a whole request."""

    base_url: str
    model: str
    timeout: float = 60.0
    key: str = ""

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r}, {self.model!r}, ...)"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("base_url", self.base_url), ("model", self.model)]


class Usage(msgspec.Struct, frozen=True):
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


class Reply(msgspec.Struct, frozen=True):
    """What the model said."""

    content: str
    usage: Usage
    seconds: float


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: tuple[_Choice, ...]
    usage: Usage | None = None


class Model:
    """One endpoint, which is asked for JSON of a schema, or for any JSON where it knows no schemas."""

    def __init__(self, endpoint: Endpoint, schema: Mapping[str, Any]) -> None:
        self.endpoint = endpoint
        self._format: Mapping[str, Any] = {
            "type": "json_schema",
            "json_schema": {"name": "candidates", "strict": True, "schema": schema},
        }

    def ask(self, messages: Sequence[Mapping[str, str]], temperature: float) -> Reply:
        """Raises ModelError with the reason alone, in which is nothing that the server said."""
        request = {"model": self.endpoint.model, "messages": messages, "temperature": temperature}
        start = monotonic()
        body = self._post({**request, "response_format": self._format})
        if body is None and self._format is not ANY_JSON:
            self._format = ANY_JSON
            body = self._post({**request, "response_format": self._format})
        if body is None:
            raise ModelError("the model's server refuses the request; is the model's name right?")
        content, usage = _read(body)
        sent = sum(len(message["content"]) for message in messages)
        estimate = Usage(sent // CHARS_PER_TOKEN, len(content) // CHARS_PER_TOKEN)
        return Reply(content, usage if usage and usage.tokens else estimate, monotonic() - start)

    def _post(self, request: Mapping[str, Any]) -> bytes | None:
        """The body of a good answer, or None where the server says that it cannot be asked so."""
        # Here, since httpx takes a tenth of a second to import, and most runs ask no model.
        from .client import Fetcher

        url = f"{self.endpoint.base_url.rstrip('/')}/chat/completions"
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        access = Access(private_hosts=frozenset((place_of(url),)))
        try:
            with Fetcher(self.endpoint.timeout, access=access) as fetcher:
                answer = fetcher.post(url, msgspec.json.encode(request), headers=headers, max_bytes=MAX_ANSWER)
        except FetchError as error:
            raise ModelError(str(error)) from error
        if answer.status in UNSUPPORTED:
            return None
        if answer.status != 200:
            raise ModelError(f"the model's server answered with status {answer.status}")
        if answer.truncated:
            raise ModelError(f"the answer is larger than {MAX_ANSWER // 1024} KiB")
        return answer.body


def _read(body: bytes) -> tuple[str, Usage | None]:
    """(what the model said, what it used)"""
    try:
        completion = msgspec.json.decode(body, type=_Completion)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ModelError("the model's server did not answer in the format of OpenAI's API") from error
    message = completion.choices[0].message if completion.choices else _Message()
    if message.refusal:
        raise ModelError("the model refuses to answer")
    if not message.content:
        raise ModelError("the model's answer is empty")
    return message.content, completion.usage
