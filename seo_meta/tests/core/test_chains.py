from seo_meta.core.topics.chains import members_of_loops


def steps(text: str) -> dict[bytes, bytes]:
    """ "ab bc" is a step from a to b and one from b to c."""
    return {pair[:1].encode(): pair[1:].encode() for pair in text.split()}


def test_only_what_leads_back_to_itself_is_a_member() -> None:
    assert members_of_loops(steps("ab bc cd db")) == {b"b", b"c", b"d"}


def test_two_loops_and_a_step_to_itself_are_found() -> None:
    assert members_of_loops(steps("ab ba cd dc ee xa")) == {b"a", b"b", b"c", b"d", b"e"}


def test_a_chain_with_an_end_is_none() -> None:
    assert members_of_loops(steps("ab bc cd xc")) == set()


def test_a_hundred_thousand_steps_are_walked_once() -> None:
    count = 100_000
    ring = {b"%d" % number: b"%d" % ((number + 1) % count) for number in range(count)}
    assert len(members_of_loops(ring)) == count
