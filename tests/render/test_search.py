import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.render import search
from generator.render.search import SearchEntry

BLUE_SKY = SearchEntry(
    kind="enterprise",
    path="e/91330106PDY000012P.html",
    title="杭州蓝天科技有限公司",
    subtitle="浙江省杭州市",
    demo=True,
    aliases=("蓝天科技", "钱江软件厂", "Blue-Sky Technology"),
    sounds=("lantiankeji", "ltkj"),
    numbers=("91330106PDY000012P",),
)
CERTIFICATE = SearchEntry(
    kind="certificate",
    path="c/LX-2026-000123.html",
    title="LX-2026-000123",
    schedule="0001-01-01 not-yet-valid|2026-01-01 valid",
    numbers=("LX-2026-000123",),
)
names = st.text(st.sampled_from("蓝天科技有限公司杭州甲乙丙 ab1-"), min_size=1, max_size=12)
entries = st.builds(
    SearchEntry,
    kind=st.sampled_from(search.KINDS),
    path=st.integers(0, 10_000).map("c/{}.html".format),
    title=names,
    aliases=st.lists(names, max_size=2).map(tuple),
    numbers=st.lists(names, max_size=2).map(tuple),
)


def rows(made: dict[str, bytes], piece: str) -> list[list[object]] | None:
    """The rows a piece lists; None when it is too common."""
    count = json.loads(made[search.META])["shards"]
    shard = json.loads(made[search.shard_name(search.bucket(piece, count))])
    places = shard["pieces"].get(piece, [])
    return None if places == 0 else [shard["rows"][place] for place in places]


def found(made: dict[str, bytes], piece: str) -> set[object]:
    return {row[1] for row in rows(made, piece) or []}


def test_a_name_is_filed_under_each_pair_of_its_characters() -> None:
    made = search.shards([BLUE_SKY])
    for pair in ("杭州", "州蓝", "蓝天", "公司"):
        assert rows(made, pair) == [[0, BLUE_SKY.path, BLUE_SKY.title, BLUE_SKY.subtitle, "", 1]]
    assert rows(made, "天蓝") == []


def test_a_former_name_is_found_and_shown() -> None:
    row = (rows(search.shards([BLUE_SKY]), "钱江") or [])[0]
    assert row[8] == "钱江软件厂"


def test_a_short_name_inside_the_name_lists_no_second_row() -> None:
    assert len(rows(search.shards([BLUE_SKY]), "蓝天") or []) == 1


def test_english_words_and_pinyin_are_filed_under_their_beginnings() -> None:
    made = search.shards([BLUE_SKY])
    for piece in ("~bl", "~blue", "~bluesky", "~sk", "~tech", "~technol", "~lant", "~lantian", "~lt", "~ltkj"):
        assert found(made, piece) == {BLUE_SKY.path}, piece
    assert rows(made, "~lant") == [
        [0, BLUE_SKY.path, BLUE_SKY.title, BLUE_SKY.subtitle, "", 1, "", "", "", "lantiankeji"]
    ]


def test_a_number_is_filed_whole_and_under_head_and_tail_without_its_hyphens() -> None:
    made = search.shards([CERTIFICATE])
    expected = [[1, CERTIFICATE.path, CERTIFICATE.title, "", CERTIFICATE.schedule]]
    for piece in ("=LX2026000123", "#0123", "^LX2026"):
        assert rows(made, piece) == expected
    assert rows(made, "~lx") == []


def test_a_number_that_is_not_the_title_is_shown_with_it() -> None:
    row = (rows(search.shards([BLUE_SKY]), "#012P") or [])[0]
    assert row[8] == "91330106PDY000012P"


def test_a_piece_that_too_many_share_is_marked_and_a_whole_number_still_found() -> None:
    many = [replace(CERTIFICATE, path=f"c/{n}.html", title=f"{n}-0123", numbers=(f"{n}-0123",)) for n in range(250)]
    made = search.shards(many)
    assert rows(made, "#0123") is None
    assert found(made, "=70123") == {"c/7.html"}


def test_full_width_and_capitals_are_one_with_half_width_and_small() -> None:
    assert search.normalise("（ＡＢＣ）·蓝 天") == "abc蓝天"
    assert search.name_pieces("ＡＢ蓝天") == search.name_pieces("ab 蓝天")


def test_the_zero_of_chinese_and_the_repetition_mark_are_no_punctuation() -> None:
    assert search.normalise("二〇佐々「」") == "二〇佐々"


@given(st.lists(entries, max_size=8, unique_by=lambda entry: entry.path))
def test_the_order_of_the_entries_does_not_matter(listed: list[SearchEntry]) -> None:
    assert search.shards(listed) == search.shards(reversed(listed))


@given(st.lists(entries, min_size=1, max_size=8, unique_by=lambda entry: entry.path))
def test_every_pair_of_every_name_leads_to_its_page(listed: list[SearchEntry]) -> None:
    made = search.shards(listed)
    for entry in listed:
        for name in (() if entry.title in entry.numbers else (entry.title,)) + entry.aliases:
            for piece in search.name_pieces(name):
                assert entry.path in found(made, piece)


@given(st.lists(entries, min_size=1, max_size=8, unique_by=lambda entry: entry.path), names)
def test_a_changed_entry_touches_only_the_shards_of_its_own_pieces(listed: list[SearchEntry], name: str) -> None:
    before, changed = search.shards(listed), replace(listed[0], title=name)
    after = search.shards([changed, *listed[1:]])
    own = set[str]()
    for entry in (listed[0], changed):
        for text in (entry.title, *entry.aliases):
            own |= search.name_pieces(text)
        for number in entry.numbers:
            own |= search.number_pieces(number)
    allowed = {search.shard_name(search.bucket(piece, 16)) for piece in own}
    assert {file for file in after if after[file] != before[file]} <= allowed


def test_the_number_of_shards_grows_by_doubling() -> None:
    assert [search.bucket_count(n) for n in (0, 1, 700, 2000, 100_000)] == [16, 16, 16, 32, 2048]


def test_all_shards_exist_even_without_entries() -> None:
    made = search.shards([])
    assert len(made) == 17
    assert json.loads(made[search.shard_name(15)]) == {"rows": [], "pieces": {}}


@pytest.mark.parametrize(
    ("name", "region", "trade"),
    [
        ("杭州蓝天科技有限公司", "330106", "蓝天科技有限公司"),
        ("浙江省杭州市西湖区蓝天商行", "330106", "蓝天商行"),
        ("蓝天科技", "330106", "蓝天科技"),
        ("杭州", "330106", "杭州"),
    ],
)
def test_the_trade_name_leaves_out_the_places(name: str, region: str, trade: str) -> None:
    assert search.trade_name(name, region) == trade


def test_sounds_are_full_pinyin_and_initials_each_once() -> None:
    assert search.sounds("蓝天", "蓝天", "·") == ("lantian", "lt")
