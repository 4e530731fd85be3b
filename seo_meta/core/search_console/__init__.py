"""Exports of Google Search Console, from text to sums."""
