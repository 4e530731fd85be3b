"""Files as Search Console downloads them, as spreadsheets save them, and broken ones."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from seo_meta.errors import SearchConsoleError
from seo_meta.sources import search_console
from seo_meta.sources.search_console import read_export

PAGES = 'Die häufigsten Seiten,Klicks,Impressionen,CTR,Position\nhttps://example.com/ä,1,20,5 %,"8,5"\n'
URL = "https://example.com/%C3%A4"
DOWNLOAD = {
    "Suchanfragen.csv": "Häufigste Suchanfragen,Klicks,Impressionen,CTR,Position\nbohnen,1,20,5 %,8\n",
    "Seiten.csv": PAGES,
    "Länder.csv": "Land,Klicks,Impressionen,CTR,Position\nDeutschland,1,20,5 %,8\n",
    "Diagramm.csv": "Datum,Klicks,Impressionen,CTR,Position\n2026-09-01,0,9,0 %,8\n2026-08-31,1,11,9 %,8\n",
    "Filter.csv": "Filter,Wert\nSuchtyp,Web\n",
}


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SearchConsoleError) as caught:
        read_export(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_spreadsheets_save(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "Seiten.csv"
    file.write_bytes(PAGES.replace("\n", "\r\n").encode(encoding))
    export = read_export(file)
    assert export.total(URL).position == 8.5
    assert (export.rows, export.unread) == (1, 0)


def test_the_download_is_read_with_its_period(tmp_path: Path) -> None:
    export = read_export(zipped(tmp_path / "download.zip", DOWNLOAD))
    assert export.urls() == {URL}
    assert {min(export.days), max(export.days)} == {date(2026, 8, 31), date(2026, 9, 1)}


def test_what_macos_puts_beside_a_file_is_no_table(tmp_path: Path) -> None:
    members = {"Pages.csv": PAGES, "__MACOSX/._Pages.csv": b"\x00\x05\x16\x07\xff"}
    assert read_export(zipped(tmp_path / "a.zip", members)).rows == 1


def test_a_zip_without_pages_is_refused_with_the_columns_it_has(tmp_path: Path) -> None:
    members = {name: content for name, content in DOWNLOAD.items() if name != "Seiten.csv"}
    message = refusal(zipped(tmp_path / "a.zip", members))
    assert "a.zip has no rows about pages: Suchanfragen.csv has Häufigste Suchanfragen, Klicks" in message


def test_a_workbook_is_refused_with_the_remedy(tmp_path: Path) -> None:
    message = refusal(zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": "<Types/>"}))
    assert "it has no CSV. In Search Console choose Export, Download CSV" in message


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.97])
def test_half_a_zip_is_refused(tmp_path: Path, keep: float) -> None:
    whole = zipped(tmp_path / "whole.zip", {"Pages.csv": PAGES * 50}).read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: int(len(whole) * keep)])
    assert refusal(tmp_path / "half.zip").startswith("half.zip is no whole ZIP: ")


def test_a_zip_that_was_damaged_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zipped(tmp_path / "whole.zip", {"Pages.csv": PAGES * 50}).read_bytes())
    whole[60:70] = b"\xff" * 10
    (tmp_path / "a.zip").write_bytes(whole)
    assert "Pages.csv is neither UTF-8" in (message := refusal(tmp_path / "a.zip")) or "no whole ZIP" in message


@pytest.mark.parametrize("content", [PAGES.encode("cp1252"), PAGES.encode("utf-16")[:-1]])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert refusal(tmp_path / "a.csv") == "a.csv is neither UTF-8 nor UTF-16. Save it as CSV UTF-8."


def test_a_file_that_is_absent_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv").endswith("none.csv: No such file or directory")
    assert refusal(tmp_path).endswith(": Is a directory")


def test_a_line_without_end_and_a_table_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_console, "MAX_CHARACTERS", 3_000_000)
    line = zipped(tmp_path / "line.zip", {"Pages.csv": PAGES + "x" * 1_500_000})
    bomb = zipped(tmp_path / "bomb.zip", {"Pages.csv": PAGES + "x,\n" * 2_000_000})
    assert refusal(line) == "Pages.csv has a line of 1,000,000 characters: that is no export."
    assert refusal(bomb) == "Pages.csv has more than 3,000,000 characters. Export fewer days."
