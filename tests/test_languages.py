"""Language packs whole, detection, and rules read from TOML."""

import re
import time
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve import languages
from newsieve.errors import UsageError
from newsieve.languages import (
    CATEGORIES,
    CODES,
    LanguagePack,
    detect,
    detection,
    hostile_lines,
    load,
    packs,
    parse_rules,
    read_openings,
)
from newsieve.text import find_words, fold, tokenize
from newsieve.types import Kind, Rule

FOLDER = Path(languages.__file__).parents[1] / "data" / "languages"
FILES = sorted(path.stem for path in FOLDER.glob("*.toml"))
RULES = [rule for stem in FILES for rule in parse_rules((FOLDER / f"{stem}.toml").read_text("utf-8"), stem)]
NESTED = re.compile(r"\((?:\?:)?[^()|]*[+*][^()|]*\)[+*]")  # (a+)+ and the like: exponential


def entries_of(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(category, entry) for category, words in table.items() for entry in words.split()]


def test_each_file_is_a_pack() -> None:
    assert set(FILES) == {*CODES, "neutral"}


@pytest.mark.parametrize("code", CODES)
def test_pack_is_whole(code: str) -> None:
    pack = load(code)
    assert pack.code == code
    assert set(pack.lexicons) == set(CATEGORIES)
    assert min(len(entries) for entries in pack.lexicons.values()) >= 8
    assert min(len(pack.stop_words), len(pack.openers), len(pack.speech)) >= 25
    assert len(pack.rules) >= 12
    assert {rule.kind for rule in pack.rules} >= set(Kind) - {Kind.ABOUT}


@pytest.mark.parametrize("stem", FILES)
def test_entries_are_words_in_lower_case(stem: str) -> None:
    data = tomllib.loads((FOLDER / f"{stem}.toml").read_text("utf-8"))
    for table in (data["lexicons"], data.get("elsewhere", {})):
        assert set(table) <= set(CATEGORIES)
        entries = entries_of(table)
        assert [entry for entry, count in Counter(entries).items() if count > 1] == []
        assert [entry for _, entry in entries if "".join(tokenize(entry)) != entry.replace("_", "")] == []
        assert [entry for _, entry in entries if entry.count("_") > 3 or "*" in entry[:-1]] == []


@pytest.mark.parametrize("code", CODES)
def test_word_lists_are_case_folded(code: str) -> None:
    words = load(code).stop_words | load(code).openers
    assert [word for word in words if word != word.casefold()] == []


@pytest.mark.parametrize("code", [*CODES, *packs.load_neutral()["openings"]])
def test_openings_are_words_as_texts_have_them(code: str) -> None:
    pack = load(code)
    openings = [opening for entries in pack.openings.values() for opening in entries]
    assert len(openings) >= 40
    assert [one for one, count in Counter(openings).items() if count > 1] == []
    assert [one for one in openings if find_words(" ".join(one)) != [word for word in one if word != ","]] == []
    assert [one for one in openings if "," in one[:-1] or one[0] in pack.openers] == []


@pytest.mark.parametrize("name", ["notes", "greetings"])
def test_phrases_are_words_as_texts_have_them(name: str) -> None:
    phrases = [one for found in read_openings(fold(packs.load_neutral()[name]["all"])).values() for one in found]
    assert [one for one, count in Counter(phrases).items() if count > 1] == []
    assert [one for one in phrases if find_words(" ".join(one)) != [word for word in one if word not in ",:"]] == []


def test_languages_without_a_pack_have_openings_of_their_own() -> None:
    assert load("sv")._replace(openings={}) == load("")._replace(openings={})
    assert "därför" in load("sv").openings
    assert load("sv") is load("sv")
    assert not load("").openings


def test_unknown_language_gets_the_neutral_pack() -> None:
    assert load("xx") is load("")
    assert load("").code == ""
    assert all(rule in load("de").rules for rule in load("").rules)


def test_patterns_are_not_compiled_when_a_pack_is_loaded() -> None:
    assert all(isinstance(rule.pattern, str) for rule in load("en").rules)
    assert isinstance(load("en"), LanguagePack)


def test_rule_ids_are_unique() -> None:
    assert [name for name, count in Counter(rule.id for rule in RULES).items() if count > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
class TestRule:
    def test_says_why_and_shows_examples(self, rule: Rule) -> None:
        assert rule.reason
        assert rule.weight > 0
        assert min(len(rule.hits), len(rule.misses)) >= 2

    def test_catches_its_hits(self, rule: Rule) -> None:
        assert [text for text in rule.hits if not re.search(rule.pattern, text)] == []

    def test_leaves_its_misses(self, rule: Rule) -> None:
        assert [text for text in rule.misses if re.search(rule.pattern, text)] == []

    def test_each_hit_holds_a_need(self, rule: Rule) -> None:
        needed = rule.needs or ("",)
        assert [text for text in rule.hits if not any(need in text.casefold() for need in needed)] == []
        assert all(need == need.casefold() for need in rule.needs)

    def test_has_no_nested_repeats(self, rule: Rule) -> None:
        assert not NESTED.search(rule.pattern)

    def test_time_grows_with_length_alone(self, rule: Rule) -> None:
        pattern = re.compile(rule.pattern)
        short = max(cost_of(pattern, line) for line in hostile_lines(rule, 2_500))
        long = max(cost_of(pattern, line) for line in hostile_lines(rule, 25_000))
        assert long < 40 * max(short, 0.001)  # ten times the text; a square would be a hundred times the cost


def cost_of(pattern: re.Pattern[str], line: str) -> float:
    start = time.process_time()
    pattern.search(line)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A man died on Thursday when a wall fell in the old market.", "en"),
        ("Ein Mann ist am Donnerstag gestorben, als eine Mauer einstürzte.", "de"),
        ("Un homme est mort jeudi dans l’effondrement d’un mur.", "fr"),
        ("Un hombre murió el jueves al caer un muro en el mercado; nadie lo vio, según la policía.", "es"),
        ("Un uomo è morto giovedì nel crollo di un muro della città, e non è il primo.", "it"),
        ("Um homem morreu na quinta-feira na queda de um muro e ninguém o viu, segundo a polícia.", "pt"),
        ("Een man is donderdag omgekomen toen een muur van het gebouw instortte.", "nl"),
        ("En man dog i torsdags när en mur rasade och föll ner på torget, och det var inte den första.", "sv"),
        ("En mand døde torsdag, da en mur faldt sammen, og politiet ved ikke hvad der skete efter det.", "da"),
        ("En mann døde torsdag da en mur raste sammen, og politiet vet ikke hva som skjedde etter det.", "nb"),
        ("Mies kuoli torstaina, kun muuri sortui, mutta hän ei ollut ainoa.", "fi"),
        ("Mężczyzna zginął w czwartek, gdy runął mur, ale nie był to pierwszy raz.", "pl"),
        ("Ve čtvrtek zahynul muž, když se zřítila zeď, ale nebylo to poprvé.", "cs"),
        ("Egy férfi meghalt csütörtökön, mert leomlott egy fal, és ez nem az első volt.", "hu"),
        ("Un bărbat a murit joi după ce un zid s-a prăbușit, și nu este primul care moare din cauza lui.", "ro"),
        ("Perşembe günü bir duvar çöktü ve bir kişi öldü, ancak bu ilk değil.", "tr"),
        ("Seorang pria tewas pada Kamis karena tembok itu runtuh, dan ini tidak yang pertama.", "id"),
        ("Một người đàn ông đã chết khi bức tường đổ, và đó không phải là lần đầu.", "vi"),
        ("Мужчина погиб в четверг, когда рухнула стена, но это было не в первый раз.", "ru"),
        ("Чоловік загинув у четвер, коли впала стіна, але це було не вперше.", "uk"),
        ("Мъж загина в четвъртък, когато падна стена, но това не е за първи път.", "bg"),
        ("木曜日、古い市場で壁が倒れ、男性一人が死亡した。", "ja"),
        ("周四，旧市场的一堵墙倒塌，造成一人死亡。", "zh"),
        ("목요일 오래된 시장에서 담이 무너져 한 명이 숨졌다.", "ko"),
        ("توفي رجل يوم الخميس عندما انهار جدار في السوق القديم بعد أن كان قد قال إن هذا لا يمكن.", "ar"),
        ("در بازار قدیم یک دیوار فرو ریخت و این را پلیس گفت که یک مرد کشته شد.", "fa"),
        ("אדם נהרג ביום חמישי כשקיר קרס בשוק הישן.", "he"),
        ("Ένας άνδρας πέθανε την Πέμπτη όταν έπεσε ένας τοίχος.", "el"),
        ("ชายคนหนึ่งเสียชีวิตเมื่อกำแพงถล่ม", "th"),
        ("गुरुवार को पुराने बाज़ार में दीवार गिरने से एक आदमी की मौत हो गई है।", "hi"),
        pytest.param("Jetzt wird es kalt, aber nicht bei uns.", "de", id="a short line"),
        pytest.param("", None, id="empty"),
        pytest.param("2023-04-05 10:12 ... 42 %", None, id="numbers only"),
        pytest.param("x" * 100_000, None, id="one long nothing"),
        pytest.param("😀 🎉 ✂", None, id="pictures only"),
        pytest.param("Smith Jones Miller Baker", None, id="names only"),
    ],
)
def test_detect(text: str, code: str | None) -> None:
    assert detect(text) == code


PROMO = "Sign up for our newsletter and get the best of the week in your inbox. "


@pytest.mark.parametrize(
    ("story", "code"),
    [
        (
            "Die Polizei hat am Donnerstag einen Mann festgenommen, der eine Mauer umgeworfen haben soll. ",
            "de",
        ),
        (
            "La police a arrêté jeudi un homme qui aurait fait tomber un mur, selon le maire de la ville. ",
            "fr",
        ),
        ("La policía detuvo el jueves a un hombre que habría tirado un muro en el mercado, según el alcalde. ", "es"),
    ],
)
def test_promo_in_english_does_not_make_a_story_english(story: str, code: str) -> None:
    assert detect(PROMO + 4 * story + PROMO) == code


@given(st.text())
def test_detect_never_raises(text: str) -> None:
    code = detect(text)
    assert code is None or re.fullmatch("[a-z]{2}", code)


def test_english_reads_one_pack() -> None:
    packs._load.cache_clear()
    detection._codes_of_words.cache_clear()
    detect("The cat sat on the mat, and it was of the opinion that this is for the best.")
    assert packs._load.cache_info().misses == 0
    assert detection._codes_of_words.cache_info().misses == 0


KEEP = '[[rule]]\nid = "b"\nkeep = true\npattern = "x"\nreason = "ours"\n'
GOOD = 'id = "a"\nkind = "donation"\npattern = "give"\nreason = "asks"\n'


def test_parse_rules_prefixes_ids_and_keeps_order() -> None:
    text = f'[[rule]]\n{GOOD}weight = 2\nhits = ["give"]\nneeds = ["GIVE"]\n' + KEEP
    first, second = parse_rules(text, "user")
    assert (first.id, first.kind, first.weight, first.hits, first.needs) == (
        "user.a",
        Kind.DONATION,
        2.0,
        ("give",),
        ("give",),
    )
    assert (second.id, second.kind, second.keep) == ("user.b", None, True)


def test_a_file_without_rules_has_none() -> None:
    assert parse_rules("", "user") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[[rule]\n", r"line 1, column", id="not TOML"),
        pytest.param("a = " + "[" * 9999, "nested too deeply", id="nested"),
        pytest.param(f"foo = 1\n[[rule]]\n{GOOD}", "unknown key 'foo'; write each rule as a", id="key above"),
        pytest.param(f"[foo]\n[[rule]]\n{GOOD}", "unknown key 'foo'", id="table of another name"),
        pytest.param(f"[[rules]]\n{GOOD}", "unknown key 'rules'", id="rules for rule"),
        pytest.param('rule = "x"', "write each rule as", id="rule is no table"),
        pytest.param(
            f"[[rule]]\n{GOOD}wieght = 1", "rule a: unknown key 'wieght'; did you mean 'weight'", id="unknown key"
        ),
        pytest.param('[[rule]]\nkind = "donation"\npattern = "x"\nreason = "y"', "rule 1: id must", id="no id"),
        pytest.param('[[rule]]\nid = "a"\nkind = "donation"\nreason = "y"', "rule a: pattern must", id="no pattern"),
        pytest.param('[[rule]]\nid = "a"\nkind = "donation"\npattern = "x"', "rule a: reason must", id="no reason"),
        pytest.param(
            f"[[rule]]\n{GOOD}".replace("donation", "donatoin"),
            "kind 'donatoin'; did you mean 'donation'",
            id="unknown kind",
        ),
        pytest.param('[[rule]]\nid = "a"\npattern = "x"\nreason = "y"', "either a kind or keep", id="neither"),
        pytest.param(f"[[rule]]\n{GOOD}keep = true", "not both", id="both"),
        pytest.param(f"[[rule]]\n{GOOD}keep = 1", "keep must be", id="keep is a number"),
        pytest.param(f"[[rule]]\n{GOOD}weight = inf", "finite", id="infinite weight"),
        pytest.param(f"[[rule]]\n{GOOD}weight = 1e308", "between -1000 and 1000", id="a weight beyond all sums"),
        pytest.param(f"[[rule]]\n{GOOD}weight = -1001", "between -1000 and 1000", id="a weight far below"),
        pytest.param(f"[[rule]]\n{GOOD}weight = true", "finite", id="weight is a truth value"),
        pytest.param(f"[[rule]]\n{GOOD}".replace("give", "(give"), "does not compile", id="bad pattern"),
        pytest.param(f'[[rule]]\n{GOOD}hits = "give"', "hits must be a list", id="hits is a text"),
        pytest.param(f"[[rule]]\n{GOOD}misses = [1]", "misses must be a list", id="misses holds a number"),
        pytest.param(f"[[rule]]\n{GOOD}[[rule]]\n{GOOD}", "stands twice", id="id twice"),
    ],
)
def test_parse_rules_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=rf"^mine\.toml: .*{message}"):
        parse_rules(text, "user", "mine.toml")


@given(st.text())
def test_parse_rules_raises_nothing_else(text: str) -> None:
    try:
        rules = parse_rules(text, "user")
    except UsageError:
        return
    assert rules == ()
