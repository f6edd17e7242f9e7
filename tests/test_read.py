"""Names to documents: encodings, containers, records, and what is wrong with each."""

import bz2
import codecs
import gzip
import json
import lzma
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.errors import InputError, UsageError
from newsieve.pipeline import Task, process
from newsieve.read import ReadOptions, Source, find_sources, read_documents
from newsieve.read.binary import describe_binary
from newsieve.read.decode import check_encoding, decode, normalize, strip_controls
from newsieve.read.jsonl import read_record
from newsieve.read.wide_encodings import find_utf16
from newsieve.render.jsonl import render_jsonl
from newsieve.types import Document, Failure, Options

FORMATS = Path(__file__).parent.parent / "fixtures" / "formats"
Pack = Callable[[bytes], bytes]
ARTICLE = (FORMATS / "article.txt").read_text(encoding="utf-8")


def read_all(path: Path, options: ReadOptions | None = None) -> list[Document | Failure]:
    return list(read_documents(Source(str(path)), options or ReadOptions()))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Příliš žluťoučký kůň úpěl ďábelské ódy. Vláda dnes schválila rozpočet na příští rok.", "cp1250"),
        ("Le député a déclaré : « C’est une erreur très contestée à l’Assemblée. »", "cp1252"),
        ("café", "cp1252"),
        ("x" * 70_000 + " “Hello”, said the man’s wife", "cp1252"),  # no sample of the beginning shows it
        ("He said “Hello”, and the man’s wife left.", "cp1252"),
        ("Правительство в пятницу приняло бюджет на следующий год.", "cp1251"),
        ("政府は金曜日、来年の予算案を承認した。大臣は削減が必要だと述べた。", "shift_jis"),
        ("Η κυβέρνηση ενέκρινε την Παρασκευή τον προϋπολογισμό του επόμενου έτους.", "cp1253"),
        ("정부는 금요일 내년 예산안을 승인했다. 장관은 삭감이 필요하다고 말했다.", "euc_kr"),
        ("A plain text without any mark, in two-byte units.", "utf-16-le"),
        ("Ärger über die Straße", "utf-8"),
        ("A híd őre szűkszavú ember, és a felújításról sem mond többet az újságíróknak.", "cp1250"),
        ("Zarząd mostu zapowiedział, że w Łodzi zostaną zamknięte również dwie kładki.", "iso8859-2"),
        ("Zarząd mostu zapowiedział, że w Łodzi zostaną „zamknięte” również dwie kładki.", "cp1250"),
        ("Nejstarší převozník Šťastný řekl novinářům, že loď ještě dnes vypluje.", "iso8859-2"),
        ("Şehrin köprüsü dün kapatıldı; işçiler yağmurda çalışamadı, dedi Çağrı İnce.", "cp1254"),
        ("Vakar mieste uždarytas tiltas, sakė meras, o žvejai grįžo į krantą su žuvimi.", "cp1257"),
        ("Dome nolēma slēgt tiltu, jo ūdens kļuvis pārāk augsts, žurnālistiem sacīja Ķēniņš.", "cp1257"),
        ("Silta ei enää käytetä, sanoi pormestari Mäkinen yöllä.", "cp1252"),
        ("© 2024 Ferry Post. Foil®, ½ cup, 5 × 4. All rights reserved.", "cp1252"),
        ("La città è più bella così, perché il ponte c’è già, dirà Nicolò.", "cp1252"),
        ("Tiltas uždarytas, „sausmečio“ metu sakė meras, o žvejai grįžo su žuvimi.", "iso8859-13"),
        ("Kaupungin silta maksoi 86 000 €, sanoi pormestari Mäkinen yöllä.", "iso8859-15"),
        ("La mairie a donné 3,8 M€ à l’école, « très contestée » à l’Assemblée.", "mac_roman"),
        ("Größe über alles, die Straße ist öde und kostet 5 € für „alle“.", "mac_roman"),
        ("در 24 روز نامه\u200cاي آمد که مي\u200cماند. روزنامه\u200cها کمک کردند.", "cp1256"),
        ("کمک به روزنامه\u200cاي است که مي\u200cماند.", "cp1256"),
        ("أعلنت إدارة الجسر أن العبور مغلق حتى يوم الجمعة.", "cp1256"),
        ("правительство в пятницу приняло бюджет на следующий год", "koi8-r"),
        ("The café of McDONALDÉ", "cp1252"),
    ],
)
def test_undeclared_encodings_are_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x") == text


@pytest.mark.parametrize(
    "text",
    [
        "Правление моста сообщило, что переправа закрыта до пятницы.",
        "أعلنت إدارة الجسر أن العبور مغلق حتى يوم الجمعة.",
        "पुल का प्रशासन कहता है कि रास्ता शुक्रवार तक बंद रहेगा।",
        "ฝ่ายบริหารสะพานแจ้งว่า ทางข้ามปิดจนถึงวันศุกร์",
        "다리 관리소는 금요일까지 통행을 막는다고 밝혔다.",
        "橋の管理者は、金曜日まで通行を止めると発表した。\n一日に百人が渡る。\n",
        "桥梁管理处宣布，通道关闭至星期五。\n每天有一百人过桥。\n",
        "Η διοίκηση της γέφυρας έκλεισε το πέρασμα 😀 ως την Παρασκευή.",
        "<p>Правление моста</p><p>Переправа закрыта.</p>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_byte_units_without_a_mark(text: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(text.encode(encoding))
    [document] = read_documents(Source(str(tmp_path / "a")), ReadOptions())
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(b"The pool cl\0osed on Monday, and swimmers were angry.", None, id="a stray NUL"),
        pytest.param("Größe und \0 Länge der Brücke sind bekannt".encode(), None, id="in UTF-8"),
        pytest.param("Größe und \0 Länge der Brücke sind bekannt".encode("cp1252"), None, id="in a code page"),
        pytest.param(bytes(range(256)) * 4, None, id="bytes of every kind"),
        pytest.param("дом".encode("utf-16-le"), None, id="no space, no line end"),
        pytest.param("мой дом\n".encode("utf-16-le")[:-1], "utf-16-le", id="cut within a unit"),
        pytest.param(b"\0", None, id="a NUL alone"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_what_is_in_two_byte_units(data: bytes, encoding: str | None) -> None:
    assert find_utf16(data) == encoding


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_decide(mark: str) -> None:
    assert decode("Größe".encode(mark), "x") == "Größe"


@pytest.mark.parametrize(
    ("head", "encoding", "text"),
    [
        ('<meta charset="windows-1251">', "cp1251", "Дом"),
        ("<META http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>", "cp1252", "“5 €”"),
        ('<?xml version="1.0" encoding="Shift_JIS"?>', "cp932", "日本"),
        ('<meta charset="utf-16">', "utf-8", "é"),  # a declaration that could be read is no UTF-16
        ('<meta charset="x-unheard-of">', "utf-8", "é"),
        ('<meta charset="koi8-r"><meta charset="utf-8">', "koi8-r", "Дом"),  # the first one counts
    ],
)
def test_pages_declare_their_encoding(head: str, encoding: str, text: str) -> None:
    page = f"{head}<p>{text}</p>".encode(encoding)
    assert decode(page, "x", html=True).endswith(f"<p>{text}</p>")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(b'<meta charset="tcvn-5712"><p>C\xc7u \xae\xe3ng', ["tcvn-5712"], id="unknown"),
        pytest.param('<meta charset="tcvn-5712"><p>Cầu đóng'.encode(), [], id="unknown, but UTF-8"),
        pytest.param(b'<meta charset="tcvn-5712"><p>The bridge', [], id="unknown, but ASCII"),
        pytest.param(b'<meta charset="windows-1258"><p>C\xe2\xccu', [], id="known"),
        pytest.param(b"<p>C\xe2\xccu", [], id="none"),
    ],
)
def test_an_unknown_encoding_is_named(page: bytes, said: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page)
    told = list[str]()
    assert len(list(read_documents(Source(str(tmp_path / "a.html")), ReadOptions(), told.append))) == 1
    ending = "is unknown; name one with --encoding"
    assert told == [f"{tmp_path}/a.html: its encoding was guessed, as {label!r} {ending}" for label in said]


ASCII, UTF8 = (
    b"The council closed the pool on Monday. Swimmers were angry.\n",
    "Größe über alles, „für immer“.\n".encode(),
)


@pytest.mark.parametrize("data", [ASCII, UTF8 + ASCII], ids=["ascii", "utf-8"])
@pytest.mark.parametrize(
    ("stray", "shown"),
    [(b"\xff", 1), (b"\x81", 1), (b"\xff" * 40, 40), (b"\xed\xa0\x80", 3), (b"\x00\xff", 1)],
    ids=["ff", "81", "40 ff", "half a surrogate pair", "NUL and ff"],
)
def test_stray_bytes_become_replacement_characters(data: bytes, stray: bytes, shown: int) -> None:
    text = data.decode()
    assert decode(data + stray + data, "x") == text + "\ufffd" * shown + text
    assert decode(data + stray, "x") == text + "\ufffd" * (shown if shown != 3 else 3)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Die Größe"),
        ("cp1252", "El niño comió."),
        ("cp1252", "Noël à la plage"),
        ("cp1252", "He said—well."),
        ("cp1250", "Rząd ogłosił nowe przepisy w Łodzi."),
        ("iso8859-2", "A kormány új törvényt fogadott el"),
        ("cp1254", "Türkiye’de seçim yapıldı."),
    ],
)
def test_a_stray_byte_leaves_the_letters_of_a_short_text(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding) + b" \x81 1962", "x") in (f"{text} \ufffd 1962", f"{text}  1962")


@pytest.mark.parametrize("cut", [b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98"])
def test_a_text_that_ends_within_a_character_stays_utf8(cut: bytes) -> None:
    assert decode(ASCII + cut, "x") == ASCII.decode() + "\ufffd"


PAGE = "<p>" + "Größe “5 €” naïve café über alles. " * 60


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        pytest.param("windows-1252", "utf-8", PAGE, id="UTF-8 that declares something else"),
        pytest.param("utf-8", "cp1252", PAGE, id="something else that declares UTF-8"),
        pytest.param("iso-8859-2", "iso8859-2", "<p>Příliš žluťoučký kůň úpěl ďábelské ódy. " * 9, id="as declared"),
        pytest.param(
            "iso-2022-jp", "iso2022_jp", "<p>政府は金曜日、来年の予算案を承認した。", id="declared, all ASCII"
        ),
    ],
)
def test_the_order_of_what_tells_an_encoding(declared: str, encoding: str, text: str) -> None:
    head = f'<meta charset="{declared}">'
    assert decode((head + text).encode(encoding), "x", html=True) == head + text


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("iso-8859-2", "cp1250", "Ještě příští „Žádný šťastný“ zůstal."),
        ("iso-8859-2", "cp1250", "Zarząd zapowiedział, że „w Łodzi” ścieżka będzie źle zamknięta."),
        ("iso-8859-2", "cp1250", "A „híd” őre – szűkszavú ember."),
        ("iso-8859-5", "cp1251", "Правительство — «в пятницу» приняло бюджет…"),
        ("iso-8859-6", "cp1256", "أعلنت إدارة “الجسر” أن العبور مغلق"),
        ("iso-8859-7", "cp1253", "Η κυβέρνηση… ενέκρινε “το” τον προϋπολογισμό"),
        ("iso-8859-13", "cp1257", "Tiltas – „uždarytas“, sakė meras."),
        ("iso-8859-15", "cp1252", "L’œuvre coûte 5 € – déjà."),
        ("iso-8859-16", "cp1250", "Poliția – „închisă”".replace("ț", "ţ")),
    ],
)
def test_windows_under_the_name_of_iso_8859(declared: str, encoding: str, text: str) -> None:
    page = f'<meta charset="{declared}"><p>{text}</p>'
    assert decode(page.encode(encoding), "x", html=True) == page
    assert decode(text.encode(encoding), "x", check_encoding(declared)) == text


def test_arabic_in_iso_8859_with_a_sign_of_windows() -> None:
    text = "قال الرئيس إن المفاوضات ستستمر غدا"
    assert decode(text.encode("iso8859-6") + b" \x96 1962", "x", "iso8859-6") == f"{text} – 1962"


def test_iso_8859_with_some_signs_of_windows() -> None:
    data = "Zarząd zapowiedział, że w Łodzi ścieżka będzie źle zamknięta".encode("iso8859-2") + b" \x96 dzi\xb6."
    page = b'<meta charset="iso-8859-2">' + data
    assert decode(page, "x", html=True).endswith("Zarząd zapowiedział, że w Łodzi ścieżka będzie źle zamknięta – dziś.")


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("x-cp1250", "cp1250", "Žluťoučký kůň"),
        ("X-CP1251", "cp1251", "Дом"),
        ("x-mac-cyrillic", "mac_cyrillic", "Дом"),
        ("x-mac-roman", "mac_roman", "café"),
        ("iso-8859-8-i", "iso8859-8", "שלום"),
        ("logical", "iso8859-8", "שלום"),
        ("iso88592", "iso8859-2", "Łódź"),
        ("windows-874", "cp874", "กรุง"),
        ("windows-949", "cp949", "서울"),
        ("ks_c_5601-1989", "cp949", "서울"),
        ("gb_2312-80", "gb18030", "北京"),
        ("x-x-big5", "big5", "台北"),
        ("x-sjis", "cp932", "①東京"),
        ("koi8-ru", "koi8-u", "Київ"),
        ("cp50220", "iso2022_jp", "東京"),
    ],
)
def test_encodings_have_the_labels_of_browsers(label: str, encoding: str, text: str) -> None:
    page = f'<meta charset="{label}"><p>{text}</p>'
    assert decode(page.encode(encoding), "x", html=True) == page
    assert decode(text.encode(encoding), "x", check_encoding(label)) == text


@pytest.mark.parametrize(
    "before", ['<!-- <meta charset="koi8-r"> -->', "<!--" + "-" * 9000 + "-->", "<!--[if IE]><!-->"]
)
def test_a_comment_declares_no_encoding(before: str) -> None:
    page = f'<html>{before}<meta charset="windows-1251"><p>Дом</p>'
    assert decode(page.encode("cp1251"), "x", html=True) == page


def to_iso_2022_jp(text: str) -> bytes:
    """The text with kanji of Windows and narrow kana, as Outlook writes it."""
    data = b""
    for letter in text:
        one = letter.encode("cp932")
        if len(one) == 2:
            lead, trail = one[0] - (0x70 if one[0] < 0xA0 else 0xB0), one[1]
            row = 2 * lead - (trail < 0x9F)
            cell = trail - (0x7E if trail >= 0x9F else 0x1F if trail < 0x80 else 0x20)
            data += b"\x1b$B" + bytes((row, cell)) + b"\x1b(B"
        else:
            data += b"\x1b(I" + bytes((one[0] & 0x7F,)) + b"\x1b(B" if one[0] > 0x7F else one
    return data


OUTLOOK = "Re: ㈱東京は①月、髙橋さんにｶﾞｽを売った。\nOK～－"


@pytest.mark.parametrize("declared", ["", '<meta charset="iso-2022-jp">', '<meta charset="us-ascii">'])
def test_iso_2022_jp_is_read_as_mailers_write_it(declared: str) -> None:
    assert decode(declared.encode() + to_iso_2022_jp(OUTLOOK), "x", html=True) == declared + OUTLOOK


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x1b$B;T\n5D\x1b(B.", "市\n議."),  # a line that was cut
        (b"\x1b$B;T5", "市\ufffd"),
        (b"\x1b$B\x7e\x7e;T\x1b(B@", "\ufffd市@"),
        (b"\x1b$B;T\x1b$(D0'\x1b(J\\\x1b(B", "市丣¥"),
        (b"a \x1b$ b \x1b[1m", "a $ b "),  # no kanji
    ],
)
def test_damaged_iso_2022_jp_costs_its_own_characters(data: bytes, text: str) -> None:
    assert decode(data, "x") == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[1;31mThe bridge\x1b[0m closed.", "The bridge closed."),
        ("\x1b[38;2;9;9;9mIt\x1b[K rained.\x1b[2J", "It rained."),
        ("See \x1b]8;;https://a.example/b\x1b\\the list\x1b]8;;\x1b\\.", "See the list."),
        ("\x1b]0;less\x07It rained.", "It rained."),
        ("It \x1b(Brained\x1b(B\x1b[m.", "It rained."),
        ("It \x1b]rained.\nHe left.\x07", "It ]rained.\nHe left."),  # a title that its line does not end
        ("It \x1b rained (B) [1m today.", "It  rained (B) [1m today."),
        ("A list [0m, and \x1b[", "A list [0m, and ["),
        ("\x1b[" * 3, "[[["),
    ],
)
def test_escape_sequences_leave_nothing(text: str, plain: str) -> None:
    assert normalize(text) == plain


@given(st.text("①㈱東京髙～ｶﾞA \n", min_size=1))
def test_what_mailers_write_in_iso_2022_jp_comes_back(text: str) -> None:
    assert decode(to_iso_2022_jp(text), "x", "iso2022_jp") == text


@given(st.binary(max_size=60))
def test_any_bytes_are_text_in_iso_2022_jp(data: bytes) -> None:
    text = decode(b"\x1b$B" + data, "x", "iso2022_jp")
    assert len(text) <= len(data)


def test_a_declared_encoding_may_be_wrong_in_one_byte_of_a_thousand() -> None:
    page = '<meta charset="windows-1253"><p>' + "Η κυβέρνηση ενέκρινε τον προϋπολογισμό. " * 60
    data = page.encode("cp1253") + b"\xd2"
    assert decode(data, "x", html=True) == f"{page}\ufffd"


def test_a_named_encoding_replaces_what_it_cannot_read() -> None:
    assert decode(b"a\xffb", "x", "utf-8") == "a\ufffdb"
    assert decode(b"a\x81b", "x", "cp1252") == "a\ufffdb"


@pytest.mark.parametrize("name", ["utf-99", "base64", "hex", "", "a\x00b"])
def test_unknown_encodings_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="encoding"):
        check_encoding(name)


@pytest.mark.parametrize("sign", ["\r", "\r\n", "\v", "\f", "\x85", "\u2028"], ids=ascii)
def test_line_ends_of_all_kinds_are_newlines(sign: str) -> None:
    assert normalize(f"The ferry stays{sign}The board voted.") == "The ferry stays\nThe board voted."


def test_a_byte_of_a_letter_in_another_encoding_is_no_line_end() -> None:
    assert normalize("\xc3\x85sa lives in Oslo.") == "\xc3sa lives in Oslo."


@given(st.text())
def test_normal_text_has_newlines_and_no_controls(text: str) -> None:
    normal = normalize(text)
    assert not any((c < " " and c not in "\t\n") or "\x7f" <= c <= "\x9f" for c in normal)
    assert normal == normalize(normal)
    assert [c for c in text if c.isprintable()] == [c for c in normal if c.isprintable()]


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_one_line_of_reason(data: bytes) -> None:
    try:
        text = decode(data, "name", html=True)
    except InputError as error:
        text = str(error)
        assert "\n" not in text
    assert normalize(text) == text


def test_messages_are_one_line_without_controls() -> None:
    assert strip_controls("a\nb\x1b[31m\x9bc\ud800") == "a b[31mc?"


def cases_of_formats() -> list[dict[str, str]]:
    return list(tomllib.loads((FORMATS / "files.toml").read_text(encoding="utf-8"))["file"])


def test_every_example_format_is_listed() -> None:
    listed = {case["name"] for case in cases_of_formats()} | {f"{case['expect']}.txt" for case in cases_of_formats()}
    there = {p.name for p in FORMATS.iterdir()} - {"files.toml"}
    assert there <= listed


@pytest.mark.parametrize(
    ("pack", "name"), [(gzip.compress, "a"), (bz2.compress, "b.txt"), (lzma.compress, "c.gz"), (bytes, "d.xz")]
)
def test_compression_is_told_by_content(pack, name: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / name).write_bytes(pack(ARTICLE.encode()))
    [document] = read_all(tmp_path / name)
    assert isinstance(document, Document)
    assert document.text == ARTICLE


def test_zstandard_and_several_members(tmp_path: Path) -> None:
    [document] = read_all(FORMATS / "article.txt.zst")
    assert isinstance(document, Document)
    assert document.text == ARTICLE
    (tmp_path / "two.gz").write_bytes(gzip.compress(b"One. ") + gzip.compress(b"Two."))
    [document] = read_all(tmp_path / "two.gz")
    assert isinstance(document, Document)
    assert document.text == "One. Two."


@pytest.mark.parametrize(
    ("between", "behind"),
    [(b"", b""), (bytes(4), bytes(8)), (bytes(40_000), bytes(40_000))],
    ids=["none", "padding", "long padding"],
)
@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_streams_may_be_padded(pack: Pack, between: bytes, behind: bytes, tmp_path: Path) -> None:
    first, second = "One. " * 30_000, "Two."
    (tmp_path / "a").write_bytes(pack(first.encode()) + between + pack(second.encode()) + behind)
    [document] = read_all(tmp_path / "a")
    assert isinstance(document, Document)
    assert document.text == first + second


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (gzip.compress(b"x" * 10_000)[:-9], "ends too early"),
        (gzip.compress(b"abc")[:-8] + bytes(8), "damaged"),
        (lzma.compress(bytes(1000))[:40], "ends too early"),
        (lzma.compress(bytes(1000)) + bytes(4) + lzma.compress(b"a")[:40], "ends too early"),
        (b"BZh9" + b"?" * 100, "damaged"),
        (b"\x28\xb5\x2f\xfd" + b"?" * 100, "damaged"),
        (b"%PDF-1.7 ...", "pdftotext"),
        (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "pdftotext"),
        (b"{\\rtf1\\ansi The pool closed.}", "pandoc -f rtf"),
        (b"PK\x03\x04....mimetypeapplication/epub+zipPK", "pandoc -f epub"),
        (b"PK\x03\x04....word/document.xml", "pandoc -f docx"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"PK\x03\x04....", "zip"),
        (bytes(range(256)) * 20, "binary"),
    ],
    ids=[
        "short gzip",
        "bad gzip",
        "short xz",
        "short second xz",
        "bad bzip2",
        "bad zstandard",
        "pdf",
        "pdf of letters",
        "rtf",
        "epub",
        "docx",
        "image",
        "zip",
        "binary",
    ],
)
def test_broken_files_fail_in_one_line(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(data)
    [failure] = read_all(tmp_path / "f")
    assert isinstance(failure, Failure)
    assert reason in failure.message
    assert failure.message.startswith(str(tmp_path / "f"))
    assert "\n" not in failure.message


@pytest.mark.parametrize("name", ["a b.pdf", "it's.pdf", "-x.pdf"])
def test_the_command_for_a_pdf_can_be_pasted(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(b"%PDF-1.7 \x00\x01")
    [failure] = read_documents(Source(name), ReadOptions())
    assert isinstance(failure, Failure)
    command = shlex.split(failure.message.split("try: ")[1])
    assert command[0] == "pdftotext"
    assert Path(command[1]).exists()


GZIP, ZSTD = gzip.compress(b"One."), (FORMATS / "article.txt.zst").read_bytes()
SKIPPABLE = b"\x52\x2a\x4d\x18\x05\x00\x00\x00abcde"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (GZIP + bytes(512) + GZIP, "One.One."),
        (GZIP + bytes(512), "One."),
        (ZSTD + SKIPPABLE + ZSTD, ARTICLE * 2),
        (SKIPPABLE + ZSTD, ARTICLE),
        (ZSTD + bytes(100) + ZSTD + bytes(3), ARTICLE * 2),
        pytest.param(b"\x28\xb5\x2f\xfd\x00\xa8\x21\x00\x00One.", "One.", id="a window of 2 GB (--long=31)"),
    ],
)
def test_what_stands_around_compressed_data_is_passed_over(data: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(data)
    [document] = read_all(tmp_path / "f")
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(GZIP + b"\x1e" + GZIP[1:] + GZIP, id="gzip, first byte of a member"),
        pytest.param(GZIP + b"x" * 8190 + GZIP, id="gzip, behind garbage"),
        pytest.param(GZIP + bz2.compress(b"Two."), id="gzip and bzip2"),
        pytest.param(bz2.compress(b"One.") + b"B[h" + bz2.compress(b"Two.")[3:], id="bzip2"),
        pytest.param(lzma.compress(b"One.") + b"\n" + lzma.compress(b"Two."), id="xz"),
        pytest.param(ZSTD + b"garbage" + ZSTD, id="zstandard"),
    ],
)
def test_compressed_data_that_is_out_of_reach_is_an_error(packed: bytes, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(packed)
    document, failure = read_all(tmp_path / "f")
    assert isinstance(document, Document)
    assert document.text in ("One.", ARTICLE)
    assert isinstance(failure, Failure)
    assert "damaged" in failure.message


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(GZIP + b"\n", id="gzip and a newline"),
        pytest.param(GZIP + bytes(20_000) + b"x", id="gzip, behind padding"),
        pytest.param(bz2.compress(b"One.") + b"-- signed by hand --" * 2000, id="bzip2 and a signature"),
        pytest.param(lzma.compress(b"One.") + b"\r\n", id="xz"),
        pytest.param(ZSTD + b"garbage", id="zstandard"),
    ],
)
def test_what_is_no_part_of_compressed_data_is_left_out_with_a_word(packed: bytes, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(packed)
    said = list[str]()
    [document] = read_documents(Source(str(tmp_path / "f")), ReadOptions(), said.append)
    assert isinstance(document, Document)
    assert document.text in ("One.", ARTICLE)
    assert said == [f"{tmp_path}/f: what stands behind its compressed data was left out"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"a" * (50 << 20)))
    [failure] = read_all(tmp_path / "bomb.gz", ReadOptions(max_size=1 << 20))
    assert isinstance(failure, Failure)
    assert "--max-size" in failure.message


def test_binary_files_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [list(read_documents(s, ReadOptions())) for s in find_sources([str(tmp_path)]) if isinstance(s, Source)] == [
        []
    ]


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"RIFF is a format.",
        b"Rar! said the crow.",
        b"%PDF is how such a file begins",
        b"ID3 tags",
        b"GIF89a is the newer one.",
        b"Text.",
        "Ärger".encode("utf-16"),
        b"A\x00b\x00c\x00",
        b"x" * 100 + b"\x00",
        b"\x1b[1mHi\x1b[0m",
    ],
)
def test_text_is_not_taken_for_binary(head: bytes) -> None:
    assert describe_binary(head) is None


def test_folders_are_walked_in_order_without_hidden_entries_and_linked_folders(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "b.txt", ".hidden/x.txt", "c/.x", "é.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    found = list(find_sources([str(tmp_path)]))
    names = ["a.txt", "b.txt", "b/1.txt", "b/2.txt", "link.txt", "é.txt"]
    assert [s.name for s in found if isinstance(s, Source)] == [str(tmp_path / name) for name in names]
    assert [s.relative for s in found if isinstance(s, Source)] == names


def test_missing_names_fail_and_urls_are_refused(tmp_path: Path) -> None:
    [failure] = find_sources([str(tmp_path / "none")])
    assert isinstance(failure, Failure)
    with pytest.raises(UsageError, match="curl -fsSL"):
        list(find_sources(["https://example.com/a"]))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "x"', "not valid JSON"),
        ("[1]", "not a JSON object"),
        ('{"id": 1}', "neither `text` nor `html`"),
        ('{"text": null}', "neither `text` nor `html`$"),
        ('{"text": null, "n": 5, "lead": "x"}', "--text-field: `lead`$"),
        ('{"text": 5}', "`text` is not a string"),
        ('{"text": "It rained.", "html": 5}', "`html` is not a string"),
        ('{"html": "<p>It rained.</p>", "text": ["It rained."]}', "`text` is not a string"),
        ('{"text": "x", "id": true}', "`id` is neither"),
        ('{"text": "x", "id": [1]}', "`id` is neither"),
        ('{"text": "x", "n": NaN}', "NaN"),
        ('{"text": "x", "n": -Infinity}', "Infinity"),
        ('{"text": "x", "s": "\\ud800"}', "surrogate"),
        ('{"text": "x"} {"text": "y"}', "more than one value"),
        ('{"text": "a\tb"}', "not valid JSON"),
        ('{"text": "x", }', "not valid JSON"),
        ('{"a" 1}', "not valid JSON"),
        ('{"text": "x", "deep": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ("", "not a JSON object"),
    ],
)  # fmt: skip
def test_bad_records_say_what_is_wrong(line: str, reason: str) -> None:
    with pytest.raises(Exception, match=reason):
        read_record(line.encode(), "-#1")


CARRIED = [
    "123456789012345678901234567890",
    "1.50",
    "1e400",
    "-0",
    '{"a": [1.10, null]}',
    '"caf\\u00e9 \\u001b"',
    "true",
    "null",
    '"\\ud83d\\ude00"',
]


@pytest.mark.parametrize("value", CARRIED)
def test_other_fields_are_carried_through_as_they_were(value: str) -> None:
    document = read_record(
        f'{{"text": "It rained.", "id": {value if value[0].isdigit() else 7}, "x": {value}}}'.encode(), "-#1"
    )
    line = render_jsonl(process(document, Task.CLEAN, Options()), "clean")
    assert f'"x": {value}' in line
    assert line.startswith(f'{{"id": {value if value[0].isdigit() else 7}, ')
    json.loads(line)


def test_what_a_record_has_as_null_is_what_the_page_says_or_null() -> None:
    page = "<html><head><meta name='author' content='Ida Holm'></head><body><p>It rained.</p></body></html>"
    fields = {"id": None, "html": page, "author": None, "date": None, "url": None, "x": None}
    document = read_record(json.dumps(fields).encode(), "-#1")
    record = json.loads(render_jsonl(process(document, Task.CLEAN, Options()), "clean"))
    assert [record[name] for name in ("id", "author", "date", "url", "x")] == ["-#1", "Ida Holm", None, None, None]


@pytest.mark.parametrize(
    ("value", "carried"),
    [
        ('[\n  "a  b",\r\n\t12345678901234567890 ,\n\n 1.10\n]', '["a  b",12345678901234567890 ,1.10]'),
        ('{\n "a": {\r\r  "b\\n": [ ]\n }\n}', '{"a": {"b\\n": [ ]}}'),
    ],
)
def test_carried_fields_of_indented_json_stand_on_one_line(value: str, carried: str) -> None:
    assert read_record(f'{{"text": "x", "y": {value}\n}}'.encode(), "-#1").extra["y"] == carried


def test_control_characters_in_carried_fields_are_escapes() -> None:
    document = read_record('{"text": "x", "y": "a\x7f\x9bb"}'.encode(), "-#1")
    assert document.extra["y"] == '"a\\u007f\\u009bb"'


@pytest.mark.parametrize("sign", [r"\r", r"\f", r"\r\n", r"\n"], ids=["cr", "form-feed", "crlf", "newline"])
def test_line_ends_of_a_record_with_a_page_set_words_apart(sign: str) -> None:
    line = rf'{{"html": "<title>T\u0007</title><p>It rained{sign}all\u001b day.\u009b</p>"}}'
    result = process(read_record(line.encode(), "-#1"), Task.CLEAN, Options())
    assert (result.article.title, result.article.text) == ("T", "It rained all day.")


def test_records_stream_and_fail_alone(tmp_path: Path) -> None:
    lines = [
        '{"text": "One."}',
        "",
        "{broken",
        codecs.BOM_UTF8.decode() + '{"html": "<p>Two.</p>", "id": "b"}',
        '{"text": "' + "x" * 500 + '"}',
    ]
    (tmp_path / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
    name = str(tmp_path / "r.jsonl")
    answers = read_all(tmp_path / "r.jsonl", ReadOptions(max_size=300))
    assert [(type(a).__name__, a.id if isinstance(a, Document) else a.document_id) for a in answers] == [
        ("Document", f"{name}#1"), ("Failure", f"{name}#2"), ("Document", "b"), ("Failure", f"{name}#4"),
    ]  # fmt: skip
    assert "--max-size" in answers[-1].message  # type: ignore[union-attr]


@given(
    st.lists(
        st.dictionaries(
            st.text(),
            st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5),
            max_size=4,
        )
    )
)
def test_any_json_object_with_a_text_is_a_record(objects: list[dict[str, object]]) -> None:
    for number, fields in enumerate(objects):
        record = {k: v for k, v in fields.items() if k not in ("id", "html", "url", "title", "language")} | {
            "text": "It rained."
        }
        document = read_record(json.dumps(record).encode(), f"-#{number}")
        assert document.text == "It rained."
        carried = {k: v for k, v in record.items() if k not in ("text", "removed", "sentences", "blocks")}
        assert {k: json.loads(v) for k, v in document.extra.items()} == carried
