"""The numbers that rules compare with. A site changes them under `[limits]` in `siteagent.toml`; no rule holds one."""

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Widths are pixels at the sizes of `widths.py`; sizes are bytes; counts are counts."""

    title_max_px: int = 580
    """29 em. The profile google-desktop-2026-09 has 29.6, and tools vary from 28 to 30."""
    title_min_px: int = 200
    """Below a third of the line the title says little; Screaming Frog's default."""
    description_max_px: int = 985
    """70 em, the most that results show; Screaming Frog's default. The profile google-desktop-2026-09 is sure of 65 em,
    google-mobile-2026-09 of 48.6 (680 px)."""
    html_max_bytes: int = 2 * 1024 * 1024
    """Googlebot reads the first 2 MB of HTML for Search.
    https://developers.google.com/search/docs/crawling-indexing/googlebot"""
    duplicate_min_words: int = 20
    """Shorter main texts are those of pages that scripts fill, and equal by chance."""
    waiver_max_findings: int = 100
    """A decision about single findings covers few; what covers more is a rule to turn off or a baseline to write."""
    redirect_max_hops: int = 1
    """Each further hop costs a request; Googlebot gives up after ten.
    https://developers.google.com/search/docs/crawling-indexing/http-network-errors"""
    home_redirects_min: int = 5
    """So many old addresses that lead to the home page are no accident."""
    url_max_chars: int = 115
    """Screaming Frog's default; other tools say from 70 to 2048."""
    url_max_parameters: int = 3
    """squirrelscan's default."""
    url_max_depth: int = 4
    """Segments of a path; squirrelscan's default."""
    language_min_words: int = 200
    """Shorter main texts may well be a name, a quotation or a piece of code in another script."""
    hsts_min_days: int = 31
    """Below a month the promise lapses between two visits."""
    title_max_chars: int = 60
    title_min_chars: int = 30
    """Characters count as a reader counts them, wide ones (Chinese, Japanese, Korean) twice. The pixel limits are the
    better measure, so the rules that use characters are off."""
    description_min_px: int = 400
    """Less than half a desktop line of two; Screaming Frog's default."""
    description_max_chars: int = 160
    description_min_chars: int = 80
    """The values that most auditors share."""
    heading_max_chars: int = 70
    """For H1 and H2; Screaming Frog's default."""
    headings_min_words: int = 300
    """A text of a page and a half, which nobody reads through without a heading."""
    pdf_max_bytes: int = 64 * 1024 * 1024
    """Googlebot reads the first 64 MB of a PDF.
    https://developers.google.com/search/docs/crawling-indexing/googlebot"""
    noindex_max_percent: int = 80
    """From this share of pages on, noindex is a setting that was forgotten rather than a choice."""
    norm_min_pages: int = 10
    norm_min_percent: int = 70
    """What so many pages of a site, or of one template, and this share of them do alike is the norm; squirrelscan's
    values."""
    canonical_min_similarity: int = 10
    """Percent of three-word sequences that a page and its canonical share."""
    stub_max_words: int = 100
    """A page of so few words holds a message or a form, and no article."""
    zoom_min_scale: int = 2
    """Readers must be able to enlarge text to twice its size. https://www.w3.org/TR/WCAG22/#resize-text"""
    alt_max_chars: int = 125
    """Where screen readers used to pause; the limit of most guides."""
    alt_max_images: int = 3
    """Images that may share one text: the same thing seen thrice."""
    large_image_min_pixels: int = 50_000
    """Width times height from which WordPress takes an image for the main one of its page.
    https://developer.wordpress.org/reference/functions/wp_get_loading_optimization_attributes/"""
    eager_images_max: int = 3
    """The first images of a page, which WordPress leaves without loading="lazy" as well."""
    external_links_max: int = 100
    internal_links_max: int = 100
    """Screaming Frog's and SEOnaut's defaults."""
    external_strikes: int = 3
    """Checks in a row, half a day apart at least, that find an address of another site broken before it counts as gone:
    what is broken for one night is mostly back by morning."""
    click_depth_max: int = 3
    """Most auditors report the fourth click."""
    change_min_pages: int = 10
    """Fewer pages that went or changed since the run before are everyday work."""
    pages_drop_max_percent: int = 10
    sitemap_drop_max_percent: int = 20
    title_change_max_percent: int = 30
    """Of what the run before had; ours, since a night's work on a site seldom touches so much of it."""
    sitemap_wanted_pages: int = 500
    """Up to about so many pages a site whose pages are linked needs no sitemap.
    https://developers.google.com/search/docs/crawling-indexing/sitemaps/overview"""
    sitemap_max_urls: int = 50_000
    sitemap_max_bytes: int = 50 * 1024 * 1024
    """The protocol's limits, and Google's. https://www.sitemaps.org/protocol.html#index"""
    lastmod_churn_min_urls: int = 20
    lastmod_churn_max_days: int = 2
    """So many URLs that all changed on so few days were stamped by a build; squirrelscan's values."""
    lastmod_ahead_max_days: int = 30
    lastmod_behind_max_days: int = 7
    """Between a sitemap's date and that in the page's structured data; squirrelscan's values."""
    robots_max_bytes: int = 500 * 1024
    """Google ignores what follows. https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt"""
    crawl_delay_max_seconds: int = 10
    """Such a crawler reads at most 8,640 pages a day."""
    llms_min_chars: int = 50
    """Lighthouse's value."""
    og_image_min_width: int = 1200
    og_image_min_height: int = 630
    """Facebook's recommendation. https://developers.facebook.com/docs/sharing/webmasters/images/"""
    near_duplicate_min_percent: int = 90
    """As Screaming Frog has it: pages that differ in one word of sixty are 90 % alike in sequences of three."""
    near_empty_min_words: int = 10
    """Fewer are an error message or the frame of a page that scripts fill."""
    thin_min_words: int = 200
    """The lowest that auditors use (SEOnaut, Screaming Frog); search engines name no number."""
    outlier_max_percent: int = 50
    outlier_min_deviations: int = 3
    """How far below the norm of its template a page is an outlier: both must hold. As squirrelscan has it."""
    readability_min_score: int = 30
    """Below it a text is "very difficult" in Flesch's table. https://doi.org/10.1037/h0057532"""
    keyword_max_percent: int = 3
    keyword_min_uses: int = 5
    """A word is repeated too often when both are exceeded; as squirrelscan has it."""
    text_min_percent: int = 10
    """SEOmator's value."""
    elements_max: int = 1500
    """Where Lighthouse began to warn; SEOnaut and squirrelscan use it too."""
    html_heavy_bytes: int = 1_000_000
    """LibreCrawl's first level."""
    compression_min_bytes: int = 4096
    """Smaller answers gain little; the value of iannuttall/seo."""
    cache_min_seconds: int = 86400
    """A day: a reader who comes back tomorrow loads nothing twice. As squirrelscan has it."""
    title_word_max_uses: int = 2
    """Once for the subject, once more in the name of the site or of a series. Google: "there's no reason to have the
    same words or phrases appear multiple times". https://developers.google.com/search/docs/appearance/title-link"""
    title_caps_min: int = 12
    title_caps_max_percent: int = 60
    """Capitals: fewer are abbreviations, and beside many small letters they are too. Ours."""
    keyword_list_min: int = 6
    """Short items between commas, with nothing else in the description; ours."""
