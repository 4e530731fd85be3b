import pytest
from django.core.exceptions import ImproperlyConfigured

from siteagent_project.language_model import language_model


@pytest.mark.parametrize("url", ["http://localhost:11434/v1", "https://api.example/v1", "http://[::1]:8080"])
def test_an_address_and_a_model_are_enough(url: str) -> None:
    assert language_model(f"{url}/", model="tiny", key="") == url


def test_without_an_address_there_is_no_model() -> None:
    assert language_model("", model="", key="sk") == ""


@pytest.mark.parametrize(
    "url",
    [
        *("localhost:11434", "ftp://host/v1", "file:///etc/passwd", "https://", "http://host:port/v1", "http://[::1"),
        *("https://user:secret@host/v1", "https://host/v1?key=secret", "https://host/v1#x", "https://ho st/v1"),
    ],
)
def test_what_is_no_address_stops_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="is not an address such as"):
        language_model(url, model="tiny", key="")


def test_an_address_needs_a_model() -> None:
    with pytest.raises(ImproperlyConfigured, match="without SITEAGENT_LLM_MODEL"):
        language_model("http://localhost:11434/v1", model="", key="")


@pytest.mark.parametrize("key", ["sk\r\nX-Evil: 1", "sk secret", "schlüssel"])
def test_a_key_that_no_header_carries_stops_the_start_and_is_not_repeated(key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SITEAGENT_LLM_API_KEY") as caught:
        language_model("http://localhost:11434/v1", model="tiny", key=key)
    assert key not in str(caught.value)
