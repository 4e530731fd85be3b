"""Keys set in front matter: what is written, what is kept, and what is refused."""

import time

import pytest

from seo_meta.core.front_matter import set_data, set_keys
from seo_meta.core.html_edit import Reason, Refused, apply


def edited(source: str, **values: str) -> str:
    return set_keys(source.encode(), values).result.decode()


def refusal(source: str | bytes, value: str = "New") -> Refused:
    with pytest.raises(Refused) as caught:
        set_keys(source.encode() if isinstance(source, str) else source, {"title": value})
    return caught.value


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        ("title: Old", "New", "title: New"),
        ("title: Old # why", "New", "title: New # why"),
        ("title:   'Old'", "It's new", "title:   'It''s new'"),
        ('title: "Old"', 'The "new" C:\\', 'title: "The \\"new\\" C:\\\\"'),
        ("title: Old", "New: a guide", 'title: "New: a guide"'),
        ("title: Old", "Nr #1", 'title: "Nr #1"'),
        ("title: Old", "Yes", 'title: "Yes"'),
        ("title: Old", "2024-01-01", 'title: "2024-01-01"'),
        ("title: Old", "- dash", 'title: "- dash"'),
        ("title: Old\n  goes on", "New", "title: New"),
        ("title: 'Old\n\n  goes on'", "New", "title: 'New'"),
        ("title:", "New", "title: New"),
        ("title: # none yet", "New", "title: New # none yet"),
        ("title: ~", "New", "title: New"),
        ("title: 2024", "New", "title: New"),
        ("title: &name Old", "New", "title: &name New"),
        ('"title" : Old', "New", '"title" : New'),
        ("title: >-\n  Old\n  text\n", "New: # text", "title: >-\n  New: # text\n"),
        ("title: |  # literal\n    Old\n", "New", "title: |  # literal\n    New\n"),
        ("title: |2+\n  Old\n\n", "New", "title: |2+\n  New\n\n"),
        ("title: >-\n", "New", 'title: "New"\n'),
    ],
)
def test_a_yaml_value_is_replaced_in_its_place_and_quotes(line: str, value: str, expected: str) -> None:
    around = "---\n# first\nlayout: post\n{}\ntags: [a, 'b'] # last\n---\nBody: text\n"
    assert edited(around.format(line), title=value) == around.format(expected)


def test_a_value_in_braces_is_quoted_since_a_comma_would_end_it() -> None:
    assert edited("---\n{title: Old, x: y}\n---\n", title="A, b") == '---\n{title: "A, b", x: y}\n---\n'


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        ('title = "Old"', 'A "b" \\', 'title = "A \\"b\\" \\\\"'),
        ("title = 'Old' # why", 'A "b" \\', "title = 'A \"b\" \\' # why"),
        ("title = 'Old'", "It's", 'title = "It\'s"'),
        ('title = """\nOld\ntext"""', "New", 'title = "New"'),
        ('"title" = "Old"', "New", '"title" = "New"'),
        ("title = 2024-01-01", "New", 'title = "New"'),
    ],
)
def test_a_toml_value_is_replaced_in_its_place(line: str, value: str, expected: str) -> None:
    around = "+++\ntags = ['=', \"]\", # ]\n]\n{}\n[extra]\ntitle = 'other'\n[[list]]\ntitle = 'third'\n+++\nBody\n"
    assert edited(around.format(line), title=value) == around.format(expected)


def test_a_json_value_is_replaced_in_its_place() -> None:
    source = '{\n  "x": {"title": "other"},\n  "title" :\t"Old"\n}\nBody'
    assert edited(source, title='"é"') == source.replace('"Old"', '"\\"\\u00e9\\""')


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntitle: Tea # t\nx: 1\n---\n", "---\ntitle: Tea # t\ndescription: New\nx: 1\n---\n"),
        ("---\nx: 1\r\n# end\r\n---\r\n", "---\nx: 1\r\n# end\r\ndescription: New\r\n---\r\n"),
        ("---\ntitle: 'Tea'\n---\n", "---\ntitle: 'Tea'\ndescription: 'New'\n---\n"),
        ("---\n  title: >\n    Tea\n\n  x: y\n---\n", "---\n  title: >\n    Tea\n  description: New\n\n  x: y\n---\n"),
        ("---\n---\n", "---\ndescription: New\n---\n"),
        ("+++\nx = 1\n[t]\ny = 1\n+++\n", '+++\nx = 1\ndescription = "New"\n[t]\ny = 1\n+++\n'),
        ("+++\ntitle = 'Tea'\nx = 1\n+++\n", "+++\ntitle = 'Tea'\ndescription = 'New'\nx = 1\n+++\n"),
        ("+++\n# none\n+++\n", '+++\ndescription = "New"\n# none\n+++\n'),
        ('{\n\t"title": "Tea",\n\t"x": 1\n}\n', '{\n\t"title": "Tea",\n\t"description": "New",\n\t"x": 1\n}\n'),
        ("# Tea\r\n\r\nText", "---\r\ndescription: New\r\n---\r\n\r\n# Tea\r\n\r\nText"),
        ("\ufeff# Tea\n", "\ufeff---\ndescription: New\n---\n\n# Tea\n"),
    ],
)
def test_a_missing_key_is_written_behind_the_title_in_the_manner_of_the_file(source: str, expected: str) -> None:
    assert edited(source, description="New") == expected


def test_keys_are_set_together_and_can_be_taken_back() -> None:
    source = "\ufeff---\r\ntitle: Tëa\r\nimage: x.png\r\n---\r\n".encode()
    plan = set_keys(source, {"description": "Ünder", "title": "Neu: Tee"})
    assert plan.result.decode() == ('\ufeff---\r\ntitle: "Neu: Tee"\r\ndescription: Ünder\r\nimage: x.png\r\n---\r\n')
    assert apply(plan.result, plan.inverse) == source


def test_a_value_that_is_there_is_not_written_again() -> None:
    plan = set_keys(b"---\ntitle: 'Tea'\n---\n", {"title": "Tea"})
    assert (plan.edits, plan.already) == ((), ("title",))


def test_of_two_values_the_one_that_is_there_is_named_and_the_other_written() -> None:
    plan = set_keys(b"---\ntitle: Tea\n---\n", {"title": "Tea", "description": "All of it"})
    assert plan.already == ("title",)
    assert plan.result == b"---\ntitle: Tea\ndescription: All of it\n---\n"


def test_a_pointer_leads_into_tables() -> None:
    yaml = b"---\nseo:\n  title: Old # c\n---\n"
    assert set_keys(yaml, {"/seo/title": "New"}).result == b"---\nseo:\n  title: New # c\n---\n"
    toml = b"+++\n[extra]\ntitle = 'Old'\n+++\n"
    assert set_keys(toml, {"/extra/title": "New"}).result == b"+++\n[extra]\ntitle = 'New'\n+++\n"


@pytest.mark.parametrize(
    ("format", "source", "expected"),
    [
        ("yaml", "- name: Tea\n- name: Milk # m\n", "- name: Tea\n- name: New # m\n"),
        ("json", '[{"name": "Tea"}, {"name": "Milk"}]', '[{"name": "Tea"}, {"name": "New"}]'),
    ],
)
def test_a_data_file_is_edited_by_pointer(format: str, source: str, expected: str) -> None:
    assert set_data(source.encode(), format, {"/1/name": "New"}).result.decode() == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("---\ntitle: a\ntitle: b\n---\n", Reason.AMBIGUOUS),
        ('{"title": "a", "title": "b"}\n', Reason.DATA),
        ("---\nx: &x a\ntitle: *x\n---\n", Reason.SHARED),
        ("---\ntitle: &x a\nx: *x\n---\n", Reason.SHARED),
        ("---\ntitle: !!python/object:os.system ls\n---\n", Reason.SHARED),
        ("---\ntitle: {en: Tea}\n---\n", Reason.SHARED),
        ("---\ntitle: '{{ site.title }}'\n---\n", Reason.TEMPLATE),
        ("---\n- title\n---\n", Reason.DATA),
        ("---\nOnce upon a time\n\n---\n", Reason.DATA),
        ("---\n{x: y}\n---\n", Reason.DATA),
        ("---\ntitle: Tea: a guide\n---\n", Reason.DATA),
        ("+++\ntitle = Tea\n+++\n", Reason.DATA),
        ("---\nnever: closed\n", Reason.NO_PLACE),
        ("---json\n{}\n---\n", Reason.NO_PLACE),
        ("Title: Tea\nDate: 2024\n\nText", Reason.NO_PLACE),
        (f"---\nx: {'y' * 70_000}\n---\n", Reason.SIZE),
        ("---\ntitle: Tée\n---\n".encode("latin-1"), Reason.ENCODING),
    ],
)
def test_what_is_not_clear_is_refused(source: str | bytes, reason: Reason) -> None:
    assert refusal(source).reason is reason


@pytest.mark.parametrize("value", ["", " ", "a\nb", "\x1b[0m", " padded"])
def test_a_value_that_needs_more_than_a_line_of_text_is_refused(value: str) -> None:
    assert refusal("---\ntitle: Tea\n---\n", value).reason is Reason.VALUE


@pytest.mark.parametrize("value", ["{{ site.title }}", "{% include x %}", "<%= x %>"])
def test_a_value_that_a_build_would_obey_is_refused(value: str) -> None:
    assert refusal("---\ntitle: Tea\n---\n", value).reason is Reason.TEMPLATE


def test_a_data_file_with_two_documents_is_refused() -> None:
    with pytest.raises(Refused, match="more than one YAML document"):
        set_data(b"title: a\n---\ntitle: b\n", "yaml", {"title": "New"})


def test_aliases_are_not_expanded_and_tags_build_nothing() -> None:
    bomb = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60))]
    lines = "\n".join([*bomb, "run: !!python/object/apply:os.system [exit]", "title: Tea"])
    assert edited(f"---\n{lines}\n---\n", title="New") == f"---\n{lines}\n---\n".replace("Tea", "New")


@pytest.mark.parametrize(
    "source",
    [
        f"---\ntitle: a\nx: {'[' * 60_000}\n---\n",
        f"---\ntitle: a\nx: {'[' * 20_000}{']' * 20_000}\n---\n",
        f"+++\ntitle = 'a'\nx = {'[' * 20_000}{']' * 20_000}\n+++\n",
        f'{{"title": "a", "x": {"[" * 20_000}{"]" * 20_000}}}\n',
    ],
    ids=["yaml-open", "yaml", "toml", "json"],
)
def test_deep_nesting_is_refused_and_no_crash(source: str) -> None:
    started = time.process_time()
    refusal(source)
    assert time.process_time() - started < 60
