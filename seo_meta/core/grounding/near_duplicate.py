from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards


@guards.register
class NearDuplicate(Guard):
    """G6: no other page of the site has nearly the same value."""

    id = "near-duplicate"
    verdict = Verdict.REVIEW

    def check(self, draft: Draft, source: Source) -> str:
        values = source.others.get(draft.field)
        other = values.near(source.url, draft.value) if values else ""
        return f"another page has nearly the same: {other!r}" if other else ""
