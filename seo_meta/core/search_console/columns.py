"""What Search Console calls its columns: an export is in the language of whoever made it, an API's in that of programs.

Collected from exports and from projects that read them. A language that is missing here is one line in each set.
"""

import unicodedata

from seo_meta.core.text import collapse

PAGE = """
page; pages; top pages; url; urls; landing page; address
seite; seiten; häufigste seiten; die häufigsten seiten
pages les plus populaires; page de destination
página; páginas; páginas principales; páginas principais; principais páginas
pagina; pagine; pagine principali; pagine più frequenti; pagina's; populairste pagina's; toppagina's
strona; strony; najpopularniejsze strony; stránka; stránky; nejčastější stránky
sida; sidor; vanligaste sidorna; populäraste sidorna
страница; страницы; самые популярные страницы; верхние страницы
sayfa; sayfalar; en çok görüntülenen sayfalar; en çok ziyaret edilen sayfalar; en popüler sayfalar
ページ; 上位のページ; 网页; 排名靠前的网页; 热门网页; 網頁; 熱門網頁; 페이지; 인기 페이지
"""
QUERY = """
query; queries; top queries; search query; keyword
suchanfrage; suchanfragen; häufigste suchanfragen; die häufigsten suchanfragen
requête; requêtes; requêtes les plus fréquentes; requêtes principales
consulta; consultas; consultas principales; consultas principais; principais consultas
query principali; query più frequenti; zoekopdracht; zoekopdrachten; populairste zoekopdrachten
zapytanie; zapytania; najpopularniejsze zapytania; dotaz; dotazy; nejčastější dotazy
sökfråga; sökfrågor; vanligaste sökfrågorna
запрос; запросы; поисковый запрос; самые популярные запросы
sorgu; sorgular; en popüler sorgular
クエリ; 上位のクエリ; 检索查询; 热门查询; 排名靠前的查询; 查詢; 熱門查詢項目; 검색어; 인기 검색어
"""
CLICKS = """
clicks; url clicks; klicks; clics; clic; cliques; klikken; kliknięcia; kliknutí; klick; клики; tıklama; tıklamalar
クリック数; 点击次数; 點擊; 點擊次數; 클릭수
"""
IMPRESSIONS = """
impressions; impressionen; impresiones; impressioni; impressões; vertoningen; wyświetlenia; zobrazení; visningar; показы
gösterimler; görüntüleme; 表示回数; 展示; 展示次数; 曝光; 曝光次數; 노출; 노출수
"""
POSITION = """
position; average position; avg position; durchschnittliche position; position moyenne; posición; posición media
posizione; posizione media; posição; posição média; positie; gemiddelde positie; pozycja; średnia pozycja; pozice
průměrná pozice; genomsnittlig position; позиция; средняя позиция; konum; ortalama konum; pozisyon
掲載順位; 平均掲載順位; 排名; 平均排名; 平均排序; 게재순위; 게재 순위; 평균 게재순위
"""
DATE = """
date; data date; datum; fecha; data; dzień; дата; tarih; 日付; 日期; 날짜
"""

FIELDS = {
    "page": PAGE,
    "query": QUERY,
    "clicks": CLICKS,
    "impressions": IMPRESSIONS,
    "position": POSITION,
    "sum_position": "sum position",
    "date": DATE,
    "search_type": "search type",
}
"""`sum_position` and `search_type` are of the bulk export to BigQuery
(https://support.google.com/webmasters/answer/12917991)."""


def field_of(name: str) -> str | None:
    """The field that a column of this name holds, or None."""
    return _FIELD_OF.get(_plain(name))


def _plain(name: str) -> str:
    return collapse(unicodedata.normalize("NFC", name).replace("_", " ")).casefold()


_FIELD_OF = {
    _plain(name): field
    for field, names in FIELDS.items()
    for line in names.strip().split("\n")
    for name in line.split(";")
}
