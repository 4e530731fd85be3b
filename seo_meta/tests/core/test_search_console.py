"""Exports as Search Console, its API and BigQuery write them, and as hostile hands do."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.search_console.cells import Row, decimal, whole
from seo_meta.core.search_console.export import Export
from seo_meta.core.search_console.table import Table, Unread
from seo_meta.core.urls import is_http
from seo_meta.errors import SearchConsoleError

PAGE = "https://example.com/a"
HEAD = "page,query,clicks,impressions,ctr,position"


def table(text: str, name: str = "Pages.csv") -> Table:
    return Table(name, text.splitlines(keepends=True))


def rows(text: str) -> list[Row | Unread]:
    return list(table(text).rows())


def export(*texts: str) -> Export:
    whole = Export()
    for number, text in enumerate(texts):
        whole.add(table(text, f"{number}.csv"))
    return whole


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Top pages,Clicks,Impressions,CTR,Position", '{},12,"1,234",0.97%,8.25'),
        ("Die häufigsten Seiten,Klicks,Impressionen,CTR,Position", '{},12,1.234,"0,97 %","8,25"'),
        ("Häufigste Seiten;Klicks;Impressionen;Klickrate;Durchschnittliche Position", "{};12;1234;0,97 %;8,25"),
        ("Pages les plus populaires,Clics,Impressions,CTR,Position", '{},12,1\u202f234,"0,97 %","8,25"'),
        ("Páginas principales,Clics,Impresiones,CTR,Posición", '{},12,1234,"0,97 %","8,25"'),
        ("Páginas principais,Cliques,Impressões,CTR,Posição", '{},12,1.234,"0,97%","8,25"'),
        ("Pagine principali,Clic,Impressioni,CTR,Posizione", '{},12,1.234,"0,97%","8,25"'),
        ("Populairste pagina's,Klikken,Vertoningen,CTR,Positie", '{},12,1.234,"0,97%","8,25"'),
        ("En çok görüntülenen sayfalar,Tıklamalar,Gösterimler,TO,Konum", '{},12,"1.234","%0,97","8,25"'),
        ("Самые популярные страницы,Клики,Показы,CTR,Позиция", '{},12,1\u00a0234,"0,97%","8,25"'),
        ("上位のページ,クリック数,表示回数,CTR,掲載順位", '{},12,"1,234",0.97%,8.25'),
        ("排名靠前的网页,点击次数,展示,点击率,排名", "{},12,1234,0.97%,8.25"),
        ("熱門網頁,點擊,曝光,點閱率,排名", "{},12,1234,0.97%,8.25"),
        ("인기 페이지,클릭수,노출,CTR,게재 순위", "{},12,1234,0.97%,8.25"),
        ("position,impressions,page,ctr,clicks", "8.25,1234.0,{},0.0097,12.0"),
        ("PAGE\tCLICKS\tIMPRESSIONS\tPOSITION", "{}\t12\t1234\t8.25"),
    ],
)
def test_a_table_of_pages_is_read_in_the_language_it_was_made_in(head: str, line: str) -> None:
    assert rows(f"\ufeff{head}\r\n{line.format(PAGE)}\r\n") == [Row(PAGE, None, 12, 1234, 8.25)]


def test_rows_of_the_api_have_queries_and_days() -> None:
    read = rows(f'date,page,query,clicks,impressions,ctr,position\n2026-11-01,{PAGE},"beans, roasted",1,40,0.025,3.5\n')
    assert read == [Row(PAGE, "beans, roasted", 1, 40, 3.5, date(2026, 11, 1))]


def test_the_bulk_export_sums_positions_that_count_from_zero() -> None:
    head = "data_date,site_url,url,query,is_anonymized_query,search_type,impressions,clicks,sum_position"
    (read,) = rows(f"{head}\n2026-11-01,sc-domain:example.com,{PAGE},,true,WEB,10,1,25\n")
    assert read == Row(PAGE, "", 1, 10, 3.5, date(2026, 11, 1))


def test_the_ctr_of_the_file_is_not_believed() -> None:
    for ctr in ("0.0097", "0.97%", "97", "n/a"):
        assert rows(f"page,clicks,impressions,ctr,position\n{PAGE},12,1234,{ctr},8\n") == [Row(PAGE, None, 12, 1234, 8)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{PAGE},beans,1,40,0.025", "has 5 columns instead of 6"),
        (f"{PAGE},beans,one,40,0.025,3", "has no whole number of clicks: 'one'"),
        (f"{PAGE},beans,,40,0.025,3", "has no whole number of clicks: ''"),
        (f"{PAGE},beans,-1,40,0.025,3", "has no whole number of clicks: '-1'"),
        (f"{PAGE},beans,1,40.5,0.025,3", "has no whole number of impressions: '40.5'"),
        (f"{PAGE},beans,0,0.123,0.025,3", "has no whole number of impressions: '0.123'"),
        (f"{PAGE},beans,0,9999999999999,0,3", "has no whole number of impressions: '9999999999999'"),
        (f"{PAGE},beans,1,40,0.025,nan", "has no number for the position: 'nan'"),
        (f"{PAGE},beans,1,40,0.025,0.5", "has a position below 1: 0.5"),
        (f"{PAGE},beans,0,0,0,0", "has no impressions"),
        (f"{PAGE},beans,41,40,0,3", "has more clicks (41) than impressions (40)"),
        ("TOTAL,beans,1,40,0.025,3", "has no http(s) URL: 'TOTAL'"),
        ("javascript:alert(1),beans,1,40,0.025,3", "has no http(s) URL: 'javascript:alert(1)'"),
        (f"{PAGE}{'a' * 2048},beans,1,40,0.025,3", "has a URL of more than 2,048 characters"),
        (f"{PAGE},{'b' * 2049},1,40,0.025,3", "has a query of more than 2,048 characters"),
        (f"{PAGE},be\0ans,1,40,0.025,3", "has a NUL character in its query"),
        (f'{PAGE},"be"ans,1,40,0.025,3', "is no CSV: ',' expected after '\"'"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_line_and_costs_no_other_row(line: str, reason: str) -> None:
    good = f"{PAGE},good,1,40,0.025,3"
    assert [row if isinstance(row, Unread) else row.query for row in rows(f"{HEAD}\n{good}\n{line}\n\n{good}\n")] == [
        "good",
        Unread("Pages.csv", 3, reason),
        "good",
    ]


def test_what_an_open_quote_swallows_is_told() -> None:
    first, lost = rows(f'{HEAD}\n{PAGE},good,1,40,0,3\n{PAGE},"open,1,40,0,3\n{PAGE},lost,1,40,0,3\n')
    assert isinstance(first, Row)
    assert lost == Unread("Pages.csv", 3, "is no CSV up to line 4: unexpected end of data")


def test_a_row_of_another_kind_of_search_is_left_out() -> None:
    (read,) = rows(f"page,clicks,impressions,position,search_type\n{PAGE},1,40,3,IMAGE\n")
    assert isinstance(read, Unread)
    assert read.reason == "is of IMAGE search, not of web search"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("Top queries,Clicks,Impressions,CTR,Position", "has no column for page. It has: Top queries, Clicks"),
        ("Sivut,Klikkaukset,Näyttökerrat,CTR,Sijainti", "has no column for page, clicks, impressions, position. It"),
        ("page,url,clicks,impressions,position", "has two columns for page: page, url, clicks"),
        ("", "has no column for page, clicks, impressions, position. It has: none."),
        ("page,clicks,\x1b[31mred", "It has: page, clicks, \\x1b[31mred."),
    ],
)
def test_an_unknown_head_is_refused_by_naming_what_it_has_and_what_it_needs(head: str, message: str) -> None:
    with pytest.raises(SearchConsoleError) as caught:
        export(head)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rows_of_one_page_are_summed_and_positions_weighted_by_impressions() -> None:
    known = export(f"page,device,clicks,impressions,position\n{PAGE},mobile,3,30,2\n{PAGE}#part,desktop,1,10,6\n")
    total = known.total(PAGE)
    assert (total.clicks, total.impressions, total.position, total.ctr) == (4, 40, 3.0, 0.1)


def test_a_page_without_a_total_gets_the_sum_of_its_queries_with_those_that_are_withheld() -> None:
    known = export(f"{HEAD}\n{PAGE},beans,3,30,0,2\n{PAGE},,1,10,0,6\n")
    assert known.total(PAGE).clicks == 4


def test_a_total_wins_over_the_sum_of_the_queries_in_either_order() -> None:
    totals, queries = f"page,clicks,impressions,position\n{PAGE},9,90,3\n", f"{HEAD}\n{PAGE},beans,3,30,0,2\n"
    assert export(totals, queries).total(PAGE).clicks == 9
    assert export(queries, totals).total(PAGE).clicks == 9


def test_two_tables_of_one_kind_would_count_twice_and_are_refused() -> None:
    totals = f"page,clicks,impressions,position\n{PAGE},9,90,3\n"
    with pytest.raises(SearchConsoleError, match=r"0\.csv and 1\.csv both list pages, and would count twice"):
        export(totals, totals)


def test_formulas_and_escapes_in_queries_are_data() -> None:
    queries = ["=HYPERLINK(1)", "@sum", "\x1b[31mred", "\u202egpj"]
    text = StringIO()
    csv.writer(text).writerows([HEAD.split(","), *([PAGE, query, 1, 40, 0, 3] for query in queries)])
    assert [row.query for row in rows(text.getvalue()) if isinstance(row, Row)] == queries


@given(st.integers(0, 10**12 - 1), st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "'", "’"]))
def test_a_count_is_the_same_however_its_thousands_are_grouped(number: int, separator: str) -> None:
    assert whole("clicks", f"{number:,}".replace(",", separator)) == whole("clicks", str(number)) == number


@given(st.floats(1, 1000), st.integers(1, 15), st.sampled_from(".,"))
def test_a_position_is_the_same_with_a_comma(number: float, digits: int, point: str) -> None:
    text = f"{number:.{digits}f}"
    assert decimal("position", text.replace(".", point)) == float(text)


CELLS = st.one_of(st.text(max_size=12), st.sampled_from([PAGE, "1", "40", "1,234", "8.5", '"', "2026-11-01", ""]))


@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.sampled_from(",;\t"))
def test_every_row_that_was_written_is_read_or_told(cells: list[list[str]], delimiter: str) -> None:
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["date", *HEAD.split(",")])
    written = [row for row in cells if row]
    writer.writerows(written)
    read = list(Table("a.csv", StringIO(text.getvalue(), newline="")).rows())
    assert len(read) == len(written)


@given(st.text(), st.sampled_from(["", f"{HEAD}\n", f"{HEAD}\n{PAGE},"]))
def test_any_text_is_read_or_refused_and_yields_nothing_but_web_pages(text: str, before: str) -> None:
    try:
        known = export(before + text)
    except SearchConsoleError:
        assert not before
    else:
        assert all(is_http(url) for url in known.urls())


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 50), st.integers(50, 99))),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_and_columns_changes_no_sum(found: list[tuple[str, str, int, int]], random) -> None:
    def summed(columns: list[str], rows: list[dict[str, object]]) -> dict[str, tuple[int, int, float]]:
        text = StringIO()
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
        known = export(text.getvalue())
        totals = {url: known.total(url) for url in known.urls()}
        return {url: (of.clicks, of.impressions, round(of.position, 9)) for url, of in totals.items()}

    names = ["page", "query", "clicks", "impressions", "position"]
    lines = [
        dict(zip(names, (f"{PAGE}/{page}", query, clicks, impressions, 3), strict=True))
        for page, query, clicks, impressions in found
    ]
    before = summed(names, lines)
    random.shuffle(names)
    random.shuffle(lines)
    assert summed(names, lines) == before
