"""`ml_search QUERY`: what it prints, and how it ends."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ml_search.models import Search
from ml_search.stores import store_of
from seo_meta.tests.injection import HOSTILE, payloads, storable

from .indexed import BASE, indexed_page, publish, site_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searching")]


@pytest.fixture(autouse=True)
def tea(searching: None) -> None:
    indexed_page("tea", "Tea pots", "Pots of iron.", "Green tea, slowly.")
    publish()


def ran(capsys: Any, *arguments: str) -> tuple[str, str]:
    """(standard output, standard error)"""
    stdout, stderr = StringIO(), StringIO()
    call_command("ml_search", *arguments, stdout=stdout, stderr=stderr, no_color=True)
    return capsys.readouterr().out + stdout.getvalue(), stderr.getvalue()


def test_hits_are_printed_with_title_address_and_passage(capsys: Any) -> None:
    out, notes = ran(capsys, "green tea")
    assert notes == ""
    lines = [line.strip() for line in out.splitlines() if line.strip()]
    assert lines == ["1 Tea pots", f"{BASE}tea#part-1", "Part 1", "Green tea, slowly.", f"also {BASE}tea"]
    assert not Search.objects.exists()


def test_why_a_hit_stands_there_is_said_when_asked(capsys: Any) -> None:
    assert "words rank 1" not in ran(capsys, "green tea")[0]
    out = ran(capsys, "green tea", "--explain")[0]
    assert "words rank 1" in out
    assert "meaning rank 1" in out


def test_json_is_the_answer(capsys: Any) -> None:
    answer = json.loads(ran(capsys, "green tea", "--json", "--k", "1", "--mode", "keyword")[0])
    assert answer["hits"][0]["best"]["url"] == f"{BASE}tea#part-1"
    assert answer["generation"] == ""


def test_what_is_missing_is_a_note_and_no_failure(capsys: Any) -> None:
    store_of(site_of().pk).clear()
    out, notes = ran(capsys, "tea")
    assert "Tea pots" in out
    assert notes.startswith("Not the whole answer: ")
    assert ran(capsys, "zither")[1].splitlines()[-1] == "Nothing is found."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-- -tea",), "leave out"),
        (("tea", "--site", "https://nowhere.example/"), "There is no site"),
        (("tea", "--k", "0"), "1 to 50"),
        (("tea", "--mode", "magic"), "invalid choice"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(capsys: Any, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        ran(capsys, *arguments)
    assert refused.value.returncode in (1, 2)


def test_an_argument_that_is_not_utf_8_is_only_a_query(capsys: Any) -> None:
    assert "Tea pots" in ran(capsys, "tea \udcff")[0]


def test_hostile_text_is_printed_harmless(capsys: Any) -> None:
    texts = storable(*HOSTILE, *payloads("terminal", "log_line", "actions_log"))
    for number, text in enumerate(text.encode("utf-8", "ignore").decode() for text in texts):
        indexed_page(f"p{number}", f"kazoo {text}"[:500], f"kazoo {text}")
    publish()
    for flags in ((), ("--json",)):
        printed = "".join(ran(capsys, "kazoo", "--k", "50", *flags))
        assert "Tea" not in printed
        assert not set(printed) & set("\x1b\x07\x9b\u202e\u2066\u2028")
        assert not any(line.lstrip().startswith("::") for line in printed.splitlines())
