"""Title, author and day of a page: its own data, its markup, and the lines near its headline."""

import timeit

import pytest

from newsieve.days import find_day_in_address, find_days, find_iso_date
from newsieve.extract import read_article
from newsieve.types import Article, Document, Format

STORY = (
    "<p>The river rose by two metres overnight, and the mayor asked people to stay at home until noon.</p>"
    "<p>By the evening the old bridge had gone, and with it the only road to the villages on the other bank.</p>"
)
LINKED = '<script type="application/ld+json">{}</script>'


def read(html: str, url: str | None = None) -> Article:
    return read_article(Document("page", html, Format.HTML, url=url))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Published 2026-11-28T10:00:00Z", ["2026-11-28"]),
        ("28 November 2026", ["2026-11-28"]),
        ("28th Nov. 2026", ["2026-11-28"]),
        ("November 28, 2026", ["2026-11-28"]),
        ("28. Februar 2026", ["2026-02-28"]),
        ("3. März 2026, 10:40 Uhr", ["2026-03-03"]),
        ("le 1er août 2026", ["2026-08-01"]),
        ("14 de mayo de 2026", ["2026-05-14"]),
        ("2026年11月3日", ["2026-11-03"]),
        ("2026/11/3", ["2026-11-03"]),
        ("28.11.2026", ["2026-11-28"]),
        ("11/28/2026", ["2026-11-28"]),
        pytest.param("3/4/2026", ["2026-03-04"], id="the month first, where it can be"),
        pytest.param("28/11/2026", ["2026-11-28"], id="the day first, where the month cannot be"),
        ("5 lipca 2026", ["2026-07-05"]),
        ("19. srpna 2026", ["2026-08-19"]),
        ("19. 8. 2026", ["2026-08-19"]),
        ("2026. október 30.", ["2026-10-30"]),
        ("13 июня 2026", ["2026-06-13"]),
        ("28. toukokuuta 2026", ["2026-05-28"]),
        ("5 Haziran 2026", ["2026-06-05"]),
        ("ngày 9 tháng 11 năm 2026", ["2026-11-09"]),
        ("Stand: 25.11.26, 17:41 Uhr", ["2026-11-25"]),
        ("Sat Nov 28 21:14:02 CET 2026", ["2026-11-28"]),
        ("Sat Nov  8 21:14:02 2026", ["2026-11-08"]),
        ("5 במרץ 2026", ["2026-03-05"]),
        ("17 ספטמבר 2026", ["2026-09-17"]),
        ("5 مارس 2026", ["2026-03-05"]),
        ("٥ آذار ٢٠٢٦", ["2026-03-05"]),
        ("12 تشرين الثاني، 2026", ["2026-11-12"]),
        ("الخميس 5 مارس/آذار 2026، 14:30", ["2026-03-05"]),
        ("5 март 2026 г., 14:30 ч.", ["2026-03-05"]),
        ("5. март 2026. 14:30", ["2026-03-05"]),
        ("৫ মার্চ ২০২৬, ১৪:৩০", ["2026-03-05"]),
        ("5 Mawrth 2026, 14:30", ["2026-03-05"]),
        ("5 Meitheamh 2026", ["2026-06-05"]),
        ("2026ko martxoaren 5a, 14:30", ["2026-03-05"]),
        ("५ मार्च २०२६, दोपहर २:३० बजे", ["2026-03-05"]),
        ("5. ožujka 2026. u 14:30", ["2026-03-05"]),
        pytest.param("5. listopada 2026.", ["2026-10-05"], id="October in Croatian"),
        pytest.param("5 listopada 2026", ["2026-11-05"], id="November in Polish"),
        ("5 մարտի 2026 թ., 14:30", ["2026-03-05"]),
        ("5 მარტი, 2026, 14:30", ["2026-03-05"]),
        ("ថ្ងៃទី ៥ ខែមីនា ឆ្នាំ២០២៦", ["2026-03-05"]),
        ("2026 m. kovo 5 d. 14.30 val.", ["2026-03-05"]),
        ("2026. gada 5. marts", ["2026-03-05"]),
        ("5 iulie 2026, ora 14:30", ["2026-07-05"]),
        ("5 Machi 2026, 14:30", ["2026-03-05"]),
        ("Marso 5, 2026", ["2026-03-05"]),
        ("5 மார்ச் 2026, 14:30", ["2026-03-05"]),
        ("۵ مارچ ۲۰۲۶", ["2026-03-05"]),
        ("5 มีนาคม พ.ศ. 2569 เวลา 14.30 น.", ["2026-03-05"]),
        ("5 มี.ค. 2569", ["2026-03-05"]),
        ("05/03/2569", ["2026-03-05"]),
        ("پنج‌شنبه ۱۴ اسفند ۱۴۰۴، ساعت ۱۴:۳۰", ["2026-03-05"]),
        ("۱۴۰۴/۱۲/۱۴", ["2026-03-05"]),
        ("۱ فروردین ۱۴۰۳", ["2024-03-20"]),
        ("۳۰ اسفند ۱۳۹۹", ["2021-03-20"]),
        ("የካቲት 26 ቀን 2018 ዓ.ም.", ["2026-03-05"]),
        ("መስከረም 1 ቀን 2016", ["2023-09-12"]),
        ("ጳጉሜ 6 ቀን 2015", ["2023-09-11"]),
        pytest.param("1404/12/14 of the goods", [], id="no year of Iran in other figures"),
        pytest.param("۳۱ اسفند ۱۴۰۴ و ۴۵ مهر ۱۴۰۴", [], id="no day of Iran's"),
        pytest.param("5 members of 2026 clubs, 12 jobs in 2026", [], id="no months elsewhere"),
        ("令和8年3月5日", ["2026-03-05"]),
        ("令和元年5月1日", ["2019-05-01"]),
        ("民國115年3月5日", ["2026-03-05"]),
        ("２０２６年３月５日", ["2026-03-05"]),
        pytest.param("5/3/26 of the goods", [], id="no date of itself"),
        pytest.param("12 products 2026", [], id="no month, though one begins so"),
        pytest.param("31 February 2026", [], id="no day"),
        pytest.param("12 May 1895", [], id="before the web"),
        pytest.param("version 1.2.2026.4", [], id="no date"),
        pytest.param("maybe 12 marched in 2026", [], id="words that begin as months do"),
        pytest.param("3 MAYIS 2026", ["2026-05-03"], id="a capital of the i without a dot"),
        pytest.param("3 HAZİRAN 2026", ["2026-06-03"], id="a capital i with a dot"),
    ],
)
def test_days_in_text(text: str, days: list[str]) -> None:
    assert list(find_days(text)) == days


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://ledger.example/2026/11/28/flood", "2026-11-28"),
        ("https://ledger.example/news/2026-11-28-flood", "2026-11-28"),
        ("https://ledger.example/20261128/flood", "2026-11-28"),
        ("https://ledger.example/2026/flood", None),
        ("https://ledger.example/2026/13/45/flood", None),
        (None, None),
    ],
)
def test_day_in_address(url: str | None, day: str | None) -> None:
    assert find_day_in_address(url) == day


def test_a_date_stays_as_it_is_where_it_is_iso() -> None:
    assert find_iso_date([None, 3, "", "2026-11-28T10:00:00+01:00"]) == "2026-11-28T10:00:00+01:00"
    assert find_iso_date(["soon", "Nov 28, 2026"]) == "2026-11-28"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-03-05 kl 14.30", "2026-03-05"),
        ("2026-03-05 um 14 Uhr", "2026-03-05"),
        ("2026-03-05 14:30", "2026-03-05 14:30"),
        ("2026-03-05T14:30:00.000+0100", "2026-03-05T14:30:00.000+0100"),
        ("2026-03-05T14:30Z", "2026-03-05T14:30Z"),
        ("۲۰۲۶-۰۳-۰۵", "2026-03-05"),
        ("5/3/26", "2026-03-05"),
        ("25/3/26, 14:30", "2026-03-25"),
        ("5/3/2", None),
    ],
)
def test_dates_are_given_as_iso(value: str, day: str | None) -> None:
    assert find_iso_date([value], is_month_first=False) == day


@pytest.mark.parametrize(
    ("html", "url", "date"),
    [
        pytest.param(
            "<meta property=article:modified_time content=2026-11-30><meta property=article:published_time "
            "content=2026-11-28>",
            None,
            "2026-11-28",
            id="published before changed",
        ),
        pytest.param("<meta property=article:modified_time content=2026-11-30>", None, "2026-11-30", id="changed"),
        pytest.param("<h1>Flood</h1><div>28 November 2026, 4 min</div>", None, "2026-11-28", id="below the headline"),
        pytest.param("<h1>Flood</h1>", "https://a.example/2026/11/28/b", "2026-11-28", id="in the address"),
        pytest.param(
            LINKED.format('{"@type":"WebPage","datePublished":"2026-11-28"}'), None, "2026-11-28", id="data of a page"
        ),
        pytest.param(
            "<span itemprop=datePublished content=2026-11-28>Saturday</span>", None, "2026-11-28", id="microdata"
        ),
        pytest.param("<html lang=fr-FR><h1>Flood</h1><p>Publié le 03/09/2026</p>", None, "2026-09-03", id="day first"),
        pytest.param("<html lang=en-GB><h1>Flood</h1><p>03/09/2026</p>", None, "2026-09-03", id="day first in Britain"),
        pytest.param("<html lang=en-US><h1>Flood</h1><p>03/09/2026</p>", None, "2026-03-09", id="month first"),
        pytest.param("<h1>Flood</h1><p>Aktualisiert: 07.11.2026 | Erstellt: 05.11.2026</p>", None, "2026-11-05",
                     id="published behind changed"),
        pytest.param("<h1>Flood</h1><p>Mis à jour le 17/11/2026</p>", None, "2026-11-17", id="changed alone"),
        pytest.param("<meta name=citation_publication_date content=2026/08/14><h1>Flood</h1><p>Received 3 May 2026</p>",
                     None, "2026-08-14", id="as libraries are told it"),
        pytest.param("<h1>Ada Brock</h1><p>12 April 1929 – 30 September 2024</p>", None, None, id="a life"),
        pytest.param("<h1>Flood</h1><p>1 May 2026 – Updated 2 May 2026</p>", None, "2026-05-01", id="changed since"),
        pytest.param("<h1>Flood</h1><aside><p>Fair: 4 June 2026</p></aside>", None, None, id="a box beside the story"),
        pytest.param("<h1>Flood</h1><aside><p>4 June 2026</p></aside>", None, "2026-06-04", id="a date in a box"),
        pytest.param("<h1>Flood</h1><p>Last updated: 3 May 2026</p><p>First published: 1 May 2026</p>", None,
                     "2026-05-01", id="published below changed"),
        pytest.param("<h1>Flood</h1><p>Fair on 4 June 2026</p><p>Posted 1 May 2026</p>", None, "2026-05-01",
                     id="published below a day that says nothing"),
        pytest.param("<h1>Ada Brock</h1><p>Died 11 September 2026</p>", None, None, id="a death"),
        pytest.param("<h1>Ada Brock</h1><p>Gestorben am 11. September 2026</p>", None, None, id="a death in German"),
        pytest.param("<h1>Flut</h1><p>Düsseldorf, 3. Mai 2026</p>", None, "2026-05-03", id="a place"),
        pytest.param("<h1>Flood</h1><p>Bornholm, 3 May 2026</p>", None, "2026-05-03", id="a place that begins so"),
        pytest.param("<h1>Flood</h1><p>Joined: 12 May 2019</p>", None, None, id="a user's day"),
        pytest.param("<h1>Ada Brock</h1><p>Died 11 May 2026 | Published 14 May 2026</p>", None, "2026-05-14",
                     id="a death and a day of publication"),
        pytest.param("<h1>Flood</h1><p>PARIS, May 3, 2026 /Sun Press/ -- The river rose by a foot in the night, and "
                     "took the bridge with it, as it did in the year of the great storm.</p>", None, "2026-05-03",
                     id="where and when the story was written"),
        pytest.param("<h1>Piena</h1><p>1° marzo 2026</p>", None, "2026-03-01", id="a first in Italian"),
        pytest.param("<h1>Flood</h1><p>He was born on 3 May 1995 in a house by the river, which stood until the flood "
                     "of that year took it, with all in it, to the sea.</p>", None, None, id="a day in the story"),
    ],
)  # fmt: skip
def test_date(html: str, url: str | None, date: str | None) -> None:
    assert read(html + STORY, url).date == date


@pytest.mark.parametrize(
    ("html", "author"),
    [
        ("<h1>Flood</h1><p>By Anna Mole</p>", "Anna Mole"),
        ("<h1>Flood</h1><p>By Anna Mole and Bo van der Rat | 3 min</p>", "Anna Mole and Bo van der Rat"),
        ("<h1>Flut</h1><div>Von Anna Mole</div>", "Anna Mole"),
        ("<h1>Flood</h1><div class=byline><span>Anna Mole</span></div>", "Anna Mole"),
        ("<h1>Flood</h1><div>By the river it was quiet</div>", None),
        pytest.param("<p>By Anna Mole March 3, 2026</p>", "Anna Mole", id="the month of a date is no name"),
        pytest.param("<p>By Anna Mole 3 March 2026</p>", "Anna Mole", id="a date behind the name"),
        pytest.param("<meta name=citation_author content='Mole, Anna'><meta name=citation_author content='Bo Rat'>",
                     "Anna Mole, Bo Rat", id="as libraries are told them"),
        pytest.param("<h1>Flut</h1><div class=author>Автор: Анна Моль</div>", "Анна Моль", id="behind a label"),
        pytest.param("<h1>洪水</h1><div class=author>李文静</div>", "李文静", id="without capitals"),
        pytest.param("<h1>Flood</h1><p><span class=author>Anna Mole</span> 3 min</p>", "Anna Mole", id="a class"),
        pytest.param("<h1>Crue</h1><p>Publié par Anna Mole le 14 mai 2026</p>", "Anna Mole", id="a small word behind"),
        pytest.param("<h1>Flut</h1><p>Von Anna Mole, Berlin</p>", "Anna Mole", id="a place behind it"),
        pytest.param("<h1>Flood</h1><p>By Anna Mole, Bo Rat</p>", "Anna Mole, Bo Rat", id="two names"),
        pytest.param("<p><span class=author>By Anna Mole</span><span>5 March 2026</span></p>", "Anna Mole",
                     id="glued to a figure"),
        pytest.param("<p><span class=author>Par <a>Anna Mole</a></span><span>Publié le 5 mai</span></p>", "Anna Mole",
                     id="glued to a word"),
        pytest.param("<p><span class=author>Anna Mole</span></p><p>By Anna Mole-Rat</p>", "Anna Mole-Rat",
                     id="a longer name elsewhere"),
        pytest.param("<p>By Anna Novak</p>", "Anna Novak", id="a name that begins as a month does"),
        pytest.param("<p>By Theresa May</p>", "Theresa May", id="a name that is a month"),
        pytest.param("<p>12 May 2026 by Anna Mole</p>", "Anna Mole", id="behind a date"),
        pytest.param("<p><b>Flood</b><br><i>by Anna Mole</i></p>", "Anna Mole", id="on a line of its own"),
        pytest.param("<p>Words by Anna Mole</p>", "Anna Mole", id="who wrote the words"),
        pytest.param("<p>Photo by Anna Mole</p>", None, id="who took the picture"),
        pytest.param("<p>It was designed by Anna Mole.</p>", None, id="somebody in the story"),
        pytest.param("<p>It is to open by Monday</p>", None, id="a day in the story"),
        pytest.param("<p>Powered by Mole</p>", None, id="software"),
        pytest.param("<p>By Anna Mole. Photographs by Bo Rat</p>", "Anna Mole", id="a full stop ends a name"),
        pytest.param("<p>By Prof. Anna Mole</p>", "Prof. Anna Mole", id="nor behind a title"),
        pytest.param("<p>By Mole. Photos: Rat</p>", "Mole", id="a short name that ends so"),
        pytest.param("<p>Opinion by Anna Mole</p>", "Anna Mole", id="whose opinion it is"),
        pytest.param("<p>By Dr. A. B. Mole</p>", "Dr. A. B. Mole", id="but not behind an initial"),
        pytest.param("<p>By Anna Mole<br>Published: 3 May 2026</p>", "Anna Mole", id="a word behind it"),
        pytest.param(
            "<meta name=author content='Mole &amp;amp; Vane'>", "Mole & Vane", id="escaped twice"
        ),
        pytest.param(
            "<meta name=twitter:data1 content='7 minutes'><a href=/author/anna>Anna Mole</a>",
            "Anna Mole",
            id="a link to the author's page, and no reading time",
        ),
        pytest.param("<meta name=author content='98 Buck Social'>", "98 Buck Social", id="a name with a figure"),
        pytest.param("<a rel=author href=/m>View all posts by Anna Mole</a>", "Anna Mole", id="all posts by"),
        pytest.param("<a rel=author href=/m>Anna Mole <b>Anna Mole</b></a>", "Anna Mole", id="once for a picture"),
        pytest.param("<a rel=author href=/m>Author: Anna Mole</a>", "Anna Mole", id="the word before it goes"),
        pytest.param(
            "<meta name=author content='The Ledger'><meta property=og:site_name content='The Ledger'>"
            "<h1>Flood</h1><p>By Anna Mole</p>",
            "Anna Mole",
            id="a person before the outlet",
        ),
        pytest.param(
            "<meta name=author content='Anna Mole'><h1>Flood</h1><p class=byline>By Anna Mole</p><p>It rained.</p>"
            "<div><h3>Baths to be sold</h3><p class=byline>By <span class=author>Bo Rat</span></p></div>",
            "Anna Mole",
            id="the page's own before another story's",
        ),
        pytest.param(
            "<meta name=author content='李文静'><h1>洪水</h1><p class=author>责任编辑：王某</p>", "李文静",
            id="no editor",
        ),
        pytest.param("<h1>Flood</h1><p class=author>Editor: Bo Rat</p>", None, id="an editor alone"),
        pytest.param("<h1>Riada</h1><p>Por Ana de los Ángeles Ruiz y José Luis de la Mole</p>",
                     "Ana de los Ángeles Ruiz y José Luis de la Mole", id="particles of Spanish"),
        pytest.param("<h1>Crue</h1><p>Par Hélène d’Aubigné</p>", "Hélène d’Aubigné", id="a particle glued to a name"),
        pytest.param("<h1>Vloed</h1><p>Door Piet van 't Hoff</p>", "Piet van 't Hoff", id="a particle of one letter"),
        pytest.param("<h1>Flood</h1><p>By Anna Mole<br>Staff Writer</p>", "Anna Mole", id="an office on the next line"),
        pytest.param("<h1>Паводок</h1><p>Автор: Анна Моль</p>", "Анна Моль", id="behind a label in Russian"),
        pytest.param("<h1>洪水</h1><p>作者：王小明 来源：日报</p>", "王小明",
                     id="between two labels, without capitals"),
        pytest.param("<h1>Powódź</h1><p>Autor: Anna Kos</p>", "Anna Kos", id="behind a label in Polish"),
        pytest.param("<h1>Flood</h1><p class=byline>Anna Mole · March 1, 2026 · 4 min</p>", "Anna Mole",
                     id="before a date"),
        pytest.param("<h1>Flood</h1><p class=byline>Sat, 3 January 2026</p>", None, id="a weekday before a date"),
        pytest.param("<h1>Flood</h1><p><a rel=author>Anna Mole</a> <a rel=author>Bo Rat</a></p>", "Anna Mole, Bo Rat",
                     id="two elements of one line"),
        pytest.param("<h1>Flood</h1><p><span rel=author>By <a rel=author>Anna Mole</a></span></p>", "Anna Mole",
                     id="an element within another"),
        pytest.param("<h1>Flood</h1><p class=byline>Harbour News Agency</p><p class=author>Anna Mole</p>", "Anna Mole",
                     id="a person below an agency"),
        pytest.param("<h1>Flood</h1><p class=byline>Harbour News Agency</p>", "Harbour News Agency", id="an agency"),
        pytest.param("<h1>Flood</h1><p class=byline>Harbour News</p><p><a href=/author/x/>View author archive</a>",
                     "Harbour News", id="an agency above a link with words"),
        pytest.param("<h1>Flut</h1><p>Autor Max Maus:</p>", "Max Maus", id="a colon behind a name"),
        pytest.param(
            LINKED.format('{"@graph":[{"@type":"Article","author":{"@id":"#a"}},{"@type":"Person","@id":"#a",'
                          '"name":"Anna Mole"}]}'),
            "Anna Mole",
            id="by reference",
        ),
    ],
)  # fmt: skip
def test_author(html: str, author: str | None) -> None:
    assert read(html + STORY).author == author


@pytest.mark.parametrize(
    ("html", "title"),
    [
        pytest.param("<title>Links of Friday - The Wexmoor Harbour Gazette</title><h1>Links of Friday</h1>",
                     "Links of Friday", id="the outlet's name is longer"),
        pytest.param("<title>A</title><meta property=og:title content='Divers look at a pile'>"
                     "<meta name=twitter:title content='Quay closes'><h1>Quay closes for a year</h1>",
                     "Quay closes for a year", id="a caption as title"),
        pytest.param("<title>Gazette</title><meta property=og:site_name content=Gazette><h1>Quay closes</h1>",
                     "Quay closes", id="the outlet's name as title"),
        pytest.param("<title>Quay closes for a year</title><h1><span>Exclusive</span>Quay closes for a year</h1>",
                     "Quay closes for a year", id="a label before it"),
        pytest.param("<title>Der Kai bleibt zu - Hafenblatt</title><h1><i>Kommentar:</i> Der Kai bleibt zu</h1>",
                     "Der Kai bleibt zu", id="a label in German"),
        pytest.param("<title>Quay closes - The Gazette</title><h1>Quay closes <small>(12)</small></h1>",
                     "Quay closes", id="a count behind it"),
        pytest.param("<title>Quay closes - The Gazette</title><h1>Quay closes<a href=/e>[edit]</a></h1>",
                     "Quay closes", id="a button behind it"),
        pytest.param("<title>Best boats of the year</title><h1>The Best boats of the year</h1>",
                     "The Best boats of the year", id="a word of it"),
        pytest.param("<title>Is the quay closed - The Gazette</title><h1>Is the quay closed?</h1>",
                     "Is the quay closed?", id="its mark"),
        pytest.param("<title>The quay - A skipper's guide</title><h1>The quay: A skipper's guide</h1>",
                     "The quay: A skipper's guide", id="a part of the title"),
        pytest.param("<title>Quay closes</title><h1>Quay closes, and nobody says why</h1>",
                     "Quay closes, and nobody says why", id="a title that is cut"),
        pytest.param("<title>closes for a year</title><h1>The quay closes for a year</h1>",
                     "The quay closes for a year", id="its end as title"),
        pytest.param("<title>港が閉鎖 - 港新聞</title><h1>港が閉鎖</h1>", "港が閉鎖", id="without spaces"),
        pytest.param("<title>Quay repair – what skippers must know before May</title>",
                     "Quay repair – what skippers must know before May", id="a dash within"),
        pytest.param(LINKED.format('{"@type":"Article","headline":"The &quot;north&quot; quay &amp;amp; oak"}'),
                     'The "north" quay & oak', id="entities in data"),
        pytest.param("<title>Quay closes for a year | The Gazette</title><h1>The Gazette</h1>"
                     "<h1>Quay closes for a year</h1>",
                     "Quay closes for a year", id="the outlet's name as first headline"),
        pytest.param("<title>Quay closes for a year</title><h1>News</h1>", "Quay closes for a year",
                     id="a section's name as headline"),
        pytest.param("<title>Sport</title><h1>Oarsmen row to victory at last</h1>", "Oarsmen row to victory at last",
                     id="a headline that nothing else words"),
    ],
)  # fmt: skip
def test_title(html: str, title: str) -> None:
    assert read(f"{html}<article>{STORY}</article>").title == title


def test_a_headline_in_other_words_than_the_title_stays() -> None:
    article = read_article(
        Document("page", f"<h1>Water everywhere</h1>{STORY}", Format.HTML, title="Flood of the year")
    )
    assert (article.title, article.text.partition("\n")[0]) == ("Flood of the year", "Water everywhere")


@pytest.mark.parametrize(
    ("headline", "stays"),
    [("Live: Flood of the year", False), ("Flood of the year (3)", False), ("Flood of the year in Wexmoor", True)],
)
def test_a_headline_that_is_the_title_with_a_label_is_printed_once(headline: str, stays: bool) -> None:
    document = Document("page", f"<h1>{headline}</h1>{STORY}", Format.HTML, title="Flood of the year")
    assert read_article(document).text.startswith(headline) is stays


@pytest.mark.parametrize(
    ("language", "line", "author"),
    [
        ("es", "Por María de los Ángeles Quiroga", "María de los Ángeles Quiroga"),
        ("de", "Von Klaus zu Putlitz", "Klaus zu Putlitz"),
        ("fr", "Par Élodie d'Arbanville", "Élodie d'Arbanville"),
        ("nl", "Door Piet in 't Veld", "Piet in 't Veld"),
        ("nl", "Door Annemiek van ’t Hof", "Annemiek van ’t Hof"),
        ("sv", "Av Per af Geijerstam", "Per af Geijerstam"),
        ("en", "By Ali ibn Saud", "Ali ibn Saud"),
        ("en", "By Omar al-Bashar", "Omar al-Bashar"),
        pytest.param("en", "By Anna Mole in London", "Anna Mole", id="a place"),
        ("bn", "লেখক: নাসরিন সুলতানা", "নাসরিন সুলতানা"),
        ("fa", "نویسنده: مریم حسینی\u200cزاده", "مریم حسینی\u200cزاده"),
        ("he", "מאת: נועה בן\u05beדוד", "נועה בן\u05beדוד"),
        ("hi", "द्वारा: सुनीता शर्मा", "सुनीता शर्मा"),
        ("hy", "Հեղինակ՝ Անի Տեր-Պետրոսյան", "Անի Տեր-Պետրոսյան"),
        ("ja", "文／佐藤美咲", "佐藤美咲"),
        ("zh-TW", "文／陳怡君　圖／林大同", "陳怡君"),
        ("zh", "本报记者 王小梅", "王小梅"),
        ("ka", "ავტორი: ნინო ბერიძე", "ნინო ბერიძე"),
        ("km", "ដោយ សុខ ចាន់ណា", "សុខ ចាន់ណា"),
        ("ta", "எழுதியவர்: கவிதா சுந்தரம்", "கவிதா சுந்தரம்"),
        ("th", "โดย สมหญิง ใจดี", "สมหญิง ใจดี"),
        ("cy", "Gan Rhiannon ap Huw", "Rhiannon ap Huw"),
        ("ga", "Le Caoimhe Ní Dhomhnaill", "Caoimhe Ní Dhomhnaill"),
        ("sw", "Na Amina Juma Mwakyembe", "Amina Juma Mwakyembe"),
        ("el", "Του Γιώργου Μαυρίδη", "Γιώργου Μαυρίδη"),
        ("no", "Skrevet av Ingrid Bjørnstad", "Ingrid Bjørnstad"),
        ("ro", "De Ioana-Maria Crețu", "Ioana-Maria Crețu"),
        ("id", "Oleh Siti Nurhaliza Rahman", "Siti Nurhaliza Rahman"),
        ("ar", "بقلم ليلى بن يوسف", "ليلى بن يوسف"),
        ("pl", "Tekst: Anna Wąs-Kowalczyk, zdjęcia: Jan Mróz", "Anna Wąs-Kowalczyk"),
    ],
)
@pytest.mark.parametrize("element", ["<p>{}</p>", "<p><span class=author>{}</span> <span>14:30</span></p>"])
def test_bylines_of_other_languages(language: str, line: str, author: str, element: str) -> None:
    page = f"<html lang={language}><body><h1>24</h1>{element.format(line)}{STORY}"
    assert read(page).author == author


def test_letters_of_unspaced_scripts_cost_what_others_cost() -> None:
    def measure(letter: str) -> float:
        text = f"{letter * 3000} 5 x 2026"
        return min(timeit.repeat(lambda: list(find_days(text)), number=1, repeat=3))

    assert measure("ก") < 100 * measure("я")  # a pattern that may read a letter in two ways takes thousands of times


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("By Anna Mole 5 March 2026, 2.30 p.m.", "address"),
        ("Автор: Анна Моль 5 март 2026 г., 14:30 ч.", "address"),
        ("โดย สมหญิง ใจดี 5 มีนาคม พ.ศ. 2569 เวลา 14.30 น.", "address"),
        ("By Anna Mole, who saw the flood of 5 March 2026.", "p"),
        ("By Anna Mole of the flood desk.", "p"),
    ],
)
def test_a_byline_with_its_date_is_no_sentence(line: str, tag: str) -> None:
    article = read(f"<article><h1>24</h1><p>{line}</p>{STORY * 2}</article>")
    tags = {article.text[mark.start : mark.end]: mark.tag for mark in article.marks}
    assert tags[line] == tag


@pytest.mark.parametrize(
    ("written", "title"),
    [
        pytest.param("ស្ពាន\u200bឆ្លង\u200bស្ទឹង", "ស្ពាន\u200bឆ្លង\u200bស្ទឹង", id="between words of Khmer"),
        pytest.param("\u200bBridge\u200b closes\u200b", "Bridge closes", id="idle"),
    ],
)
def test_zero_width_spaces(written: str, title: str) -> None:
    article = read(f"<title>{written}</title><h1>{written}</h1>{STORY}<p>{written} after the rain.</p>{STORY}")
    assert article.title == title
    assert f"{title} after" in article.text


@pytest.mark.parametrize(
    ("language", "line", "author"),
    [
        pytest.param("ko", "김민지 기자", "김민지", id="what somebody is, behind the name"),
        pytest.param("vi", "Le Thi Hoa", "Le Thi Hoa", id="a word of Irish"),
        pytest.param("en", "De Niro", "De Niro", id="a word of French"),
        pytest.param("en", "Na Li", "Na Li", id="a word of Swahili"),
        pytest.param("zh", "记者从交通局获悉桥梁关闭", "记者从交通局获悉桥梁关闭", id="no name behind a label"),
        pytest.param("ru", "Анна Моль", "Анна Моль", id="no label"),
    ],
)
def test_names_in_elements_of_authors(language: str, line: str, author: str) -> None:
    page = f"<html lang={language}><body><h1>24</h1><p><span class=author>{line}</span> 14:30</p>{STORY}"
    assert read(page).author == author


@pytest.mark.parametrize(
    ("language", "line"),
    [
        pytest.param("zh", "记者从交通局获悉，桥梁关闭至星期五。", id="a sentence on journalists"),
        pytest.param("ga", "Le teacht an earraigh, dúnfar an droichead.", id="a sentence that begins with a label"),
        pytest.param("en", "Text Messaging Is Dead", id="a heading"),
        pytest.param("ro", "De Crăciun, podul rămâne închis", id="a holiday"),
        pytest.param("ro", "De Sfântul Andrei podul rămâne închis", id="a holiday of two words"),
        pytest.param("id", "Oleh karena itu jembatan ditutup.", id="a conjunction"),
    ],
)
def test_labels_in_sentences_name_nobody(language: str, line: str) -> None:
    assert read(f"<html lang={language}><body><h1>24</h1><p>{line}</p>{STORY}").author is None


def test_the_head_completes_a_name() -> None:
    head = "<meta name=author content='Anna mac Mole'>"
    assert read(f"{head}<h1>Flood</h1><p>By Anna mac Mole</p>{STORY}").author == "Anna mac Mole"


@pytest.mark.parametrize(
    ("head", "author"),
    [("byl", "By Mara Quist"), ("sailthru.author", "Mara Quist"), ("parsely-author", "Mara Quist")],
)
def test_names_under_which_a_head_gives_the_author(head: str, author: str) -> None:
    assert read(f"<meta name={head} content='{author}'>{STORY}").author == "Mara Quist"


SINGLE_FILE = "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: {} \n saved date: Mon May 4 2026\n-->"


@pytest.mark.parametrize(
    ("top", "url"),
    [
        ("<!-- saved from url=(0028)https://ledger.example/a?b=1 --><html>", "https://ledger.example/a?b=1"),
        (SINGLE_FILE.format("https://ledger.example/a"), "https://ledger.example/a"),
        pytest.param(SINGLE_FILE.format("file:///home/a.html"), None, id="no page of the web"),
        pytest.param("<!-- saved from url=(0014)about:internet -->", None, id="a mark alone"),
        pytest.param(
            "<!-- saved from url=(0028)https://x.example/ --><link rel=canonical href=https://ledger.example/a>",
            "https://ledger.example/a",
            id="the page's own before it",
        ),
    ],
)
def test_address_of_a_saved_page(top: str, url: str | None) -> None:
    assert read(f"{top}{STORY}").url == url


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (
            "<title>Ledger</title><a href=/>Ledger</a><h2 class=headline>River takes the bridge</h2>",
            "River takes the bridge",
        ),
        ("<a href=/>Ledger</a><h2>Weather</h2><h3 itemprop=headline>River up</h3>", "River up"),
        ("<meta property=og:title content='The &lt;i&gt;Otter&lt;/i&gt; sinks'>", "The Otter sinks"),
        ("<title>(3) River takes the bridge</title>", "River takes the bridge"),
        pytest.param("<title>How &lt;b&gt; differs</title>", "How <b> differs", id="a tag that is spoken of"),
        pytest.param(
            "<title>(500) Days of rain</title><h1>(500) Days of rain</h1>", "(500) Days of rain", id="a figure"
        ),
        pytest.param("<a href=/>Ledger</a><h2>Weather</h2>", None, id="a heading of any kind"),
    ],
)
def test_titles_of_heads_and_of_named_headings(html: str, title: str | None) -> None:
    assert read(f"{html}{STORY}").title == title


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("The hearing will be held on 4 December 2026.", None),
        ("Am 4. Dezember 2026 tagt das Gericht erneut.", None),
        ("Le procès s'ouvre le 4 décembre 2026 à Lyon.", None),
        ("公聴会は2026年12月4日に開かれる。", None),
        ("The hearing is on <time datetime=2026-12-04>4 December</time>, the court said.", None),
        ("Last updated: 3 May 2026.", "2026-05-03"),
        ("By Ann Day, 3 May 2026.", "2026-05-03"),
        ("May 3, 2026 · 5 min read.", "2026-05-03"),
        ("By Ann Day | May 3, 2026 at 5:30 p.m.", "2026-05-03"),
        ("PARIS, <time datetime=2026-05-03>3 May</time> The mayor said that all is well.", "2026-05-03"),
        pytest.param("Ann Day <time datetime=2026-05-03></time>", "2026-05-03", id="an empty element"),
        ("<time title='3 May 2026'>2 days ago</time>", "2026-05-03"),
        ("Updated <time datetime=2026-05-03>3 May</time> Published <time datetime=2026-05-01>1 May</time>",
         "2026-05-01"),
        ("<time class=updated datetime=2026-05-03>3 May</time> <time datetime=2026-05-01>1 May</time>", "2026-05-01"),
        pytest.param("<time class='published updated' datetime=2026-05-03>3 May</time> "
                     "<time datetime=2026-05-01>1 May</time>", "2026-05-03", id="named after both"),
        pytest.param("Updated</p><p><time datetime=2026-05-03>3 May</time></p><p>Published</p><p>"
                     "<time datetime=2026-05-01>1 May</time>", "2026-05-01", id="on lines of their own"),
        pytest.param("1 May 2026</p><meta property=og:type content=article><div class=comments><time "
                     "datetime=2026-05-03>3 May</time><p>No!</p></div><p>", "2026-05-01", id="of a comment"),
    ],
)  # fmt: skip
def test_a_day_that_the_story_names_is_not_the_page_s(line: str, day: str | None) -> None:
    assert read(f"<h1>The bridge closes</h1><p>{line}</p>{STORY}").date == day


def test_an_address_and_a_change_outweigh_a_day_of_the_story() -> None:
    story = f"<h1>The bridge closes</h1><p>The hearing will be held on 4 December 2026.</p>{STORY}"
    assert read(story, "https://sun.example/2026/09/18/bridge").date == "2026-09-18"
    assert read(f'<meta name="dcterms.date" content="2026-09-18">{story}').date == "2026-09-18"
    assert read(f'<meta property="article:modified_time" content="2026-09-18">{story}').date == "2026-09-18"


PERSON, OUTLET = '{"@type": "Person", "name": "Ann Day"}', '{"@type": "Organization", "name": "Sun Press"}'


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (f"[{PERSON}, {OUTLET}]", "Ann Day"),
        ('{"@type": "Person", "name": ["Ann Day", "Bo Rye"]}', "Ann Day, Bo Rye"),
        (OUTLET, "Eve May"),
        (f"[{OUTLET}]", "Eve May"),
    ],
)
def test_a_person_outweighs_what_is_said_to_be_an_organization(author: str, name: str) -> None:
    linked = LINKED.format(f'{{"@type": "NewsArticle", "author": {author}}}')
    assert read(f"{linked}<h1>The bridge closes</h1><p class=byline>Eve May</p>{STORY}").author == name


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>What is a small repair? : fixes</title><h1>fixes</h1><p><a href=/q>What is a small repair?</a></p>",
         "What is a small repair?"),
        ("<title>The long way home - Rust</title><h1>Rust</h1>", "Rust"),
        ("<title>Sun Press: Keeper of the light dies</title><table><tr><td><b>Keeper of the light dies</b></table>",
         "Keeper of the light dies"),
        ("<title>Home | Sun Press</title><a href=/>Home</a>", "Sun Press"),
    ],
)  # fmt: skip
def test_the_outlet_in_a_title_is_told_by_what_the_page_prints(html: str, title: str) -> None:
    assert read(html + STORY).title == title
