import gzip
import json
import traceback

import pytest

from seo_meta.errors import ModelError
from seo_meta.fetch.llm import MAX_ANSWER, Endpoint, Model, Usage
from seo_meta.tests.language_model import PATH, dripping, playing, says, sent, silent
from seo_meta.tests.loopback import Answer, Loopback, answer, redirect, serving

KEY = "sk-kept-secret"
QUESTION = [{"role": "user", "content": "Who are you?"}]


def model_at(server: Loopback, timeout: float = 10, key: str = KEY) -> Model:
    return Model(Endpoint(f"{server.url}v1", "tiny", timeout, key), {"type": "object"})


def failure(reply: Answer, timeout: float = 10) -> ModelError:
    with playing(reply) as server, pytest.raises(ModelError) as caught:
        model_at(server, timeout).ask(QUESTION, 0.2)
    return caught.value


def test_a_question_is_one_post_with_model_temperature_and_schema() -> None:
    with playing(says("I am tiny.", {"prompt_tokens": 7, "completion_tokens": 5})) as server:
        reply = model_at(server).ask(QUESTION, 0.2)
    assert (reply.content, reply.usage) == ("I am tiny.", Usage(7, 5))
    assert (server.methods, server.requests) == (["POST"], [PATH])
    asked = sent(server)[0]
    assert (asked["model"], asked["temperature"], asked["messages"]) == ("tiny", 0.2, QUESTION)
    assert asked["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert server.headers[0]["content-type"] == "application/json"


def test_the_key_is_sent_when_there_is_one() -> None:
    with playing(says("Yes")) as server:
        model_at(server).ask(QUESTION, 0)
        model_at(server, key="").ask(QUESTION, 0)
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in server.headers[1]


def test_an_endpoint_that_knows_no_schemas_is_asked_for_any_json_from_then_on() -> None:
    with playing(answer("no such response_format", 400), says("Yes")) as server:
        model = model_at(server)
        assert model.ask(QUESTION, 0).content == "Yes"
        model.ask(QUESTION, 0)
    assert [asked["response_format"]["type"] for asked in sent(server)] == ["json_schema", "json_object", "json_object"]


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": 0, "completion_tokens": 0}])
def test_tokens_are_estimated_where_the_endpoint_counts_none(usage: dict[str, int] | None) -> None:
    with playing(says("x" * 40, usage)) as server:
        assert model_at(server).ask([{"role": "user", "content": "y" * 80}], 0).usage == Usage(20, 10)


@pytest.mark.parametrize("reply", [silent, dripping])
def test_what_does_not_come_whole_in_time_is_left(reply: Answer) -> None:
    assert "did not come within 0.5 s" in str(failure(reply, timeout=0.5))


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer("down", 500), "status 500"),
        (answer("slowly", 429), "status 429"),
        (answer("who?", 401), "status 401"),
        (answer("wrong", 400), "refuses the request"),
        (answer("<!doctype html><title>Welcome</title>"), "not answer in the format"),
        (answer('{"choices": ['), "not answer in the format"),
        (answer('{"choices": [{"message": "text"}]}'), "not answer in the format"),
        (answer('{"x": ' + "[" * 100_000), "not answer in the format"),
        (answer('{"choices": []}'), "is empty"),
        (says(""), "is empty"),
        (says("x", refusal="I would rather not."), "refuses to answer"),
        (answer(b"x" * (MAX_ANSWER + 1)), "larger than 256 KiB"),
        (answer(gzip.compress(bytes(50_000_000)), content_encoding="gzip"), "larger than 256 KiB"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "not valid HTTP"),
        (b"", "closed before the whole answer"),
    ],
)
def test_a_broken_answer_is_one_plain_reason(reply: Answer, reason: str) -> None:
    assert reason in str(failure(reply))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with serving() as elsewhere:
        error = failure(redirect(f"{elsewhere.url}v1/chat/completions", status))
    assert f"status {status}" in str(error)
    assert elsewhere.connections == 0


def test_a_question_is_sent_once_even_where_the_connection_breaks() -> None:
    with playing(says("Yes"), b"", says("Yes")) as server:
        model = model_at(server)
        model.ask(QUESTION, 0)
        with pytest.raises(ModelError):
            model.ask(QUESTION, 0)
    assert len(server.requests) == 2


@pytest.mark.parametrize("reply", [answer(f"{KEY}", 401), answer(KEY), answer(KEY, 500), silent])
def test_neither_the_key_nor_the_words_of_the_server_are_in_an_error(reply: Answer) -> None:
    error = failure(reply, timeout=0.5)
    assert KEY not in "".join(traceback.format_exception(error))


def test_an_endpoint_shows_no_key() -> None:
    endpoint = Endpoint("https://api.example/v1", "large", key=KEY)
    assert KEY not in repr(endpoint) + str(endpoint) + json.dumps(endpoint.__rich_repr__())


def test_an_endpoint_that_is_away_is_a_reason() -> None:
    with serving() as server:
        model = model_at(server)
    with pytest.raises(ModelError, match="no connection: connection refused"):
        model.ask(QUESTION, 0)
