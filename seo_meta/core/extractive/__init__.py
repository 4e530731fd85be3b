"""Titles and descriptions out of the page's own words, without a model: what the generator `extractive` is made of."""
