from seo_meta.core.extract import extract
from seo_meta.core.sections import MAX_SECTIONS, Section, read_sections
from seo_meta.core.types import Document


def sections_of(html: str, *, status: int = 200) -> tuple[Section, ...]:
    document = Document("https://example.com/tea", html.encode(), status)
    return read_sections(document, extract(document))


def test_each_heading_begins_a_section_that_knows_the_headings_above_it() -> None:
    found = sections_of("<body><p>Before.<h1>Tea</h1><h2>Green</h2><p>Steep it.<h3>Water</h3><p>Hot.<h2>Black</h2>")
    assert [(one.heading, one.level, one.path) for one in found] == [
        ("", 0, ()),
        ("Tea", 1, ()),
        ("Green", 2, ("Tea",)),
        ("Water", 3, ("Tea", "Green")),
        ("Black", 2, ("Tea",)),
    ]
    assert [one.blocks for one in found] == [("Before.",), (), ("Steep it.",), ("Hot.",), ()]


def test_blocks_are_the_paragraphs_items_rows_and_code_of_a_section() -> None:
    html = """<h1>Tea</h1><div>Loose <b>leaf</b> tea<p>Steep<br>it.</p>and wait</div>
    <ul><li>Sencha<li>Assam <a href=a>here</a></ul><table><tr><td>3</td> <td>min</td></tr></table><pre>brew
    --now</pre>"""
    assert sections_of(html)[0].blocks == (
        "Loose leaf tea",
        "Steep it.",
        "and wait",
        "Sencha",
        "Assam here",
        "3 min",
        "brew --now",
    )


def test_a_section_is_linked_by_the_id_of_its_heading_or_of_what_its_heading_begins() -> None:
    html = """<h1 id=tea>Tea<a href=#tea>¶</a></h1><section id=green><h2>Green</h2><p>x</section>
    <h2><a name=black></a>Black</h2><div id=box><p>y<h2>White</h2></div>"""
    assert [(one.heading, one.anchor) for one in sections_of(html)] == [
        ("Tea", "tea"),
        ("Green", "green"),
        ("Black", "black"),
        ("White", ""),
    ]


def test_menus_forms_and_the_frame_of_the_page_are_left_out() -> None:
    html = "<header>Logo</header><nav>Menu</nav><h1>Tea</h1><form>Search</form><p hidden>No<p>Yes<footer>By us</footer>"
    assert sections_of(html) == (Section("Tea", 1, (), "", ("Yes",)),)


def test_what_is_no_html_page_has_no_sections() -> None:
    document = Document("https://example.com/tea.pdf", b"%PDF", 200, {"content-type": "application/pdf"})
    assert read_sections(document, extract(document)) == ()


def test_a_page_of_headings_without_end_has_an_end() -> None:
    assert len(sections_of("<h2>Tea</h2>" * (3 * MAX_SECTIONS))) <= MAX_SECTIONS + 1
