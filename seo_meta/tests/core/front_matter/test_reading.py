import pytest

from seo_meta.core.front_matter import MAX_CHARACTERS, FrontMatterError, Scalar, read_front_matter


def scalars(text: str) -> dict[str, Scalar]:
    block = read_front_matter(text)
    assert block is not None
    return block.scalars


def test_yaml_scalars_come_with_their_lines() -> None:
    text = "---\ntags: [a, b]\ntitle: 'Tea: a guide'\ndescription: >-\n  All our\n  tea.\n---\n# Tea\n"
    assert scalars(text) == {"title": Scalar("Tea: a guide", 3), "description": Scalar("All our tea.", 4)}


def test_toml_scalars_come_with_their_lines_and_those_of_tables_are_left() -> None:
    text = '+++\ndraft = false\ntitle = "Tea"\n[extra]\ntitle = "Other"\n+++\n'
    assert scalars(text) == {"draft": Scalar("False", 2), "title": Scalar("Tea", 3)}


def test_the_data_is_what_stands_between_the_fences() -> None:
    text = "\ufeff---\r\ntitle: Tea\r\n---\r\nBody"
    block = read_front_matter(text)
    assert block is not None
    assert text[block.start : block.end] == "title: Tea\r\n"
    assert block.format == "yaml"


@pytest.mark.parametrize("written", ["~", "null", ""])
def test_null_is_an_empty_text(written: str) -> None:
    assert scalars(f"---\ntitle: {written}\n---\n")["title"].text == ""


@pytest.mark.parametrize("written", ["2024", "yes", "1.0"])
def test_what_is_no_string_is_read_as_it_is_written(written: str) -> None:
    assert scalars(f"---\ntitle: {written}\n---\n")["title"].text == written


@pytest.mark.parametrize(
    "text", ["", "# Tea\n", "Text\n---\ntitle: no\n---\n", "---\nnever closed", "----\na: b\n----\n"]
)
def test_a_file_may_have_none(text: str) -> None:
    assert read_front_matter(text) is None


def test_a_rule_across_the_page_is_no_mapping() -> None:
    assert scalars("---\n\nOnce upon a time\n\n---\n") == {}


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Tea: a guide\n---\n",
        "---\ntitle: {{ title }\n---\n",
        "+++\ntitle = Tea\n+++\n",
        f"---\na: {'[' * 20_000}\n---\n",
        f"---\na: {'x' * MAX_CHARACTERS}\n---\n",
    ],
    ids=["colon", "template", "toml", "nested", "long"],
)
def test_what_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(FrontMatterError, match="front matter"):
        read_front_matter(text)


def test_aliases_do_not_multiply() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)), "title: Tea"]
    assert scalars("---\n" + "\n".join(lines) + "\n---\n") == {"title": Scalar("Tea", 62)}
