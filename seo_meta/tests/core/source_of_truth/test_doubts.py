"""Where more than one file may be the source, or none: nothing is guessed, and the reason names the files."""

import pytest

from seo_meta.core.propose import Field
from seo_meta.core.source_of_truth import Kind, Target, Unresolved

from .sites import NUMBERS, TEXTS, page, sources, url

HUGO = "Hugo 0.150.0"
CONFIG = {"hugo.toml": 'title = "Tea House"\n[params]\ndescription = "All about tea, every day."\n'}


def post(name: str, *lines: str) -> str:
    return "\n".join(["---", f"title: The {name} tea", *lines, "---", "", TEXTS[name]])


def built(name: str, description: str = "", title: str = "") -> str:
    return page(title or f"The {name} tea | Tea House", description, f"The {name} tea", TEXTS[name], HUGO)


POSTS = {f"content/{name}.md": post(name) for name in NUMBERS}
PAGES = {f"{name}/index.html": built(name) for name in NUMBERS}


def reason(found: Target | Unresolved) -> str:
    assert isinstance(found, Unresolved), found
    return found.reason


def test_a_page_that_no_build_writes_is_its_own_source_whatever_lies_beside_it() -> None:
    files = {"README.md": f"# The first tea\n\n{TEXTS['first']}", "docs/index.html": page("Other")}
    html = page("The first tea", "", "The first tea", TEXTS["first"])
    found = sources(files, {"index.html": html}, "docs", kept=True).resolve(url(""), Field.SOCIAL, "{}")
    assert isinstance(found, Target)
    assert (found.file, found.kind, found.key, found.value) == ("docs/index.html", Kind.HTML, "social", "{}")


def test_the_same_page_in_a_folder_that_git_ignores_is_no_source() -> None:
    found = sources({}, {"index.html": page("The first tea")}, "dist").resolve(url(""), Field.TITLE, "New")
    assert "so the file is not edited" in reason(found)


def test_pages_made_from_other_files_are_built_though_no_generator_says_so() -> None:
    pages = {file: html.replace(HUGO, "") for file, html in PAGES.items()}
    found = sources(POSTS, pages, "docs", kept=True).resolve(url("first/index.html"), Field.TITLE, "New | Tea House")
    assert isinstance(found, Target)
    assert found.file == "content/first.md"


def test_two_files_with_the_same_text_are_both_named() -> None:
    files = CONFIG | {"old/a.md": post("first"), "old/b.md": post("first")}
    found = sources(files, {"tea/index.html": built("first")}, "public").resolve(
        url("tea/index.html"), Field.TITLE, "x"
    )
    assert reason(found) == (
        "The page is written by Hugo, so the file is not edited. The page may be made from any of old/a.md, old/b.md."
    )


def test_a_copy_elsewhere_does_not_stand_against_a_path_that_fits() -> None:
    files = CONFIG | POSTS | {"drafts/copy.md": post("first")}
    found = sources(files, PAGES, "public").resolve(url("first/index.html"), Field.TITLE, "New | Tea House")
    assert isinstance(found, Target)
    assert found.file == "content/first.md"


def test_a_file_of_the_same_name_with_another_text_is_no_source() -> None:
    files = CONFIG | {"content/first.md": post("second")}
    found = sources(files, {"first/index.html": built("first")}, "public").resolve(
        url("first/index.html"), Field.TITLE, "x"
    )
    assert "No source fits" in reason(found)


def test_a_source_that_two_pages_show_is_not_changed_for_one_of_them() -> None:
    files = CONFIG | {"texts/tea.md": post("first")}
    pages = {"a/index.html": built("first"), "b/index.html": built("first")}
    found = sources(files, pages, "public").resolve(url("a/index.html"), Field.TITLE, "New")
    assert "texts/tea.md is shown by https://example.com/b/ too" in reason(found)


def test_versions_of_a_page_are_told_apart_by_their_folders() -> None:
    files = CONFIG | {f"content/{version}/{name}.md": post(name) for version in ("v1", "v2") for name in NUMBERS}
    pages = {f"{version}/{name}/index.html": built(name) for version in ("v1", "v2") for name in NUMBERS}
    site = sources(files, pages, "public")
    for version in ("v1", "v2"):
        found = site.resolve(url(f"{version}/third/index.html"), Field.TITLE, "New | Tea House")
        assert isinstance(found, Target), found
        assert found.file == f"content/{version}/third.md"


def test_a_title_that_lacks_what_the_layout_adds_cannot_be_written() -> None:
    found = sources(CONFIG | POSTS, PAGES, "public").resolve(url("first/index.html"), Field.TITLE, "New")
    assert reason(found) == "The layout ends every such title with “ | Tea House”, and this value does not."


def test_dashes_and_quotes_that_the_build_made_typographic_do_not_hide_the_key() -> None:
    files = CONFIG | {f"content/{name}.md": post(name).replace("The", "Today's") for name in NUMBERS}
    pages = {f"{name}/index.html": built(name, "", f"Today’s {name} tea – Tea House") for name in NUMBERS}
    found = sources(files, pages, "public").resolve(url("first/index.html"), Field.TITLE, "New – Tea House")
    assert isinstance(found, Target), found
    assert found.value == "New"


def test_a_key_for_search_engines_goes_before_the_name_of_the_page() -> None:
    files = {f"content/{name}.md": post(name, f"seo_title: Buy the {name} tea") for name in NUMBERS}
    pages = {f"{name}/index.html": built(name, "", f"Buy the {name} tea | Tea House") for name in NUMBERS}
    found = sources(CONFIG | files, pages, "public").resolve(url("first/index.html"), Field.TITLE, "New | Tea House")
    assert isinstance(found, Target)
    assert found.key == "seo_title"


def test_a_key_that_the_layout_does_not_show_is_not_written_to() -> None:
    files = CONFIG | POSTS | {"content/first.md": post("first", "description: What nobody sees.")}
    pages = PAGES | {"second/index.html": built("second", "Shown.")}
    files |= {"content/second.md": post("second", "description: Shown.")}
    found = sources(files, pages, "public").resolve(url("first/index.html"), Field.DESCRIPTION, "New.")
    assert "Nothing shows that the layout takes the description" in reason(found)


def test_a_description_that_all_pages_have_is_traced_to_the_configuration() -> None:
    pages = {f"{name}/index.html": built(name, "All about tea, every day.") for name in NUMBERS}
    found = sources(CONFIG | POSTS, pages, "public").resolve(url("first/index.html"), Field.DESCRIPTION, "New.")
    assert "stands in hugo.toml, line 3, which all pages share" in reason(found)


def test_a_description_of_unknown_origin_on_several_pages_is_the_layouts() -> None:
    pages = {f"{name}/index.html": built(name, "Nobody wrote this.") for name in NUMBERS}
    found = sources(CONFIG | POSTS, pages, "public").resolve(url("first/index.html"), Field.DESCRIPTION, "New.")
    assert "6 pages have this description, so it comes from the layout" in reason(found)


def test_a_value_in_a_data_file_is_written_there() -> None:
    files = CONFIG | POSTS | {"data/teas.yml": "- name: Oolong of the hills\n- name: Green tea\n"}
    pages = PAGES | {"oolong/index.html": page("Oolong of the hills | Tea House", "", "Oolong", "", HUGO)}
    found = sources(files, pages, "public").resolve(url("oolong/index.html"), Field.TITLE, "New | Tea House")
    assert isinstance(found, Target), found
    assert (found.file, found.kind, found.key, found.value) == ("data/teas.yml", Kind.DATA, "/0/name", "New")


def test_what_a_layout_puts_around_titles_from_data_is_told_by_several_pages() -> None:
    names = ("Oolong of the hills", "Green tea of the coast", "White tea of the clouds")
    files = CONFIG | {"data/teas.yml": "".join(f"- name: {name}\n" for name in names)}
    pages = {f"teas/{n}/index.html": page(f"{name} | Tea House", "", name, "", HUGO) for n, name in enumerate(names)}
    known = sources(files, pages, "public")
    found = known.resolve(url("teas/1/index.html"), Field.TITLE, "Green tea | Tea House")
    assert isinstance(found, Target)
    assert (found.key, found.value, found.was) == ("/1/name", "Green tea", names[1])
    two = dict([*pages.items()][:2])
    reason(sources(files, two, "public").resolve(url("teas/1/index.html"), Field.TITLE, "Green tea | Tea House"))


def test_an_entry_that_another_field_or_page_shows_too_is_not_changed_for_one_of_them() -> None:
    files = CONFIG | POSTS | {"data/teas.yml": "- name: Oolong of the hills\n"}
    title = page("Oolong of the hills | Tea House", "", "Oolong", "Twice.", HUGO)
    own = page("Oolong", "Oolong of the hills", "Oolong", "Once.", HUGO)
    for more in ({"teas/b/index.html": title}, {"teas/c/index.html": own.replace("Once", "Thrice")}):
        pages = PAGES | {"teas/a/index.html": own} | more
        reason(sources(files, pages, "public").resolve(url("teas/a/index.html"), Field.DESCRIPTION, "New"))
    found = sources(files, PAGES | {"teas/a/index.html": own}, "public")
    assert isinstance(found.resolve(url("teas/a/index.html"), Field.DESCRIPTION, "New"), Target)


def test_a_value_that_stands_in_data_twice_is_not_written() -> None:
    files = CONFIG | POSTS | {"data/teas.yml": "- name: Oolong of the hills\n- label: Oolong of the hills\n"}
    pages = PAGES | {"oolong/index.html": page("Oolong of the hills | Tea House", "", "Oolong", "", HUGO)}
    found = sources(files, pages, "public").resolve(url("oolong/index.html"), Field.TITLE, "New | Tea House")
    assert "No source fits" in reason(found)


def test_a_page_that_the_build_only_copies_is_edited_where_it_is_copied_from() -> None:
    html = page("Careers at the tea house", "Work with us.", "Careers", TEXTS["sixth"])
    site = sources(CONFIG | {"static/jobs.html": html}, {"jobs.html": html}, "public")
    found = site.resolve(url("jobs.html"), Field.TITLE, "New")
    assert isinstance(found, Target), found
    assert (found.file, found.kind, found.key) == ("static/jobs.html", Kind.HTML, "title")


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("docs/first.rst", f"The first tea\n=============\n\n{TEXTS['first']}\n", "docs/first.rst, reStructuredText"),
        ("content/first.md", f"---\ntitle: The: first\n---\n# The first tea\n\n{TEXTS['first']}", "cannot be read"),
    ],
)
def test_a_source_that_is_not_edited_is_named(file: str, text: str, expected: str) -> None:
    site = sources(
        {file: text}, {"first.html": page("The first tea", "", "The first tea", TEXTS["first"], "Sphinx")}, "out"
    )
    found = reason(site.resolve(url("first.html"), Field.TITLE, "New"))
    assert expected in found
    assert file in found


def test_pages_of_a_content_management_system_are_changed_there() -> None:
    html = page("The first tea", generator="WordPress 6.8")
    found = sources({}, {"index.html": html}, "site", kept=True).resolve(url(""), Field.TITLE, "New")
    assert reason(found) == "The page is written by WordPress: change it there."


def test_quotation_marks_are_kept_from_layouts_that_do_not_escape() -> None:
    files = {f"docs/{name}.md": post(name, f"description: About {name}.") for name in NUMBERS}
    pages = {f"{name}/index.html": built(name, f"About {name}.").replace(HUGO, "mkdocs-1.6.1") for name in NUMBERS}
    value = 'The "best" tea.'
    found = sources(files, pages, "site").resolve(url("first/index.html"), Field.DESCRIPTION, value)
    assert "without escaping it" in reason(found)
    files["docs/second.md"] = post("second", "description: 'The \"second\" tea.'")
    pages["second/index.html"] = built("second", 'The "second" tea.').replace(HUGO, "mkdocs-1.6.1")
    proven = sources(files, pages, "site").resolve(url("first/index.html"), Field.DESCRIPTION, value)
    assert isinstance(proven, Target)
    assert proven.value == value


def test_a_live_site_is_matched_by_address() -> None:
    found = sources(CONFIG | POSTS, PAGES, None).resolve(url("first/index.html"), Field.TITLE, "New | Tea House")
    assert isinstance(found, Target)
    assert found.file == "content/first.md"


def test_the_reasons_say_what_speaks_for_a_source() -> None:
    found = sources(CONFIG | POSTS, PAGES, "public").resolve(url("first/index.html"), Field.TITLE, "New | Tea House")
    assert isinstance(found, Target)
    assert found.reasons == (
        "its path fits",
        "its title is that of the page",
        "its text is that of the page",
        "6 pages are made from content in this way",
    )
