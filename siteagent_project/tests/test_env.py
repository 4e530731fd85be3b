from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from siteagent_project.env import env_bool, env_choice, env_int, env_list, env_path, env_rate, env_required, env_secret


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False)])
def test_a_switch_takes_the_usual_words(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("SWITCH", value)
    assert env_bool("SWITCH", not meaning) is meaning


@pytest.mark.parametrize("value", ["2", "ture", " 1", "enabled"])
def test_a_misspelt_switch_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SWITCH", value)
    with pytest.raises(ImproperlyConfigured, match=f"SWITCH='{value}' is neither 1/true/yes/on nor 0/false/no/off"):
        env_bool("SWITCH")


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMPTY", "")
    assert env_bool("EMPTY", True) is True
    assert env_int("EMPTY", 7) == 7
    assert env_list("EMPTY", ["seo_meta"]) == ["seo_meta"]
    with pytest.raises(ImproperlyConfigured, match="EMPTY is not set"):
        env_required("EMPTY")


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "1e3", "²", "many"])
def test_a_number_that_is_none_or_too_small_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NUMBER", value)
    with pytest.raises(ImproperlyConfigured, match=r"NUMBER=.* is not a whole number of at least 1"):
        env_int("NUMBER", 5, minimum=1)


def test_an_unknown_choice_names_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVEL", "LOUD")
    with pytest.raises(ImproperlyConfigured, match="LEVEL='LOUD' is not one of: LOW, HIGH"):
        env_choice("LEVEL", "LOW", ("LOW", "HIGH"))


@pytest.mark.parametrize(("value", "rate"), [("20/s", (20, 1)), ("600/m", (600, 60)), ("1/h", (1, 3600))])
def test_a_rate_is_a_count_in_a_second_a_minute_or_an_hour(
    monkeypatch: pytest.MonkeyPatch, value: str, rate: tuple[int, int]
) -> None:
    monkeypatch.setenv("RATE", value)
    assert env_rate("RATE", "5/s") == rate


@pytest.mark.parametrize("value", ["600", "0/m", "-1/m", "1.5/m", "600/d", "/m", "600/minute", "600 / m"])
def test_a_rate_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RATE", value)
    with pytest.raises(ImproperlyConfigured, match=r"RATE=.* is not a count in a second, minute or hour, such as 5/s"):
        env_rate("RATE", "5/s")


def test_a_list_is_what_stands_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", " a.example, b.example,,")
    assert env_list("HOSTS") == ["a.example", "b.example"]


def test_a_path_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert env_path("STATIC", "static") == tmp_path / "static"


def test_a_secret_may_come_from_a_file_without_its_last_newline(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("s3cret key\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    assert env_required("KEY") == "s3cret key"


def test_a_secret_given_twice_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "a")
    monkeypatch.setenv("KEY_FILE", "/run/secrets/key")
    with pytest.raises(ImproperlyConfigured, match="KEY and KEY_FILE are both set"):
        env_secret("KEY")


def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match=r"KEY_FILE=.*absent' cannot be read: No such file or directory"):
        env_secret("KEY")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "binary"))
    with pytest.raises(ImproperlyConfigured, match="not UTF-8 text"):
        env_secret("KEY")
