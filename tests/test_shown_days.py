"""Days and authors among others: events, lives, comments, other stories, changes, in many languages and forms."""

import json
import timeit
from collections.abc import Callable

import pytest

from newsieve.days import find_day_in_address, find_iso_date
from newsieve.extract.metadata import read_metadata
from newsieve.extract.page import read_page

STORY = "<p>The river rose by two metres overnight, and the mayor asked people to stay at home until noon.</p>" * 24
HEADLINE = "<h1>The bridge closes</h1>"
ARTICLE = "<meta property=og:type content=article>"
LINKED = '<script type="application/ld+json">{}</script>'


def read_day(html: str, language: str = "en", url: str | None = None) -> str | None:
    return read_metadata(read_page(f"<html lang={language}><body>{ARTICLE}{html}"), url).date


def read_author(html: str, language: str = "en") -> str | None:
    return read_metadata(read_page(f"<html lang={language}><body>{ARTICLE}{html}")).author


@pytest.mark.parametrize(
    ("language", "changed", "published"),
    [
        ("en", "Updated 4 May 2026", "Published 3 May 2026"),
        ("fr", "Mis à jour le 4 mai 2026", "Publié le 3 mai 2026"),
        ("es", "Actualizado: 04/05/2026", "Fecha de publicación: 03/05/2026"),
        ("sv", "Uppdaterad 4 maj 2026", "Publicerad 3 maj 2026"),
        ("nb", "Oppdatert 4. mai 2026", "Publisert 3. mai 2026"),
        ("fi", "Päivitetty 4.5.2026", "Julkaistu 3.5.2026"),
        ("pl", "Data aktualizacji: 4 maja 2026", "Data publikacji: 3 maja 2026"),
        ("cs", "Aktualizováno 4. května 2026", "Publikováno 3. května 2026"),
        ("hu", "Frissítve: 2026. május 4.", "Megjelent: 2026. május 3."),
        ("tr", "Güncelleme: 4 Mayıs 2026", "Yayınlanma: 3 Mayıs 2026"),
        ("ru", "Обновлено 4 мая 2026", "Опубликовано 3 мая 2026"),
        ("uk", "Оновлено 4 травня 2026", "Опубліковано 3 травня 2026"),
        ("el", "Τελευταία ενημέρωση: 4 Μαΐου 2026", "Δημοσιεύτηκε: 3 Μαΐου 2026"),
        ("ja", "更新日：2026年5月4日", "公開日：2026年5月3日"),
        ("zh", "更新时间：2026-05-04 10:00", "发布时间：2026-05-03 09:00"),
        ("ko", "수정 2026.05.04 10:00", "입력 2026.05.03 09:00"),
        ("ar", "آخر تحديث: 4 مايو 2026", "نشر في: 3 مايو 2026"),
        ("fa", "به‌روزرسانی: ۱۴ اردیبهشت ۱۴۰۵", "انتشار: ۱۳ اردیبهشت ۱۴۰۵"),
        ("he", "עודכן: 04.05.26", "פורסם: 03.05.26"),
        ("hi", "अपडेट: 4 मई 2026", "प्रकाशित: 3 मई 2026"),
        ("th", "อัปเดต 4 พ.ค. 2569", "เผยแพร่ 3 พ.ค. 2569"),
        ("vi", "Cập nhật: 04/05/2026", "Đăng ngày 03/05/2026"),
        ("id", "Diperbarui 4 Mei 2026", "Diterbitkan 3 Mei 2026"),
        pytest.param("de", "Aktualisiert: 4. Mai 2026", "3. Mai 2026", id="a day without a label"),
        pytest.param("de", "Aktualisiert: 4. Mai 2026", "Datum: 3. Mai 2026", id="the word for any day"),
        pytest.param("en", "Concert: 12 December 2026", "3 May 2026", id="a label of any kind"),
        pytest.param("en", "Copyright 1 January 2020 Ledger", "3 May 2026", id="the owner's year"),
        pytest.param("en", "Retrieved 9 June 2026", "3 May 2026", id="a visit"),
        pytest.param("en", "When: <time datetime=2026-12-12>12 December</time>", "3 May 2026", id="an event's element"),
        pytest.param("en", "Event 12 December 2026", "Published</p><p>3 May 2026", id="a label above"),
    ],
)
@pytest.mark.parametrize("line", ["<p>{0}</p><p>{1}</p>", "<p>{1}</p><p>{0}</p>"])
def test_the_day_of_publication_outweighs_others(language: str, changed: str, published: str, line: str) -> None:
    assert read_day(HEADLINE + line.format(changed, published) + STORY, language) == "2026-05-03"


@pytest.mark.parametrize(
    ("html", "day"),
    [
        ("<div class=related><time datetime=2026-04-09>9 April</time></div>", None),
        ("<ol class=commentlist><li><time datetime=2026-05-09>9 May</time><p>Sad news.</p></li></ol>", None),
        ("<aside><time datetime=2026-04-09>9 April</time></aside>", "2026-04-09"),
        ("<aside><time datetime=2026-04-09>9 April</time></aside><p>Posted <time datetime=2026-05-03>3 May</time></p>",
         "2026-05-03"),
    ],
)  # fmt: skip
def test_days_behind_the_story(html: str, day: str | None) -> None:
    assert read_day(HEADLINE + STORY + html) == day


@pytest.mark.parametrize(
    ("html", "language", "url", "day"),
    [
        pytest.param("<header><time datetime=2026-12-01>Tuesday</time></header><h1>A</h1><p>Published 3 May 2026</p>",
                     "en", None, "2026-05-03", id="today"),
        pytest.param("<h1>Vote set for 4 July 2026</h1>", "en", "https://a.example/2026/05/03/vote", "2026-05-03",
                     id="an event in the headline"),
        pytest.param("<h1>Fair of 4 July 2026</h1><p>3 May 2026</p>", "en", None, "2026-05-03", id="another in it"),
        pytest.param("<h1>Report, 4 July 2026</h1>", "en", None, "2026-07-04", id="the only one is in it"),
        pytest.param("<h1>A</h1><time datetime=2026-05-03T10:00Z>3 May</time>", "en", "https://a.example/2026/05/03/b",
                     "2026-05-03T10:00Z", id="the address and its hour"),
        pytest.param("<h1>A</h1><figure><figcaption>The bridge on 2 May 2024.</figcaption></figure><p>3 May 2026</p>",
                     "en", None, "2026-05-03", id="a picture's"),
        pytest.param("<h1>A</h1><p>Posted 03/05/26 10:20</p>", "en-GB", None, "2026-05-03", id="a year of two digits"),
        pytest.param("<h1>A</h1><p>03/05/2026</p>", "en", "https://ledger.co.uk/b", "2026-05-03", id="Britain"),
        pytest.param("<h1>A</h1><p>03/05/2026</p>", "en", "https://ledger.example/b", "2026-03-05", id="anywhere"),
        pytest.param("<meta property=og:locale content=en_GB><h1>A</h1><p>03/05/2026</p>", "en", None, "2026-05-03",
                     id="Britain by locale"),
        pytest.param("<h1>A</h1><div class='meta comments'><time datetime=2026-05-03>3 May</time> 3 comments</div>",
                     "en", None, "2026-05-03", id="a link to comments beside it"),
        pytest.param(f"<h1>A</h1><div class='text with-related'><p>3 May 2026</p>{STORY}</div>", "en", None,
                     "2026-05-03", id="a box around the story that is named after others too"),
        pytest.param("<h1>A</h1><p>3 May 2026</p><p>Birthday: 9 June 2009</p>", "en", None, "2026-05-03",
                     id="a longer word than that for publication"),
        pytest.param("<h1>A</h1><p>2026年5月3日</p><p>发布会时间：2026年6月9日</p>", "zh", None, "2026-05-03",
                     id="a press conference's"),
        pytest.param("<h1>A</h1><p>9. 6. 2026 9:00</p><p>发布时间：2026年5月3日</p>", "zh", None, "2026-05-03",
                     id="said of publication without a space"),
        pytest.param("<h1>A</h1><p>2026.05.03</p><p>등록마감 2026.06.09</p>", "ko", None, "2026-05-03",
                     id="a deadline's"),
        pytest.param("<h1>A</h1><p>1700000000</p><p>3 May 2026</p>", "en", None, "2026-05-03", id="a telephone's"),
        pytest.param("<h1>A</h1><p>He received an award on 4 December 2026.</p>", "en", None, None, id="told"),
        pytest.param("<title>The bridge - Ledger</title><div class=comments-open><h2>The bridge</h2><p>By Ann Day</p>"
                     f"<time datetime=2026-05-03>3 May</time>{STORY}</div>", "en", None, "2026-05-03",
                     id="a box named after comments around a headline that is no h1"),
        pytest.param(LINKED.format('[{"@type": "Comment", "datePublished": "2026-06-01"}]') + "<h1>A</h1>3 May 2026",
                     "en", None, "2026-05-03", id="a comment's in the page's data"),
        pytest.param(LINKED.format('[{"@type": "Article", "headline": "B", "datePublished": "2025-01-01"}, '
                                   '{"@type": "Article", "headline": "A", "datePublished": "2026-05-03"}]') +
                     "<h1>A</h1>", "en", None, "2026-05-03", id="another article's in the page's data"),
        pytest.param(LINKED.format('[{"@type": "Article", "url": {}, "headline": [], "datePublished": true}]') +
                     "<h1>A</h1><p>3 May 2026</p>", "en", None, "2026-05-03", id="data of wrong types"),
    ],
)  # fmt: skip
def test_days_among_others(html: str, language: str, url: str | None, day: str | None) -> None:
    assert read_day(html + STORY, language, url) == day


MENU = "".join(f"<li><a href=/{n}>Quay {n}</a></li>" for n in range(30))
TITLE = "<title>The bridge closes - Harbour Ledger</title>"


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("<h1>Harbour Ledger</h1>", id="the outlet's name"),
        pytest.param("<div role=dialog><h1>Search</h1></div>", id="a dialog's heading"),
        pytest.param("<nav><h1>The bridge closes</h1></nav>", id="the headline in a menu"),
        pytest.param("<nav><h2>Menu</h2></nav>", id="a menu's heading"),
    ],
)
@pytest.mark.parametrize("headline", [HEADLINE, "<h2>The bridge closes</h2>", "<div>The bridge closes</div>"])
def test_the_headline_is_that_of_the_title(above: str, headline: str) -> None:
    page = f"{TITLE}{above}<nav><ul>{MENU}</ul></nav>{headline}<p>By Ann Day</p><p>3 May 2026</p>{STORY}"
    assert (read_day(page), read_author(page)) == ("2026-05-03", "Ann Day")


@pytest.mark.parametrize(
    ("below", "day"),
    [
        ("<p>Posted on 3 May 2026</p>", "2026-05-03"),
        ("<p>Last updated: 3 May 2026</p>", "2026-05-03"),
        ("<p>Last updated: 4 May 2026</p><p>Published: 3 May 2026</p>", "2026-05-03"),
        ("<div><p>Published</p><p>3 May 2026</p></div>", "2026-05-03"),
        ("<p>Posted on 3 May 2026</p><p>Posted on 4 April 2025</p>", None),
        ("<p>3 May 2026</p>", None),
        ("<p>Registered 3 May 2026</p>", None),
        ("<div class=related><p>Posted on 3 May 2026</p></div>", None),
        ("<div id=comments><p>Posted on 3 May 2026</p><p>Sad news.</p></div>", None),
    ],
)
def test_lines_below_the_story_that_say_its_day(below: str, day: str | None) -> None:
    assert read_day(HEADLINE + STORY + below) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("w-published-date", "2026-05-03"),
        ("published-time", "2026-05-03"),
        ("cXenseParse:recs:publishtime", "2026-05-03"),
        ("dcterms.created", "2026-05-03"),
        ("prism.publicationDate", "2026-05-03"),
        ("article_date_original", "2026-05-03"),
        ("last-updated", "2026-05-03"),
        ("expiry-date", None),
        ("event_start_date", None),
        ("build-date", None),
        ("candidate", None),
    ],
)
def test_names_of_days_in_the_head(name: str, day: str | None) -> None:
    assert read_day(f"<meta name='{name}' content=2026-05-03>{HEADLINE}{STORY}") == day


def test_a_day_of_publication_outweighs_that_of_creation_in_the_head() -> None:
    head = "<meta name=created content=2026-05-01><meta name=w-published-date content=2026-05-03>"
    assert read_day(f"{head}{HEADLINE}{STORY}") == "2026-05-03"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-W18-7", "2026-05-03"),
        (1777800000, "2026-05-03"),
        ("1777800000000", "2026-05-03"),
        ("20260503T100000Z", "2026-05-03"),
        ("20260503100000", "2026-05-03"),
        ("03-May-2026", "2026-05-03"),
        ("3rd of May, 2026", "2026-05-03"),
        ("2026-W60-1", None),
        ("1777", None),
        (True, None),
    ],
)
def test_forms_of_values(value: object, day: str | None) -> None:
    assert find_iso_date([value]) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2026/5/3/bridge", "2026-05-03"),
        ("https://a.example/2026/may/03/bridge", "2026-05-03"),
        ("https://a.example/2026/october/03/bridge", "2026-10-03"),
        ("https://a.example/2026/abc/03/bridge", None),
        ("https://a.example/2026/market/03/bridge", None),
        ("https://web.archive.org/web/20260503120000/https://a.example/b", None),
    ],
)
def test_forms_in_addresses(url: str, day: str | None) -> None:
    assert find_day_in_address(url) == day


@pytest.mark.parametrize(
    ("html", "author"),
    [
        (f"{STORY}<div class=related><span itemprop=author>Bo Rye</span></div>", None),
        (f"{STORY}<div id=comments><cite class=fn>Bo Rye</cite><p>Sad news.</p></div>", None),
        (f"{STORY}<p>Posted by <a rel=author href=/a>Ann Day</a></p>", "Ann Day"),
        (f"{STORY}<p>Written by Ann Day</p><p>Ann Day is a gardener.</p>", "Ann Day"),
        (f"{STORY}<p>This post was written by Ann Day, Head of Rivers</p>", "Ann Day"),
        (f"{STORY}<p>Written by Ann Day</p><p>Written by Bo Rye</p>", None),
        (f"{STORY}<p>Powered by Bo Rye</p>", None),
        (f"{STORY}<div id=comments><p>Posted by Bo Rye</p><p>Sad news.</p></div>", None),
        ("<p>By<span>Ann Day</span> <span>Updated</span>May 3</p>", "Ann Day"),
        ("<p>Byron Day</p>", None),
        (f"<meta name=author content='Ann Day'>{STORY}<aside><a rel=author>Bo Rye</a></aside>", "Ann Day"),
        (f"<p>By Ann Day</p>{STORY}<p><a rel=author href=/a>Bo Rye</a></p>", "Ann Day"),
        ("<figure><figcaption>By Bo Rye</figcaption></figure>", None),
        ("<blockquote>“Water is patient”, by Bo Rye</blockquote>", None),
        ("<p>By Ann Day, Political Correspondent</p>", "Ann Day"),
        ("<p>By Ann Day, Editor-in-Chief, Harbor Press</p>", "Ann Day"),
        ("<p>By Ann Day, PhD</p>", "Ann Day"),
        ("<p>By Political Editor Ann Day</p>", "Ann Day"),
        ("<p>3 May 2026 / Author Ann Day</p>", "Ann Day"),
        ("<meta name=author content='The Owner'><aside><a rel=author>Ann Day</a></aside>", "Ann Day"),
        ("<p>By Ledger Staff</p>", "Ledger Staff"),
        ("<p>Story and photos by Ann Day</p>", "Ann Day"),
        ("<p>Photos by Bo Rye</p>", None),
        ("<p>By Ann Lee. Additional reporting by Bo Rye</p>", "Ann Lee"),
        ("<p>By Ann St. John</p>", "Ann St. John"),
        ("<p>By Staff Sgt. Ann Day</p>", "Staff Sgt. Ann Day"),
        ("<p>By The Rev. Ann Day</p>", "The Rev. Ann Day"),
        ("<div class='meta comments'><p>By Ann Day</p><p>3 comments</p></div>", "Ann Day"),
        ("<p><span itemprop=author>Ann Day <button>Follow</button></span></p>", "Ann Day"),
        ("<p><a rel=author href=/a><button>Ann Day</button></a></p>", "Ann Day"),
        ("<div class=author>Sunday</div>", None),
        ("<p>He sent a text: Come home now.</p>", None),
        ("<p>Author Bo Rye has died at 80.</p>", None),
        ("<meta name=author content='Di Maio'>", "Di Maio"),
        ("<p><a rel=author href=/m>Von dpa</a></p>", "dpa"),
        ("<meta name=author content='Von der Heide'>", "Von der Heide"),
        (LINKED.format('[{"@type": "Article", "headline": "B", "author": "Bo Rye"}, {"@type": "Article", "headline": '
                       '"The bridge closes", "author": "Ann Day"}]'), "Ann Day"),
    ],
)  # fmt: skip
def test_authors_among_others(html: str, author: str | None) -> None:
    assert read_author(HEADLINE + html + STORY) == author


@pytest.mark.parametrize(
    ("language", "line", "author"),
    [
        ("es", "Foto y texto: Ana Día", "Ana Día"),
        ("de", "Text und Fotos: Anna Tag", "Anna Tag"),
        ("de", "Von Anna Tag. Aus dem Englischen von Bo Roggen", "Anna Tag"),
        ("de", "Von Janosch", "Janosch"),
        ("cs", "3. května 2026 | Autor: Jana Denní", "Jana Denní"),
        ("ru", "3 мая 2026 Автор: Анна День", "Анна День"),
        ("pl", "Autor Anna Dzień", "Anna Dzień"),
        ("ru", "Текст Анна День", "Анна День"),
        ("fi", "Teksti Anna Päivä, kuvat Bo Ruis", "Anna Päivä"),
        ("ja", "取材・文：佐藤美咲", "佐藤美咲"),
        ("ja", "文・写真：佐藤美咲", "佐藤美咲"),
        ("ja", "佐藤美咲 記者", "佐藤美咲"),
        ("zh", "来源：河口日报 作者：王小梅 责任编辑：李文", "王小梅"),
        ("ko", "김민지 기자 minji@ledger.example", "김민지"),
        ("ko", "(서울=하버통신) 김민지 기자 = 다리가 닫혔다.", "김민지"),
        pytest.param("ko", "경찰 기자 회견 전문", None, id="a press conference"),
    ],
)
def test_labels_within_lines(language: str, line: str, author: str | None) -> None:
    assert read_author(f"{HEADLINE}<p>{line}</p>{STORY}", language) == author


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            lambda n: f"<p>The flood {'was <time datetime=2026-05-03>3 May</time> and then ' * n}.", id="told"
        ),
        pytest.param(lambda n: f"<p>{'<span class=author>x ' * n}", id="nested"),
        pytest.param(lambda n: "<div class=comments><time>x</time> " * n, id="boxes"),
    ],
)
def test_time_is_linear(page: Callable[[int], str]) -> None:
    def measure(n: int) -> float:
        return min(timeit.repeat(lambda: read_day(HEADLINE + page(n)), number=1, repeat=2))

    assert measure(2000) < 8 * measure(500)


def test_what_stands_around_a_story_that_a_page_does_not_show_is_read_too() -> None:
    body = " ".join(
        f"The harbour master opened gate {number} of the old quay on Monday morning." for number in range(9)
    )
    data = json.dumps({"@type": "NewsArticle", "headline": "Gates open", "articleBody": body})
    menu = "".join(f"<li><a href=/{n}>Quay {n}</a></li>" for n in range(20))
    page = (
        f"<html><head><title>Gates open</title><script type=application/ld+json>{data}</script></head><body><ul>{menu}"
    )
    page += "</ul><a rel=author href=/author/day>Ann Day</a><time datetime=2026-05-03>3 May</time>"
    read = read_metadata(read_page(page), None)
    assert (read.author, read.date) == ("Ann Day", "2026-05-03")
