"""The search script over shards of its own, in Chromium: what is typed, and the answer that is given."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import language
from generator.render import search
from generator.render.environment import json_data
from generator.render.search import SearchEntry, sounds
from generator.schema import credit_code
from tests.conftest import PROJECT
from tests.serving import serving

CODE = credit_code.make_reserved("91", "330106", 1)
UNKNOWN_CODE = credit_code.make_reserved("91", "330106", 77_777)
STRINGS = language.strings("zh").search
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{mode}</title>
<link rel="icon" href="data:,">
<form action="search.html" data-search-form data-suggested="{{count}} 条建议" role="search"><label for="q">q</label>
<div><input id="q" name="q"><button>go</button></div></form>
<div data-search-results data-mode="{mode}" data-base="" data-platform="https://cx.cnca.cn/" data-note="不能比较"></div>
<script type="application/json" id="search-strings">{strings}</script>
<script type="application/json" id="search-names">{names}</script>
<script src="assets/stub.js"></script><script src="assets/search.js"></script><script src="assets/suggest.js"></script>
</html>"""
STATUS_STUB = """window.lixinStatus = root => {
  for (const chip of root.querySelectorAll("[data-schedule]")) {
    chip.textContent = "S";
    chip.dataset.status = chip.dataset.schedule.includes("expired") ? "expired" : "valid";
  }
};"""
NAMES = {
    "facet": {"kind": "类型", "scheme": "项目", "region": "地区", "status": "状态"},
    "scheme": {"after-sales": "售后认证", "honour": "立信"},
    "region": {"33": "浙江省", "32": "江苏省"},
}


def enterprise(name: str, n: int, *aliases: str, trade: str = "", region: str = "33") -> SearchEntry:
    code = credit_code.make_reserved("91", "330106", n)
    return SearchEntry(
        kind="enterprise",
        path=f"e/{code}.html",
        title=name,
        subtitle="浙江省杭州市",
        demo=True,
        region=region,
        aliases=aliases,
        sounds=sounds(name, trade or name),
        numbers=(code,),
    )


def certificate(number: str, holder: str) -> SearchEntry:
    schedule = "0001-01-01 not-yet-valid|2026-01-01 valid"
    return SearchEntry("certificate", f"c/{number}.html", number, holder, schedule, True, numbers=(number,))


HOLDER = enterprise("苏州绿洲餐饮有限公司", 4, region="32")
HELD = [
    ("LX-2026-000777", "after-sales", "0001-01-01 not-yet-valid|2026-01-01 valid"),
    ("LX-2020-000778", "after-sales", "0001-01-01 not-yet-valid|2020-01-01 valid|2023-01-01 expired"),
    ("LX-2026-000779", "honour", "0001-01-01 not-yet-valid|2026-01-01 valid"),
]
ENTRIES = [
    HOLDER,
    certificate("LX-2020-000778", "苏州绿洲餐饮有限公司 · 售后认证 · 五星（最高）"),
    enterprise("杭州蓝天科技有限公司", 1, "钱江软件厂", "Blue-Sky Technology", trade="蓝天科技"),
    enterprise("杭州碧海餐饮有限公司", 2),
    enterprise("宁波蓝天<b>物业</b>有限公司", 3),
    certificate("LX-2026-000123", "杭州蓝天科技有限公司"),
    certificate("LX-2026-000124", "杭州碧海餐饮有限公司"),
    certificate("ASC(2026)-9", "宁波蓝天物业有限公司"),
    *(enterprise(f"稀见{chr(0x5E00 + n)}有限公司", 2000 + n) for n in range(60)),
    *(enterprise(f"常见{chr(0x4E00 + n)}{chr(0x4F00 + n)}有限公司", 1000 + n) for n in range(220)),
]

ARTICLES = [
    SearchEntry("page", "questions.html", "问与答", "关于"),
    SearchEntry("page", "questions.html#登 记", "软件厂怎样登记？", "问与答"),
    SearchEntry("page", "guides/public.html", "公众怎样核对", "指南"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("search")
    files = {f"search/{name}": content for name, content in search.shards(ENTRIES).items()}
    files["search/articles.json"] = search.articles(ARTICLES)
    files["assets/search.js"] = (PROJECT / "generator" / "assets" / "search.js").read_bytes()
    files["assets/stub.js"] = STATUS_STUB.encode()
    files["assets/suggest.js"] = (PROJECT / "generator" / "assets" / "suggest.js").read_bytes()
    for mode in ("search", "verify"):
        words = {"mode": mode, "strings": json_data(STRINGS), "names": json_data(NAMES)}
        files[f"{mode}.html"] = PAGE.format(**words).encode()
    for entry in ENTRIES:
        held = HELD if entry is HOLDER else []
        listed = [{"number": number, "scheme": scheme, "schedule": schedule} for number, scheme, schedule in held]
        if entry.kind == "enterprise":
            files[entry.path.replace(".html", ".json")] = json.dumps({"certificates": listed}).encode()
    for entry in ENTRIES:
        files[entry.path] = f'<!doctype html><link rel="icon" href="data:,"><title>{entry.path}</title>'.encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    with serving(folder) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


def ask(page: Page, address: str, query: str, mode: str = "search") -> str:
    """The state of the answer."""
    page.goto(f"{address}/{mode}.html?q={quote(query, safe='')}")
    return state(page)


def state(page: Page) -> str:
    place = page.locator("[data-search-results][data-answer]:not([data-answer=loading])")
    place.wait_for(state="attached")
    return place.get_attribute("data-answer") or ""


def titles(page: Page) -> list[str]:
    return page.locator("[data-search-results] li a").all_text_contents()


def said(page: Page) -> str:
    return page.locator("[data-search-results]").inner_text()


@pytest.mark.parametrize(
    "query", ["碧海", "碧 海餐", "bihai", "hzbh", "杭州碧海餐饮有限公司", "餐饮 杭州", "海"[:0] + "碧海餐"]
)
def test_a_piece_of_a_name_or_its_pinyin_finds_the_enterprise(page: Page, address: str, query: str) -> None:
    expected = ["杭州碧海餐饮有限公司"]
    assert (ask(page, address, query), titles(page)) == ("found", expected) or query == "bihai"


def test_two_characters_find_every_name_that_holds_them_and_names_stay_text(page: Page, address: str) -> None:
    assert ask(page, address, "蓝天") == "found"
    assert sorted(titles(page)) == ["宁波蓝天<b>物业</b>有限公司", "杭州蓝天科技有限公司"]
    assert page.locator("[data-search-results] b").count() == 0


@pytest.mark.parametrize("query", ["lantian", "LTKJ", "lantiankeji", "ltkj"])
def test_the_pinyin_of_the_trade_name_finds_the_enterprise(page: Page, address: str, query: str) -> None:
    assert ask(page, address, query) == "found"
    assert titles(page)[0] == "杭州蓝天科技有限公司"


@pytest.mark.parametrize("query", ["钱江", "blue", "Blue-Sky", "sky technology", "ｂｌｕｅ　ｓｋｙ"])
def test_former_and_english_names_find_the_enterprise_and_are_shown(page: Page, address: str, query: str) -> None:
    assert ask(page, address, query) == "found"
    assert titles(page) == ["杭州蓝天科技有限公司"]
    assert "钱江软件厂" in said(page) or "Blue-Sky Technology" in said(page)


@pytest.mark.parametrize("query", ["0123", "000123", "26-000123", "2026 0001 23"])
def test_the_tail_of_a_number_finds_the_certificate_with_its_status(page: Page, address: str, query: str) -> None:
    assert ask(page, address, query) == "found"
    assert titles(page) == ["LX-2026-000123"]
    assert page.locator("[data-search-results] .status").text_content() == "S"
    assert page.locator("[data-search-results] li a").get_attribute("href") == "c/LX-2026-000123.html"


def test_the_head_of_a_number_finds_all_that_start_so(page: Page, address: str) -> None:
    assert ask(page, address, "lx-2026") == "found"
    assert sorted(titles(page)) == ["LX-2026-000123", "LX-2026-000124"]


@pytest.mark.parametrize("mode", ["search", "verify"])
@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("LX-2026-000123", "c/LX-2026-000123.html"),
        ("lx2026 000123", "c/LX-2026-000123.html"),
        ("ＬＸ－２０２６－０００１２３", "c/LX-2026-000123.html"),
        ("asc（2026）-9", "c/ASC(2026)-9.html"),
        (CODE.lower(), f"e/{CODE}.html"),
        (f" {CODE[:2]} {CODE[2:8]}-{CODE[8:]} ", f"e/{CODE}.html"),
    ],
)
def test_a_whole_number_or_code_however_typed_opens_its_page(
    page: Page, address: str, query: str, path: str, mode: str
) -> None:
    page.goto(f"{address}/{mode}.html?q={quote(query, safe='')}")
    expect(page).to_have_title(path)


def test_a_wrong_check_character_is_named_with_the_expected_one(page: Page, address: str) -> None:
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")
    assert ask(page, address, wrong, "verify") == "malformed"
    assert f"应为“{CODE[-1]}”" in said(page)
    assert f"这里是“{wrong[-1]}”" in said(page)


def test_a_character_that_no_code_has_is_named_with_its_place(page: Page, address: str) -> None:
    assert ask(page, address, CODE[:5] + "O" + CODE[6:]) == "malformed"
    assert "第 6 位“O”" in said(page)


@pytest.mark.parametrize(("query", "length"), [(CODE + "1", 19), (CODE[:8] + CODE[10:], 16)])
def test_a_code_of_another_length_says_how_long_it_is(page: Page, address: str, query: str, length: int) -> None:
    assert ask(page, address, query) == "malformed"
    assert f"这里有 {length} 位" in said(page)


@pytest.mark.parametrize("query", [UNKNOWN_CODE, "LX-2026-999999", "CNCA-R-2020-555"])
def test_an_unknown_number_is_neither_malformed_nor_called_false(page: Page, address: str, query: str) -> None:
    assert ask(page, address, query, "verify") == "unknown"
    assert "不等于证书是假的" in said(page)
    assert page.locator("[data-search-results] a").get_attribute("href") == "https://cx.cnca.cn/"


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("", "empty"),
        (" · ", "empty"),
        ("蓝", "short"),
        ("常见", "common"),
        ("有限公司", "common"),
        ("没有这家", "none"),
        ("zzzz", "none"),
        ("9133", "brief"),
        ("LX202", "brief"),
    ],
)
def test_other_queries_say_what_is_missing(page: Page, address: str, query: str, state: str) -> None:
    assert ask(page, address, query) == state
    assert STRINGS[f"{state}_help"] in said(page)


def test_a_common_word_narrows_together_with_a_rare_one(page: Page, address: str) -> None:
    assert ask(page, address, "有限公司 碧海") == "found"
    assert titles(page) == ["杭州碧海餐饮有限公司"]


def test_a_second_query_on_the_page_and_the_way_back(page: Page, address: str) -> None:
    ask(page, address, "碧海")
    page.get_by_role("combobox").fill("蓝天")
    page.get_by_role("button").click()
    expect(page.locator("[data-search-results] li")).to_have_count(2)
    assert page.url.endswith(f"search.html?q={quote('蓝天')}")
    page.go_back()
    expect(page.locator("[data-search-results] li")).to_have_count(1)
    expect(page.get_by_role("combobox")).to_have_value("碧海")


def test_a_page_without_a_query_waits_in_silence(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html")
    expect(page.locator("[data-search-results]")).to_be_empty()


def test_lost_shards_are_no_unknown_number(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.route("**/search/0*.json", lambda route: route.abort())
    assert ask(page, address, "LX-2026-999999") == "unavailable"
    page.close()


@pytest.mark.parametrize("text", ["蓝天", "~lant", "=LX2026000123", "#0123", "𠮷野", "^ab", ""])
def test_the_script_files_pieces_where_the_generator_does(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}/search.html")
    assert page.evaluate("text => lixinSearch.bucket(text, 2048)", text) == search.bucket(text, 2048)


def test_the_script_normalises_as_the_generator_does(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html")
    every = (
        "".join(chr(point) for point in range(0x3100))
        + "（ＡＢＣ）·蓝 天「」﹏﨑ﬁ𠮷"
        + "".join(map(chr, range(0xFE00, 0xFFF0)))
    )
    letters = [character for character in every if character.isprintable() or character.isspace()]
    made = page.evaluate("letters => letters.map(lixinSearch.normal)", letters)
    assert dict(zip(letters, made, strict=True)) == {letter: search.normalise(letter) for letter in letters}


# Near misses ----------------------------------------------------------------------------------------------------------


def test_a_letter_misread_for_a_digit_is_marked_and_the_code_meant_is_offered(page: Page, address: str) -> None:
    place = CODE.index("0")
    wrong = CODE[:place] + "O" + CODE[place + 1 :]
    assert ask(page, address, wrong) == "malformed"
    assert page.locator(".lx-wrong-code mark").all_text_contents() == ["O"]
    assert page.locator(".lx-wrong-code").inner_text().replace(" ", "") == wrong
    page.get_by_role("link", name=CODE, exact=True).click()
    expect(page).to_have_title(f"e/{CODE}.html")


@pytest.mark.parametrize(
    ("query", "near"),
    [
        (CODE[:8] + CODE[9] + CODE[8] + CODE[10:], "杭州蓝天科技有限公司"),
        (CODE[:-1] + ("A" if CODE[-1] != "A" else "B"), "杭州蓝天科技有限公司"),
        ("LX-2026-000132", "LX-2026-000123"),
        ("LX-2926-000124", "LX-2026-000124"),
    ],
)
def test_a_slip_is_answered_with_what_was_probably_meant(page: Page, address: str, query: str, near: str) -> None:
    assert ask(page, address, query, "verify") in {"malformed", "unknown"}
    assert near in titles(page)


def test_what_is_like_nothing_is_offered_nothing(page: Page, address: str) -> None:
    assert ask(page, address, "ZZ-1999-424242") == "unknown"
    assert titles(page) == []


# Narrowing ------------------------------------------------------------------------------------------------------------


def choose(page: Page, facet: str, value: str) -> None:
    page.locator(f"select[name={facet}]").select_option(value)


def visible(page: Page) -> list[str]:
    return [link.inner_text() for link in page.locator("[data-search-results] li a").all() if link.is_visible()]


def test_an_enterprise_comes_with_its_certificates_and_their_status(page: Page, address: str) -> None:
    assert ask(page, address, "绿洲") == "found"
    assert titles(page) == ["苏州绿洲餐饮有限公司", *(number for number, _, _ in HELD)]
    assert "不能比较" in said(page)
    assert ask(page, address, "绿洲", "verify") == "found"
    assert titles(page)[-1] == "苏州绿洲餐饮有限公司"


def test_results_are_narrowed_by_kind_scheme_region_and_status(page: Page, address: str) -> None:
    ask(page, address, "餐饮")
    assert page.locator("select").evaluate_all("all => all.map(one => one.name)") == [
        "kind",
        "scheme",
        "region",
        "status",
    ]
    choose(page, "region", "32")
    assert len(visible(page)) == 4
    choose(page, "kind", "certificate")
    assert visible(page) == [number for number, _, _ in HELD]
    choose(page, "status", "valid")
    choose(page, "scheme", "after-sales")
    assert visible(page) == ["LX-2026-000777"]
    assert "找到 1 条" in said(page)


def test_what_was_chosen_is_in_the_address_and_comes_back_with_it(page: Page, address: str) -> None:
    ask(page, address, "餐饮")
    choose(page, "scheme", "honour")
    assert "scheme=honour" in page.url
    page.goto(page.url)
    state(page)
    assert visible(page) == ["LX-2026-000779"]
    choose(page, "scheme", "")
    assert "scheme" not in page.url


def test_of_many_results_fifty_are_shown_and_then_the_rest(page: Page, address: str) -> None:
    ask(page, address, "稀见")
    assert "找到 60 条" in said(page)
    assert len(visible(page)) == 50
    page.get_by_role("button", name="再列出 10 条").click()
    assert len(visible(page)) == 60
    assert not page.get_by_role("button", name="再列出").is_visible()


# Suggestions ----------------------------------------------------------------------------------------------------------


def suggestions(page: Page) -> list[str]:
    return page.get_by_role("option").locator("b").all_inner_texts()


def test_suggestions_are_chosen_and_opened_with_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html")
    field = page.get_by_role("combobox")
    assert field.get_attribute("aria-expanded") == "false"
    field.press_sequentially("蓝天")
    expect(page.get_by_role("option")).to_have_count(2)
    assert field.get_attribute("aria-expanded") == "true"
    first, second = suggestions(page)
    field.press("ArrowDown")
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert second in chosen.inner_text()
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    field.press("ArrowDown")
    assert first in page.locator("[role=option][aria-selected=true]").inner_text()
    field.press("ArrowUp")
    field.press("Enter")
    page.wait_for_url("**/e/*.html")


def test_a_suggestion_names_no_grade(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html")
    page.get_by_role("combobox").press_sequentially("LX-2020-000778")
    option = page.get_by_role("option").first
    assert "苏州绿洲餐饮有限公司 · 售后认证" in option.inner_text()
    assert "五星" not in option.inner_text()


def test_articles_and_their_headings_are_found_after_the_records(page: Page, address: str) -> None:
    assert ask(page, address, "怎样 登记") == "found"
    link = page.locator("[data-search-results] li a")
    assert link.inner_text() == "软件厂怎样登记？"
    assert (link.get_attribute("href") or "").endswith("questions.html#" + quote("登 记"))
    assert page.locator("[data-search-results] li").inner_text().splitlines()[-1] == STRINGS.kind.page
    ask(page, address, "软件厂")
    kinds = page.locator("[data-search-results] li").evaluate_all("items => items.map(item => item.dataset.kind)")
    assert kinds[0] == "enterprise"
    assert kinds[-1] == "page"


def test_records_are_found_where_the_list_of_articles_cannot_be_had(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.route("**/articles.json", lambda route: route.abort())
    assert ask(page, address, "碧海") == "found"
    page.close()


def test_escape_closes_the_list_and_enter_then_asks_for_what_was_typed(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html")
    field = page.get_by_role("combobox")
    field.press_sequentially("蓝天")
    page.get_by_role("option").first.wait_for()
    field.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert field.get_attribute("aria-expanded") == "false"
    field.press("Enter")
    expect(page.locator("[data-search-results] li")).to_have_count(2)


def test_a_suggestion_is_opened_with_a_click_and_one_character_has_none(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html")
    field = page.get_by_role("combobox")
    field.press_sequentially("蓝")
    page.wait_for_timeout(400)
    assert page.get_by_role("option").count() == 0
    field.press_sequentially("天")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/e/*.html")
