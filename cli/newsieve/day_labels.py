"""Words that say what a day is of: of publication, of a change, or of something else, such as a life or a deadline.

They count at the beginning of a part of a line, or one word behind it ("Last updated", "Date de publication").
"""

import re
from collections.abc import Iterable

from newsieve.patterns import compile_later

PUBLISHED, BARE, CHANGED, LABELLED = range(4)  # ranks: the first one is the page's own rather than the next
# What the words begin with, by language; an underscore is a space.
_OF_PUBLICATION = (
    *(
        "published posted created publication(?!s) veröffentlicht erstellt publiziert erschienen publié mis_en_ligne "
        "publicad publicaci pubblicat pubblicazion publicaç gepubliceerd geplaatst publicera publiser publicer "
        "udgivet julkaistu publikac publikacj opublikowan dodano publikov zveřejn zverejn vydán megjelen közzét yayın "
        "опублик публикац опублік публикуван objavlj објављ "
        "δημοσι نشر نُشر تاريخ_النشر انتشار تاریخ_انتشار פורסם प्रकाशित "
        "প্রকাশ வெளியிட เผยแพร่ đăng xuất_bản diterbitkan dipublikasikan diposting publicat(?!ion) cyhoeddwyd "
        "foilsithe birt(?!\\w) avaldatud publicēts paskelbta argitaratu imechapishwa nai-publish"
    ).split(),
    *(  # in scripts without spaces they are parts of other words too, as of press conferences
        f"{word}(?=[\\W\\d日时時于於在일시날]|$)"
        for word in "发布 發布 發佈 发表 發表 公開 公开 掲載 配信 投稿 입력 등록 게시 발행".split()
    ),
)
_OF_CHANGE = (
    "update modified revised received accepted aktualis aktualiz geändert überarbeitet stand(?!\\w) mise?_à_jour "
    "modifié actualis actualiza actualitza modificad aggiorna modificat atualiza bijgewerkt gewijzigd laatste_update "
    "zaktualiz uppdatera ändrad oppdater opdater uppfært päivitet muokattu frissít módosít güncelle обновл изменен "
    "оновл змінен обновен актуализ ажурир ažurir posodobljen atnaujint atjaunin uuendatud ενημερώ τελευταία_ενημέρωση "
    "آخر_تحديث تحديث تم_التحديث به‌روزرسانی بروزرسانی עודכן עדכון अपडेट अद्यतन আপডেট হালনাগাদ புதுப்பிக்க อัปเดต อัพเดต "
    "แก้ไข cập_nhật diperbarui dikemas 更新 最終更新 最后更新 最後更新 修改 修正 修订 修訂 수정 최종수정 업데이트 "
    "eguneratu diweddarwyd nuashonra imesasishwa"
).split()
# Of lives, of what is to come, and of users.
_OF_OTHERS = (
    "died born(?!\\w) passed_away deceased deadline closing_date due(?!\\w) expires valid(?!\\w) joined join_date "
    "member_since registered gestorben verstorben geboren registriert mitglied_seit \\w*frist(?!\\w) "
    "\\w+schluss(?!\\w) décédé née?(?!\\w) inscrit date_limite falleció nació murió fecha_límite plazo mort[oa](?!\\w) "
    "nat[oa](?!\\w) decedut iscritt scaden overleden lid_sinds uiterlijk morreu faleceu nasceu prazo zmarł urodzon "
    "dołączył uzávěrka termín narozen född död(?!\\w) født syntynyt született родил скончал срок doğum son_başvuru "
    "γεννήθηκε ولد توفي آخر_موعد נולד जन्म अंतिम_तिथि 締切 締め切り 生年月日 截止 出生 마감 출생"
).split()

_OF_DAYS = "date data datum fecha tarih дата 日付 日期 날짜 التاريخ تاریخ तारीख तिथि tanggal ngày วันที่".split()  # of any


def _join(words: Iterable[str]) -> str:
    return "|".join(words).replace("_", r"\s+")


_SAID = _join((*_OF_PUBLICATION, *_OF_CHANGE))
_BEGIN = r"\W{0,5}(?:\S{1,30}\s+(?:d[aei]\s+)?)?"  # a word may stand before it
_EDGE = compile_later(rf"[|·•;–—]|(?=\b(?:{_SAID}))", re.IGNORECASE)  # between what is said of one day and of another
_SAYS_WHEN = compile_later(rf"{_BEGIN}(?:(?P<changed>{_join(_OF_CHANGE)})|{_join(_OF_PUBLICATION)})", re.IGNORECASE)
_SAYS_OTHER = compile_later(rf"{_BEGIN}(?:{_join(_OF_OTHERS)})", re.IGNORECASE)
_SAYS_LESS = compile_later(  # a label of any kind, and what was done with a page, or is its owner's
    rf"(?!\W{{0,5}}(?:{_join(_OF_DAYS)}))[^\d:：|]{{1,40}}[:：](?:\s|$)|"
    rf"{_BEGIN}(?:reviewed|retrieved|accessed|copyright|©)",
    re.IGNORECASE,
)


def split_said(text: str) -> list[str]:
    """Split a line where what is said of another day begins: "Updated 3 May | Published 1 May"."""
    return _EDGE.split(text)


def rank_said(text: str) -> int:
    """Return how far from the page's own day a part of a line names one, by the words before the day."""
    if said := _SAYS_WHEN.match(text):
        return CHANGED if said["changed"] else PUBLISHED
    return LABELLED if _SAYS_LESS.match(text) else BARE


def says_when_published(text: str) -> bool:
    """Return whether a text says when a page was published or changed."""
    return _SAYS_WHEN.match(text) is not None


def says_other_day(text: str) -> bool:
    """Return whether a text says the day of something else, such as of a death or of joining."""
    return _SAYS_OTHER.match(text) is not None
