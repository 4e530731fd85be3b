"""What a page says in plain words, as things of schema.org: one module for each type that may be proposed.

Each `describe(page, site)` answers the thing, or None where the page is about no such thing, and raises Abstain where a
fact that our own rules ask for is not on the page.
"""
