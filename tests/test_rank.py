"""What the rankers choose, and that each of them holds to its budget."""

import re
import time
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsieve.errors import UsageError
from newsieve.languages import load
from newsieve.rank import RANKERS, choose
from newsieve.rank.budget import Budget, pick_best
from newsieve.rank.candidates import find_candidates, is_sentence
from newsieve.rank.cues import (
    find_labels,
    find_list_mark,
    find_list_marks,
    points_back,
    read_cues,
    read_ends,
)
from newsieve.rank.datelines import find_dateline
from newsieve.rank.features import FEATURES, PART_OF, PARTS, compute_features
from newsieve.rank.news import load_ranker_model
from newsieve.rank.quotes import follow_quotations
from newsieve.text import count_words, find_words
from newsieve.types import Sentences

WALK = "A man walked into the old town on Monday."
QUIET = "The town was very quiet then."
RAIN = "Rain fell on the old town and on the man all night long."


def make_document(
    *sentences: str, language: str = "en", title: str | None = None, tags: dict[int, str] | None = None
) -> Sentences:
    """A story of one block a sentence."""
    marks = tuple((tags or {}).get(index, "") for index in range(len(sentences)))
    return Sentences(sentences, tuple(range(len(sentences))), marks, title, language)


DOCUMENTS = {
    "one sentence": make_document(WALK),
    "two sentences": make_document(WALK, QUIET),
    "three sentences": make_document(WALK, QUIET, RAIN),
    "repeated": make_document(*[WALK] * 5, QUIET),
    "no words at all": make_document("...", "!!!", "---", "..."),
    "Chinese": make_document(
        "今天天气很好，我们去公园散步。", "公园里有很多人在散步。", "北京今天下雨了，交通很拥堵。", language="zh"
    ),
    "Thai": make_document("วันนี้อากาศดีมากและเราไปเดินเล่นที่สวนสาธารณะ", "เด็กๆ เล่นกันในสวน", language="th"),
    "Arabic": make_document(
        "أعلن الوزير عن خطة جديدة لدعم التعليم.", "وقال إن الخطة ستبدأ العام المقبل.", language="ar"
    ),
    "Greek": make_document("Ο πρωθυπουργός μίλησε σήμερα στη Βουλή.", "Η Βουλή ψήφισε τον νόμο χθες.", language="el"),
    "language unknown": make_document("Foo bar baz qux quux.", "Lorem ipsum dolor sit amet.", language=""),
}


@pytest.mark.parametrize("ranker", RANKERS)
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_ranker_fills_its_budget(ranker: str, document: Sentences) -> None:
    distinct = len(set(document.texts))
    for sentences in (1, 2, 9):
        chosen = choose(document, ranker, sentences=sentences)
        assert len(chosen) == min(sentences, distinct)
        assert len({document.texts[one.index] for one in chosen}) == len(chosen)
        assert sorted(one.index for one in chosen) == [one.index for one in chosen]


@pytest.mark.parametrize("ranker", RANKERS)
def test_nothing_of_nothing(ranker: str) -> None:
    assert choose(make_document(), ranker) == ()


def test_unknown_ranker() -> None:
    with pytest.raises(UsageError, match="news, lead"):
        choose(DOCUMENTS["one sentence"], "magic")


def test_every_ranker_says_who_thought_of_it() -> None:
    assert all(
        re.search(r"\(.+ (19|20)\d\d", RANKERS[name].__doc__ or "") for name in RANKERS.keys() - {"news", "lead"}
    )
    assert all("\n" not in (ranker.__doc__ or "\n") for ranker in RANKERS.values())


STORM = make_document(
    "A storm tore the roofs off forty houses in the harbour town of Lerwald early on Tuesday.",
    "Nobody was hurt, the fire service said.",
    "The storm reached 130 kilometres an hour before dawn and cut the power of the whole town.",
    "It was the strongest storm since 1987, according to the weather office.",
    '"We heard the roof go and ran down to the cellar," said Anna Berg, who lives at the harbour.',
    "Why was there no warning?",
    "The mayor of Lerwald, Piet Olsen, promised the owners of the houses money for new roofs before winter.",
    "But he did not say how much money.",
    "Schools in the town stay closed until Thursday.",
    "The power came back at noon, the works said.",
)
SUMY = {
    "lexrank": "lex_rank.LexRankSummarizer",
    "luhn": "luhn.LuhnSummarizer",
    "lsa": "lsa.LsaSummarizer",
    "textrank": "text_rank.TextRankSummarizer",
    "kl": "kl.KLSummarizer",
    "sumbasic": "sum_basic.SumBasicSummarizer",
    "reduction": "reduction.ReductionSummarizer",
    "edmundson": "edmundson.EdmundsonSummarizer",
}


class _Tokenizer:
    @staticmethod
    def to_words(text: str) -> list[str]:
        return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", SUMY)
def test_same_choice_as_sumy_itself(name: str) -> None:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.utils import get_stop_words

    module, attribute = SUMY[name].split(".")
    summarizer = getattr(import_module(f"sumy.summarizers.{module}"), attribute)(Stemmer("english"))
    if name == "edmundson":
        summarizer.bonus_words = ("significant", "important", "best", "greatest")
        summarizer.stigma_words = ("least", "worst", "unimportant")
        summarizer.null_words = get_stop_words("english")
    else:
        summarizer.stop_words = get_stop_words("english")
    paragraphs = [Paragraph([Sentence(text, _Tokenizer)]) for text in STORM.texts]
    theirs = [str(sentence) for sentence in summarizer(ObjectDocumentModel(paragraphs), 3)]
    assert [STORM.texts[one.index] for one in choose(STORM, name)] == theirs


@pytest.mark.parametrize("ranker", RANKERS)
@pytest.mark.parametrize("words", [1, 7, 20, 45, 90, 1000])
def test_words_are_a_limit(ranker: str, words: int) -> None:
    chosen = choose(STORM, ranker, words=words)
    assert len(chosen) == 1 or sum(count_words(STORM.texts[one.index]) for one in chosen) <= words
    assert chosen


@pytest.mark.parametrize("ranker", RANKERS)
@pytest.mark.parametrize(("ratio", "count"), [(0.01, 1), (0.3, 3), (0.31, 4), (1.0, 10)])
def test_ratio_is_rounded_up_and_outweighs(ranker: str, ratio: float, count: int) -> None:
    assert len(choose(STORM, ranker, sentences=2, words=5, ratio=ratio)) == count


@pytest.mark.parametrize(
    ("scores", "sizes", "words", "best"),
    [
        ([3, 2.9, 2.9, 0], [6, 5, 5, 5], 10, [1, 2]),  # the best prefix would be the first alone
        ([9, 1, 1], [9, 5, 5], 10, [0]),
        ([1, 1, 1], [4, 4, 4], 8, [0, 1]),
        pytest.param([1, 5], [20, 30], 10, [1], id="nothing fits: the best alone"),
        pytest.param([1, 2, 3], [1, 1, 1], 10**9, [0, 1, 2], id="no table for a budget without end"),
    ],
)
def test_best_set_of_a_budget_in_words(scores: list[float], sizes: list[int], words: int, best: list[int]) -> None:
    assert pick_best(scores, sizes, Budget(None, words)) == best


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(1, 40)), min_size=1, max_size=80), st.integers(1, 200))
def test_a_budget_in_words_is_kept_and_filled(rated: list[tuple[float, int]], words: int) -> None:
    scores, sizes = [score for score, _ in rated], [size for _, size in rated]
    chosen = pick_best(scores, sizes, Budget(None, words))
    room = words - sum(sizes[place] for place in chosen)
    assert room >= 0 or len(chosen) == 1
    assert room < 0 or all(sizes[place] > room for place in range(len(sizes)) if place not in chosen)


@settings(deadline=None)  # a forest that is asked often is compiled in one of the examples
@given(st.lists(st.text(max_size=60), max_size=12), st.sampled_from(["en", "fr", "zh", ""]), st.integers(1, 70))
def test_news_on_any_text(sentences: list[str], language: str, words: int) -> None:
    document = make_document(*[" ".join(sentence.split()) for sentence in sentences], language=language)
    for chosen in (choose(document), choose(document, words=words)):
        texts = [document.texts[one.index] for one in chosen]
        assert bool(chosen) == any(document.texts)
        assert len(set(texts)) == len(texts)
        assert all(0 <= one.skip < len(text) for one, text in zip(chosen, texts, strict=True))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It's 3.5 km, e-mail me", 8),
        ("今天很好。", 4),
        ("서울에 비가 왔다.", 3),
        ("हिन्दी में लिखा", 3),
        ("été à Nîmes", 3),
        ("--- … ---", 0),
    ],
)
def test_count_words(text: str, count: int) -> None:
    assert count_words(text) == count == len(find_words(text))


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        (WALK, "", True),
        ("A man walked into the old town on Monday and found that nobody lived there", "", True),  # its stop is missing
        ("He ran.", "", True),
        ("1.", "", False),
        ("- The city has refused", "", True),
        ("The work will cost £31m", "li", True),
        ("2019 | 15,000 cars a day crossed the bridge.", "", False),
        ("1 Lerwald Town 12 8 2 2 24 10 14 26 WWDWL", "", False),
        ("Photograph: Mia Lund/The Harbour Post", "", False),
        ("By Mia Lund", "", False),
        ("Storm hits Lerwald", "", False),
        ("#rain #storm #town pic.example.org/x1?", "", False),
        ("The minister wrote on Twitter that @anna was right about the roofs.", "", True),
        (WALK, "h2", False),
        (WALK, "figcaption", False),
        ("公园里有很多人在散步", "", True),
        ("ฉบับแรกพิมพ์เมื่อวันที่ 1 เม.ย. 2525 ราคา 2 บาท", "", True),
        ("李明 12 8 2 24", "", False),
        ("ማንም አልተጎዳም።", "", True),
        ("Le maire a promis de l'argent aux habitants\xa0!", "", True),
        ("«\u202fLa digue a cédé cette nuit.\u202f»", "", True),
        ("“ Nobody came . ”", "", True),
        ("« Мост откроют весной. »", "", True),
        (
            "[![Build](https://ci.example/a.svg)](https://ci.example/a) [![Licence](https://x.example/b.svg)](b)",
            "",
            False,
        ),
        ("¹ Institute of Field Ecology, Marlow.", "", False),
        ("[1] Harte, J. (2011).", "", False),
        ("[1] He wrote to the council (in 2011), and it wrote back.", "", True),
        ("Reference: HDC/2025/041.", "", False),
        ("The result: nobody came.", "", True),
        ("Wert;Kurs;Veränd.", "", False),
        ("Nordbank AG;12,50;+3 %", "", False),
        ("The mayor&#39;s office says that it isn&#39;t new.", "", True),
        ("10 --> 20 is the range of the count.", "", True),
        ("He came; he saw; he left.", "", True),
        ("00:00:01.000 --> 00:00:04.000 It rained in the old town.", "", False),
        ('"Description": "The proxy waits until there is room for more guests on the quay"', "", False),
        ('"64 bit with a small kernel and a large harbour, for twelve boats and their crews",', "", False),
        ("quay open the north gate and let all the boats in one by one \\", "", False),
        ("quay open --gate north --boats all --crew none and then wait for the tide to turn", "", False),
        ("``` quay open north ```", "pre", False),
        ('<div align="center"><img src="https://quay.example/boat.svg" alt="A boat" height="150"></div>', "", False),
        ("<b>The gate</b> is shut.", "", True),
        ("The quay is open to those who ask for it with --force and to nobody else in town", "", True),
        ('"The old quay": a story of twelve boats and of those who built them in the north', "", True),
        ("every member may take part in the vote and is heard before it,", "li", True),
        ("- every member may take part in the vote and is heard before it,", "", True),
        ("Use --force where the gate will not open, whatever the clerk may say to you.", "", True),
    ],
)
def test_is_sentence(text: str, tag: str, expected: bool) -> None:
    assert is_sentence(text, tag) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Classifier: Programming Language :: Quay :: 3 :: Only", False),
        ("Requires-Dist: quay>=1.26; extra == 'boats'", False),
        ("Summary: Quay counts the boats of a harbour", True),
        ("the ferry :-) is late again today", True),
    ],
)
def test_short_lines_that_may_be_sentences(text: str, expected: bool) -> None:
    assert is_sentence(text, "", 3) is expected


def test_lines_that_are_no_sentences_stand_in_only_where_there_is_nothing_else() -> None:
    assert find_candidates(make_document("Storm hits Lerwald", WALK, "By Mia Lund")) == (1,)
    assert find_candidates(make_document("Storm hits Lerwald", "By Mia Lund")) == (0, 1)


@pytest.mark.parametrize(
    "lines",
    [
        ("Воду отключили до пятницы, прорвало трубу", "Говорят, менять её будут три дня", "Опять?"),
        ("Wodę odcięto do piątku, pękła rura", "Podobno wymiana potrwa trzy dni", "Znowu?"),
        ("Water is off until Friday, a main burst", "They say it will take three days", "Again?"),
    ],
)
def test_lines_are_sentences_where_most_are_written_without_a_full_stop(lines: tuple[str, ...]) -> None:
    others = ("Anna, [04.03.2025 18:05]", "00:00:29 Speaker 2", "9f1c-2/14-0", "And knock upon His door,")
    assert find_candidates(make_document(*lines, *others)) == (0, 1, 2)
    assert find_candidates(make_document(*lines, RAIN, WALK, QUIET)) == (2, 3, 4, 5)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("(AGENCY) -- A storm hit the town.", "A storm hit the town."),
        ("LERWALD (AP) — A storm hit the town.", "A storm hit the town."),
        ("LERWALD, May 3 (Agency) - A storm hit the town.", "A storm hit the town."),
        ("BAD LERWALD — A storm hit the town.", "A storm hit the town."),
        ("(AGENCY)A storm hit the town.", "A storm hit the town."),
        ("Lerwald, North Coast (AGENCY)A storm hit the town.", "A storm hit the town."),
        ("A storm hit the town (and two villages).", "A storm hit the town (and two villages)."),
        ("The UN (United Nations) sent help.", "The UN (United Nations) sent help."),
        ("NATO sent help to the town.", "NATO sent help to the town."),
        ("Olsen (Lerwald) scored twice.", "Olsen (Lerwald) scored twice."),
        ("EU-wide rules apply from May.", "EU-wide rules apply from May."),
        ("New Lerwald, Jul 30 (PTI) A storm hit the town.", "A storm hit the town."),
        ("NATO -- which sent help -- left the town.", "NATO -- which sent help -- left the town."),
        ("Lerwald (dpa) - Ein Sturm traf die Stadt.", "Ein Sturm traf die Stadt."),
        ("Lerwald, 3. Mai (ots) – Ein Sturm traf die Stadt.", "Ein Sturm traf die Stadt."),
        ("LERWALD, May 3, 2026 /Newswire/ -- A storm hit the town.", "A storm hit the town."),
        ("LERWALD, Tarn., May 3, 2026 (NEWS WIRE) -- A storm hit the town.", "A storm hit the town."),
        ("LERWALD--(NEWS WIRE)--A storm hit the town.", "A storm hit the town."),
        ("Lerwald, 3 may (EFE).- Una tormenta azotó la ciudad.", "Una tormenta azotó la ciudad."),
        ("(ANSA) - LERWALD, 3 MAG - Una tempesta ha colpito la città.", "Una tempesta ha colpito la città."),
        ("Lerwald/Tarn (dpa) - Ein Sturm traf die Stadt.", "Ein Sturm traf die Stadt."),
        ("The path /Usr/ -- a folder -- is full.", "The path /Usr/ -- a folder -- is full."),
        ("新华社北京5月3日电 白河大桥周一关闭。", "白河大桥周一关闭。"),
        ("本报讯（记者 李明）白河大桥周一关闭。", "白河大桥周一关闭。"),
        ("【白河镇5月3日电】白河大桥周一关闭。", "白河大桥周一关闭。"),
        ("（白河讯）白河大桥周一关闭。", "白河大桥周一关闭。"),
        ("中新网北京5月3日电 (记者 李明)白河大桥周一关闭。", "白河大桥周一关闭。"),
        ("电视台周一报道了大桥的关闭。", "电视台周一报道了大桥的关闭。"),
        ("【白河＝李明】橋は月曜に閉じた。", "橋は月曜に閉じた。"),
        ("【白河共同】橋は月曜に閉じた。", "橋は月曜に閉じた。"),
        ("【訂正】橋は火曜に閉じた。", "【訂正】橋は火曜に閉じた。"),
        ("本报白河3月5日电，白河大桥关闭。", "白河大桥关闭。"),
        ("新华社记者李明白河三月五日专电：白河大桥关闭。", "白河大桥关闭。"),
        ("本报讯，白河大桥关闭。", "白河大桥关闭。"),
        ("本报白河讯（记者李明）白河大桥关闭。", "白河大桥关闭。"),
        ("（中央社記者李明白河5日電）白河大橋關閉。", "白河大橋關閉。"),
        ("〔記者李明／白河報導〕白河大橋關閉。", "白河大橋關閉。"),
        ("［白河　５日　ロイター］ - 橋は月曜に閉じた。", "橋は月曜に閉じた。"),
        ("【3月5日 AFP】橋は月曜に閉じた。", "橋は月曜に閉じた。"),
        ("(서울=연합뉴스) 김하나 기자 = 다리가 닫혔다.", "다리가 닫혔다."),
        ("[부산=한강뉴스] 다리가 닫혔다.", "다리가 닫혔다."),
        ("ŁĘGÓWKA (PAP) - Most zamknięto.", "Most zamknięto."),
        ("Łęgówka, 5 marca (PAP) – Most zamknięto.", "Most zamknięto."),
        ("КИРСК, 5 марта (ВЕТЕР) — Мост закрыли.", "Мост закрыли."),
        ("Jul. 3—LERWALD — A storm hit the town.", "A storm hit the town."),
        ("July 3—LERWALD, Tarn. — A storm hit the town.", "A storm hit the town."),
        ("May 3—UN officials left the town.", "May 3—UN officials left the town."),
        ("КИРСК, 5 марта — Мост закрыли.", "Мост закрыли."),
        ("LERWALD, 5 de mayo — Una tormenta azotó la ciudad.", "Una tormenta azotó la ciudad."),
        ("ZUG, 3 Tote — Der Unfall geschah am Montag.", "ZUG, 3 Tote — Der Unfall geschah am Montag."),
        ("KIRSK, eine Stadt — Die Brücke ist zu.", "KIRSK, eine Stadt — Die Brücke ist zu."),
    ],
)
def test_dateline_is_not_printed(text: str, printed: str) -> None:
    assert text[find_dateline(text) :] == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[00:21] Host: The ferry sank.", "Host: The ferry sank."),
        ("[1:00:21] The ferry sank.", "The ferry sank."),
        ("12:03 <mara> the ferry sank", "<mara> the ferry sank"),
        ("[12.03.26, 18:04] Ida: The ferry sank.", "Ida: The ferry sank."),
        ("9:00 AM Opening Remarks: The mayor speaks.", "9:00 AM Opening Remarks: The mayor speaks."),
        ("18:04 The ferry sank.", "18:04 The ferry sank."),
        ("3:2 was the result: a win.", "3:2 was the result: a win."),
        ("[12] The ferry sank.", "[12] The ferry sank."),
        ("12:03 trains: none.", "12:03 trains: none."),
        ("[12:03]", "[12:03]"),
    ],
)
def test_the_time_of_a_line_is_not_printed(text: str, printed: str) -> None:
    assert text[find_labels([text])[0] :] == printed


@pytest.mark.parametrize(
    "text",
    [
        "报社每周五发送电子通讯，收件人约五千。",
        "杂志社的人说没有电，于是大家点起蜡烛。",
        "出版社去年停止通讯，人们很难过。",
        "本报去年停止通讯，人们很难过。",
        "报社停电（见第三版），大家很难过。",
        "出版社5月3日电话通知了大家。",
        "旅行社5月3日停电，大家回家了。",
        "（水电）费用上涨。",
        "（腾讯）股价上涨。",
        "雑誌社は電気を止めた。",
        "(비용=수입) 이 식은 틀렸다.",
        "Anna Berg (SPD): Das ist falsch.",
        "Die Ministerin (SPD) – Anna Berg – kam nicht.",
        "Der Sieger (Kolm) - Trainer Lenz war froh.",
        "World Health Organization (WHO): Masks work.",
        "(Laughs) They ran.",
        "(Véase la foto) La presa cedió.",
        "UNO (Vereinte Nationen) Soldaten kamen.",
        "Die Stadt (alt) - Der Rat wohnt dort.",
        "HSV - Werder 2:1.",
        "SPD, Linke und FDP – Die drei sind einig.",
        "OSWALD – Der Hund – ist tot.",
        "США – Китай: новый спор.",
        "Le maire (PS) : Il pleut.",
        "El alcalde (PSOE) - Juan Berg - no vino.",
    ],
)
def test_what_looks_like_a_dateline_is_printed(text: str) -> None:
    assert find_dateline(text) == 0


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("LERVIK. En storm drabbade staden.", 1),
        ("LERWALD, May 3. A storm hit the town.", 1),
        ("НОВЫЙ СТОК, 3 мая — ИА «Ветер». Буря накрыла город.", 1),
        ("СТОК, 3 мая. /ВЕТ/. Буря накрыла город.", 2),
        ("THE STORM CAME. IT LEFT.", 0),
        ("НАТО — военный союз. Он стар.", 0),
        ("STORM. AGAIN.", 0),
        ("We fled. LERWALD. It rained.", 0),
        ("LERVIK.", 0),
    ],
)
def test_a_sentence_that_is_a_dateline_is_no_candidate(line: str, count: int) -> None:
    texts = line.replace(". ", ".|").split("|")
    document = Sentences(tuple(texts), (0,) * len(texts), ("",) * len(texts), None, "")
    assert find_candidates(document) == tuple(range(count, len(texts)))


@pytest.mark.parametrize(
    ("texts", "lengths"),
    [
        ([], []),
        (["Q: Who pays?", "A: The town does.", "Antwort: Die Stadt.", "Note: it rains."], [3, 3, 9, 0]),
        (["IN SHORT: The ferry sank.", "It rained."], [0, 0]),
        (["MS BERG: A storm hit.", "MR LUND: It rained."], [0, 0]),
        (["LERWALD – The ferry sank.", "It rained."], [10, 0]),
        (["NIGHT BUS – The last one leaves.", "MILK – It costs more."], [0, 0]),
        (["LERWALD (AP) — The ferry sank.", "SKELBY (AP) — It rained."], [15, 14]),
        (["9:14 PM - Ida: The ferry sank.", "9:15 PM - Jon: No.", "9:16 PM - Ida: Yes."], [10, 10, 10]),
        (["4/6/25 9:14 - Mamá Óla: Se hundió.", "4/6/25 9:15 - Jo: No.", "4/6/25 9:15 - Jo: ¿Sí?"], [14, 14, 14]),
        (["12:45 Uhr: Die Brücke ist zu.", "13:10 Uhr: Die Fähre fährt."], [0, 0]),
        (["9:00 Opening: The mayor speaks.", "9:30 Keynote: Jan Lund speaks."], [0, 0]),
    ],
)
def test_a_label_is_not_printed_where_it_says_neither_who_speaks_nor_what_of(
    texts: list[str], lengths: list[int]
) -> None:
    assert find_labels(texts) == lengths


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("He did not say how much.", "points_back"),
        ("However, the town stayed calm.", "points_back"),
        ('"We ran," he said.', "nobody_said"),
        ("“Who let this happen?” it asked.", "nobody_said"),
        ('"We ran and we did not look back once."', "lacks_speaker"),
        ("Why was there no warning?", "asks"),
        ("The mayor told reporters:", "has_open_end"),
        ('"We ran', "ends_inside"),
        ("and ran.", "starts_lower"),
    ],
)
def test_cues_of_a_sentence(text: str, cue: str) -> None:
    (quotation,) = follow_quotations([text], [0])
    words, pack = find_words(text), load("en")
    found = (read_ends(text, words, pack), read_cues(text, words, quotation, pack), quotation)
    assert any(getattr(one, cue, False) for one in found)


@pytest.mark.parametrize(
    ("language", "text", "does"),
    [
        ("en", "The latter won by six votes.", True),
        ("en", "Third, the bridge needs new bolts.", True),
        ("en", "For that reason, the fair was moved.", True),
        ("en", "As a result, two ferries stay in port.", True),
        ("en", "“In turn, we sold the boat,” said Ann Orr.", True),
        ("en", "None of them had a licence.", True),
        ("en", "Third Avenue was closed on Monday.", False),
        ("en", "Ultimately, the council of Sund voted for the bridge.", False),
        ("en", "As a result of the storm two ferries sank.", False),
        ("en", "In contrast to Sund, Lerwald kept its ferry.", False),
        ("en", "Finally came the trucks.", False),
        ("en", "Second graders planted 40 trees.", False),
        ("en", "Regardless of the rain, 900 runners came.", False),
        ("de", "Infolgedessen fielen zwei Fähren aus.", True),
        ("de", "Aus diesem Grund tagt der Rat im Mai.", True),
        ("de", "Dessen Bruder fuhr den Bus.", True),
        ("de", "Letztere bleibt geschlossen.", True),
        ("de", "Das sagte die Richterin.", True),
        ("de", "Überdies fehlt das Geld.", True),
        ("de", "Deshalb blieb die Brücke zu.", True),
        ("de", "Das Rathaus von Sund bleibt zu.", False),
        ("de", "Die Fähre fuhr wieder.", False),
        ("de", "Der Rat tagt im Mai.", False),
        ("de", "Aus Lerwald kamen zwei Busse.", False),
        ("de", "Letztlich stimmte der Rat für die Brücke.", False),
        ("fr", "C’est pourquoi le bac reste à quai.", True),
        ("fr", "En revanche, la gare ouvrira.", True),
        ("fr", "Dès lors, le maire a cédé.", True),
        ("fr", "Quant à lui, le préfet se tait.", True),
        ("fr", "De plus, la route est coupée.", True),
        ("fr", "En mai, la gare ouvrira.", False),
        ("fr", "De plus en plus de bacs restent à quai.", False),
        ("fr", "Quant au préfet, il se tait.", False),
        ("fr", "Dès lundi, le bac reste à quai.", False),
        ("es", "Por eso cerró el puente.", True),
        ("es", "No obstante, el tren llegó.", True),
        ("es", "Sin embargo, llovió.", True),
        ("es", "Segundo, falta dinero.", True),
        ("es", "De ahí que el puente siga cerrado.", True),
        ("es", "Por la tarde llovió en Sund.", False),
        ("es", "Sin agua no hay feria.", False),
        ("es", "Segundo premio para Ana Orr.", False),
        ("es", "De Lerwald llegaron dos autobuses.", False),
        ("it", "Per questo il ponte è chiuso.", True),
        ("it", "Perciò il traghetto resta in porto.", True),
        ("it", "Secondo, mancano i soldi.", True),
        ("it", "Di conseguenza il treno è fermo.", True),
        ("it", "Per il sindaco il ponte è sicuro.", False),
        ("it", "Secondo il sindaco il ponte è sicuro.", False),
        ("it", "Nonostante la pioggia sono arrivati in 900.", False),
        ("pt", "No entanto, a ponte abriu.", True),
        ("pt", "Por isso o barco ficou no porto.", True),
        ("pt", "Além disso, falta dinheiro.", True),
        ("pt", "Logo, a feira acabou.", True),
        ("pt", "No porto estão dois barcos.", False),
        ("pt", "Por dois votos, a ponte abriu.", False),
        ("pt", "Além da ponte, abre a estação.", False),
        ("pt", "Logo de manhã a ponte abriu.", False),
        ("nl", "Vandaar blijft de brug dicht.", True),
        ("nl", "Om die reden vaart de pont niet.", True),
        ("nl", "Daardoor viel de markt uit.", True),
        ("nl", "Het is de oudste pont van het land.", True),
        ("nl", "In plaats daarvan kwam er een bus.", True),
        ("nl", "Het bedrijf bouwt vier ponten.", False),
        ("nl", "Zo'n 200 mensen kwamen naar de haven.", False),
        ("nl", "Om acht uur vaart de pont.", False),
        ("nl", "In plaats van een brug komt er een pont.", False),
        ("nl", "Het regende.", False),
        ("sv", "Därför stängs bron.", True),
        ("sv", "Trots det gick färjan.", True),
        ("sv", "Hans bror körde bussen.", True),
        ("sv", "Den äldsta färjan är från 1998.", False),
        ("sv", "Det regnade.", False),
        ("sv", "Trots regnet gick färjan.", False),
        ("pl", "Dlatego most jest zamknięty.", True),
        ("pl", "Z tego powodu prom stoi.", True),
        ("pl", "Mimo to targ się odbył.", True),
        ("pl", "Z Sundu przyjechały dwa autobusy.", False),
        ("pl", "Mimo deszczu przyszło 900 osób.", False),
        ("ru", "Поэтому мост закрыт.", True),
        ("ru", "Тем не менее паром ходит.", True),
        ("ru", "Во-вторых, нет денег.", True),
        ("ru", "В результате, паром стоит.", True),
        ("ru", "В Сунде открыли мост.", False),
        ("ru", "В результате аварии паром стоит.", False),
        ("da", "Derfor lukker broen.", True),
        ("da", "På den måde sparer byen penge.", True),
        ("da", "Den ældste færge er fra 1998.", False),
        ("da", "På mandag lukker broen.", False),
        ("nb", "Derfor stenger broen.", True),
        ("nb", "Den eldste fergen er fra 1998.", False),
        ("cs", "Proto je most zavřený.", True),
        ("cs", "Z tohoto důvodu trajekt stojí.", True),
        ("cs", "Z Prahy přijely dva autobusy.", False),
        ("xx", "Därför stängs bron.", False),
        ("en", "The former mayor died on Monday.", False),
        ("fr", "D’après la mairie, le bac est au port.", False),
        ("fr", "D’autres bacs sont au port.", False),
        ("fr", "D’ailleurs le bac est au port.", True),
        ("nl", "Noch de burgemeester noch de reder kwam.", False),
        ("en", "The second reason is the price of the ferry.", True),
        ("en", "The second ferry sails at noon.", False),
        ("en", "So, too, will the anglers.", True),
        ("de", "Der zweite Grund ist der Preis der Fähre.", True),
        ("de", "Der zweite Bürgermeister kam zu spät.", False),
        ("fr", "A la place, la ville achète un bac.", True),
        ("fr", "A Paris, la ville achète un bac.", False),
        ("zh", "对此，他们表示反对。", True),
        ("zh", "对岸的渡口周一关闭。", False),
        ("ja", "これに対し、反対の声が出た。", True),
        ("ja", "一宮の橋が閉じた。", False),
        ("ko", "그러나 다리는 닫혔다.", True),
        ("ko", "그리스의 다리가 닫혔다.", False),
        ("ar", "وأضاف أن الجسر مغلق.", True),
        ("ar", "أغلق الجسر يوم الاثنين.", False),
        ("hi", "उन्होंने कहा कि पुल बंद है।", True),
        ("hi", "रामपुर का पुल बंद है।", False),
    ],
)
def test_openings_that_point_back(language: str, text: str, does: bool) -> None:
    assert points_back(text, find_words(text), load(language)) is does


@pytest.mark.parametrize(
    ("texts", "inside"),
    [
        (['"We ran.', "We did not look back.", 'We hid," said Anna Berg.', "It rained."], [0, 1, 1, 0]),
        (["“We ran.", "We hid,” the mayor said.", "It rained."], [0, 1, 0]),
        (["« Nous courons.", "Nous restons », dit le maire."], [0, 1]),
        (["„Wir liefen.", "Wir blieben“, sagte er."], [0, 1]),
        (["「走った。", "待った」と話した。", "雨だ。"], [0, 1, 0]),
        (['A 24" main burst.', "Nobody was hurt."], [0, 0]),
        (["The '90s were loud.", "Helene's town was not."], [0, 0]),
        (["'We ran.", "We hid,' said Anna Berg.", "It rained."], [0, 1, 0]),
    ],
    ids=str,
)
def test_quotations_are_followed_from_sentence_to_sentence(texts: list[str], inside: list[int]) -> None:
    assert [one.starts_inside for one in follow_quotations(texts, [0] * len(texts))] == inside


def test_a_new_paragraph_begins_outside_of_quotations() -> None:
    assert [one.starts_inside for one in follow_quotations(['"We ran.', "It rained."], [0, 1])] == [False, False]


def test_a_mark_at_the_end_of_a_block_may_open_what_stands_in_the_next() -> None:
    texts = ['Ada spoke of "rain", too. "', 'It never stops", she said.', "It rained."]
    assert [one.starts_inside for one in follow_quotations(texts, [0, 1, 2])] == [False, True, False]


def test_digest_takes_no_question_no_second_mention_and_no_dangling_start() -> None:
    again = STORM.texts[0].replace("early on Tuesday", "on Tuesday morning")
    document = make_document(*STORM.texts, again, "He will be back, he said.")
    chosen = [one.index for one in choose(document, sentences=3)]
    assert not {5, 7, 11} & set(chosen)
    assert not {0, 10} <= set(chosen)


def test_what_is_said_twice_is_a_candidate_once() -> None:
    texts = (
        WALK,
        WALK.rstrip("."),
        "A man walked into the old town - on Monday!",
        QUIET,
        WALK.replace("Monday", "Friday"),
    )
    assert find_candidates(make_document(*texts)) == (0, 3, 4)
    assert find_candidates(make_document(WALK.rstrip("."), WALK, QUIET)) == (1, 2)
    assert find_candidates(make_document(WALK, WALK.replace("A man", "One man"), QUIET)) == (0, 2)


ASIDES = {
    "en": "This article was amended on 3 May because the year was wrong.",
    "de": "Korrektur: In einer früheren Version war das Jahr falsch.",
    "fr": "Rectificatif : une première version de cet article donnait une autre année.",
    "es": "Nota de la redacción: el año era otro.",
    "it": "Una versione precedente di questo articolo riportava un altro anno.",
    "pt": "Errata: o ano era outro.",
    "nl": "In een eerdere versie van dit artikel stond een ander jaar.",
    "zh": "更正：年份应为2023年。",
}


@pytest.mark.parametrize("language", ASIDES)
def test_a_note_on_the_text_is_printed_only_where_nothing_else_is_left(language: str) -> None:
    document = make_document(ASIDES[language], *STORM.texts[:4], language=language)
    assert 0 not in [one.index for one in choose(document, sentences=3)]
    assert 0 in [one.index for one in choose(document, sentences=5)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("- The city has refused to pay.", "The city has refused to pay."),
        ("• The city has refused to pay;", "The city has refused to pay;"),
        ("2. The city has refused to pay.", "The city has refused to pay."),
        ("2 houses burned.", "2 houses burned."),
        ("-5 degrees were measured.", "-5 degrees were measured."),
    ],
)
def test_list_mark_is_not_printed(text: str, printed: str) -> None:
    assert text[find_list_mark(text) :] == printed


@pytest.mark.parametrize(
    ("language", "texts", "lengths"),
    [
        ("pl", ["– Nie. Idę – rzekł Jan.", "– Dokąd?", "– chleb", "- Sól."], [0, 0, 2, 2]),
        ("sv", ["– Det är synd, säger Eva.", "- mjölk", "– Jaha."], [0, 2, 0]),
        ("ru", ["— Ждём, — сказала Анна.", "Она ушла."], [0, 0]),
        ("sv", ["– Mjölk till kaffet.", "– Bröd, smör och ost."], [2, 2]),
        ("de", ["– Brot und Butter;", "– Milch für den Kaffee."], [2, 2]),
        ("hu", ["A híd bezárt.", "– Ki fizet?", "Senki sem tudta."], [0, 0, 0]),
        ("uk", ["Міст закрили.", "— Ми не чекали.", "Люди пішли."], [0, 0, 0]),
        ("el", ["— Ποιος πληρώνει;", "— Η πόλη."], [0, 0]),
        ("vi", ["Cầu đóng.", "– cầu", "- Không ai bị thương."], [0, 2, 2]),
        ("en", ["- The mill – said to be old – stood.", "- Bread."], [2, 2]),
        ("sv", ["- Taket läcker.", "- Hyran stiger, uppger styrelsen.", "- Gården stängs."], [2, 2, 2]),
        ("pl", ["- Dach przecieka.", "- Czynsz rośnie, mówi zarząd.", "- Idź!", "– Nie – rzekł Jan."], [2, 2, 2, 0]),
        ("pl", ["- Nie.", "- Idę - rzekł Jan.", "- Dokąd?", "Wyszedł.", "- Nie wiem, mówi Ewa."], [2, 2, 2, 0, 0]),
        ("fr", ["– Elle paie le loyer, demandes et assurances.", "– Elle vend du pain."], [2, 2]),
        ("es", ["– Abre el viernes – cuenta con diez salas.", "– Cierra el lunes, declaraciones aparte."], [2, 2]),
    ],
)
def test_a_dash_before_speech_is_no_list_mark(language: str, texts: list[str], lengths: list[int]) -> None:
    assert find_list_marks(texts, language) == lengths


@pytest.mark.parametrize("ranker", RANKERS)
def test_no_ranker_prints_list_marks_and_datelines(ranker: str) -> None:
    texts = ("LERWALD (AP) — The bridge is closed.", "- The school is closed, too.", "The bridge at the mill is open.")
    document = Sentences(texts, (0, 1, 2), ("", "", ""), None, "en")
    printed = [texts[one.index][one.skip :] for one in choose(document, ranker, sentences=3)]
    assert printed == ["The bridge is closed.", "The school is closed, too.", texts[2]]


def test_a_row_has_a_number_for_each_feature_and_each_is_a_part() -> None:
    candidates = find_candidates(STORM)
    _, rows = compute_features(STORM, candidates, load_ranker_model().probabilities)
    assert [len(row) for row in rows] == [len(FEATURES)] * len(candidates)
    assert len(PART_OF) == len(FEATURES) == len(set(FEATURES))
    assert set(PART_OF) == set(range(len(PARTS)))


def test_explains_its_scores() -> None:
    for chosen in choose(STORM):
        assert sum(value for _, value in chosen.parts) == pytest.approx(chosen.score, abs=0.002)


@pytest.mark.parametrize("options", [{}, {"words": 60}, {"ratio": 0.2}], ids=str)
@pytest.mark.parametrize("ranker", ["news", "lead"])
def test_time_grows_with_the_length(ranker: str, options: dict[str, float]) -> None:
    sentences = [f"In year {number} the town of {number * 7} built {number % 13} houses." for number in range(8000)]
    taken = []
    for count in (1000, 8000):
        document = make_document(*sentences[:count])
        runs = []
        for _ in range(2):
            start = time.process_time()
            choose(document, ranker, **options)  # type: ignore[arg-type]
            runs.append(time.process_time() - start)
        taken.append(min(runs))
    assert taken[1] <= 20 * taken[0] + 0.1  # quadratic would be 64
