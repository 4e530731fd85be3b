import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts

# The whole of a heading, or of a part of a title, without "404", "error" and punctuation.
PHRASES = frozenset(
    (
        *("not found", "page not found", "file not found", "the page was not found", "this page could not be found"),
        *("the page could not be found", "page cannot be found", "the page cannot be found", "page does not exist"),
        *("this page does not exist", "this page doesn't exist", "we can't find that page", "product not found"),
        *("seite nicht gefunden", "nicht gefunden", "die seite wurde nicht gefunden", "seite existiert nicht"),
        *("page introuvable", "page non trouvée", "cette page n'existe pas", "página no encontrada"),
        *("no se encontró la página", "pagina non trovata", "página não encontrada", "pagina niet gevonden"),
        *("nie znaleziono strony", "strona nie została znaleziona", "strona nie istnieje", "sidan hittades inte"),
        *("sidan kunde inte hittas", "siden blev ikke fundet", "siden ble ikke funnet", "siden findes ikke"),
        *("sivua ei löytynyt", "stránka nenalezena", "stránka nebyla nalezena", "stránka sa nenašla"),
        *("az oldal nem található", "pagina nu a fost găsită", "sayfa bulunamadı", "η σελίδα δεν βρέθηκε"),
        *("страница не найдена", "сторінку не знайдено", "страницата не е намерена", "không tìm thấy trang"),
        *("halaman tidak ditemukan", "ページが見つかりません", "ページが見つかりませんでした"),
        *("お探しのページは見つかりませんでした", "页面未找到", "找不到页面", "页面不存在", "找不到網頁", "頁面不存在"),
        *("페이지를 찾을 수 없습니다", "الصفحة غير موجودة", "הדף לא נמצא", "ไม่พบหน้า", "पृष्ठ नहीं मिला"),
    )
)
SEPARATOR = re.compile(r" ?\| ?| [-–—·•»:/] ")
NOISE = re.compile(r"\b404\b|\b(?:error|fehler|erreur|errore|erro|fout|błąd|fel|ошибка)\b|[^\w\s'’]", re.IGNORECASE)
# The page that a host shows for missing addresses may be asked for by its own.
ERROR_PAGE = re.compile(r"/(?:404|not[-_]?found|error)(?:\.\w{2,5})?/?(?:index\.html?)?$", re.IGNORECASE)


@page_rules.register
class IndexSoft404(PageRule):
    id = "index.soft-404"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "The page says that it was not found, but the server says that it was"
    remedy = "Let the server answer 404 or 410 for what does not exist."
    source = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors#soft-404-errors"

    def applies(self, page: PageFacts) -> bool:
        return not ERROR_PAGE.search(page.url)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # An article about the error is longer than the message.
        if page.word_count > limits.stub_max_words:
            return
        headings = ((heading.text, heading.line) for heading in page.headings if heading.level == 1)
        titles = ((part, page.titles[0].line) for part in SEPARATOR.split(page.title) if page.titles)
        for text, line in (*headings, *titles):
            if _says_not_found(text):
                yield Failure(f"The page says “{text}” and answers 200.", text, line)
                return


def _says_not_found(text: str) -> bool:
    rest = collapse(NOISE.sub(" ", text)).casefold().replace("’", "'")
    return rest in PHRASES or (not rest and "404" in text)
