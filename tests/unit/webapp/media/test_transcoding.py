import pytest

from webapp.media.transcoding import choose_to_end


@pytest.mark.parametrize(
    ("addresses", "newcomer", "place"),
    [
        ("aaaa", "b", 0),
        ("baaa", "b", 1),
        ("cbab", "d", 1),  # its oldest
        ("aabb", "b", None),  # b would have more than a afterwards
        ("aab", "b", None),  # and here they would change places
        ("abcd", "e", None),
        ("aaaa", "a", None),
        ("", "a", None),
    ],
)
def test_the_address_with_most_transcodings_gives_its_oldest_to_another(addresses, newcomer, place):
    assert choose_to_end(list(addresses), newcomer) == place
