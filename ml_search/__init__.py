"""Semantic and keyword search over the pages that `seo_meta` read. A plugin: nothing else needs it."""
