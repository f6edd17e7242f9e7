"""Days in languages and calendars that `days` has no patterns for: it asks here last, and most texts never come so far.

The forms are the same everywhere, a day's number, a month's name and a year in some order; a table tells the months.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from newsieve.patterns import compile_later

# What the names of the twelve months begin with, in their order; a stroke parts alternatives, an underscore is a space.
_MONTHS = (
    "ianuar februar mart april mai iunie iulie august septem octom noiem decem",  # Romanian
    "januar februar maret/mac april mei/mai jun jul/julai agust/ogos/agost septem oktob/okt novem desem/disem",  # Malay
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",  # Swahili
    "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",  # Filipino
    "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",  # Galician
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",  # Catalan
    "urtarril otsail martxo apiril maiatz ekain uztail abuztu irail urri azaro abendu",  # Basque
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",  # Welsh
    "eanáir/eanair feabhra márta aibreán bealtaine meitheamh iúil lúnasa meán_fómhair/mheán_fómhair "
    "deireadh_fómhair/dheireadh_fómhair samhain nollaig/nollag",  # Irish
    "siječnj veljač ožuj travnj svibnj lipnj srpnj kolovoz rujn _ studen prosin",  # Croatian
    "januar februar mart april maj jun jul avgust septemb oktob novemb decemb",  # Serbian and Slovene
    "јануар/јануари февруар/фебруар март април мај јун/јуни јул/јули август септемв/септемб октомв/октоб ноемв/новемб "
    "декемв/децемб",  # Serbian and Macedonian
    "януар февр март април май юни юли авг септ окт ноем декем",  # Bulgarian
    "студзен лютага/люты сакавік красавік мая/траўн чэрвен ліпен жнів/жніў верас "
    "кастрычнік лістапад снеж",  # Belarusian
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",  # Kazakh
    "yanvar fevral mart aprel may iyun iyul avqust/avgust sentyabr/sentabr oktyabr noyabr dekabr",  # Azerbaijani, Uzbek
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",  # Albanian
    "sausi vasari kovo/kovas baland gegu birž liep rugpj rugsėj spal lapkri gruod",  # Lithuanian
    "janvār februār mart aprīl maij jūnij jūlij august septemb oktob novemb decemb",  # Latvian
    "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",  # Estonian
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",  # Icelandic
    "հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր",  # Armenian
    "იანვ თებერვ მარტ აპრილ მაის ივნის ივლის აგვისტ სექტემბ ოქტომბ ნოემბ დეკემბ",  # Georgian
    "জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট/অগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",  # Bengali
    "जनवरी/जानेवारी फरवरी/फ़रवरी/फेब्रुवारी मार्च अप्रैल/एप्रिल मई/मे जून जुलाई/जुलै अगस्त/ऑगस्ट सितंबर/सितम्बर/सप्टेंबर "
    "अक्टूबर/अक्तूबर/ऑक्टोबर नवंबर/नवम्बर/नोव्हेंबर दिसंबर/दिसम्बर/डिसेंबर",  # Hindi and Marathi
    "ਜਨਵਰੀ ਫਰਵਰੀ/ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ/ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ/ਨਵੰਬਰ ਦਸੰਬਰ/ਦਸੰਬਰ",  # Panjabi
    "જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઓગસ્ટ/ઑગસ્ટ સપ્ટેમ્બર ઓક્ટોબર/ઑક્ટોબર નવેમ્બર ડિસેમ્બર",  # Gujarati
    "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",  # Tamil
    "జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై/జూలై ఆగస్టు సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్",  # Telugu
    "ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್",  # Kannada
    "ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മെയ്/മേയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്റ്റംബർ ഒക്ടോബർ/ഒക്‌ടോബർ നവംബർ ഡിസംബർ",  # Malayalam
    "ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්",  # Sinhala
    "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",  # Nepali
    "jannar frar marzu april mejju ġunju lulju awwissu settembru ottubru novembru diċembru",  # Maltese
    "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",  # Burmese
    "มกราคม/ม.ค กุมภาพันธ์/ก.พ มีนาคม/มี.ค เมษายน/เม.ย พฤษภาคม/พ.ค มิถุนายน/มิ.ย กรกฎาคม/ก.ค สิงหาคม/ส.ค กันยายน/ก.ย "
    "ตุลาคม/ต.ค พฤศจิกายน/พ.ย ธันวาคม/ธ.ค",  # Thai
    "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",  # Khmer
    "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",  # Lao
    "جنوری/جنوري فروری/فبروري مارچ اپریل مئی/مۍ جون جولائی اگست/اګست ستمبر/سپتمبر "
    "اکتوبر نومبر دسمبر",  # Urdu and Pashto
    "ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر/اكتبر نوامبر دسامبر",  # Persian
    "ጃንዩወሪ/ጃንዩዌሪ/ጃንዋሪ ፌብሩወሪ/ፌብሩዋሪ ማርች ኤፕሪል ሜይ ጁን ጁላይ ኦገስት ሴፕቴምበር ኦክቶበር/ኦክተውበር ኖቬምበር ዲሴምበር",  # Amharic
)
_JALALI = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
_AFGHAN = "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"
_ETHIOPIC = "መስከረም ጥቅምት ኅዳር/ህዳር ታኅሣሥ/ታህሳስ ጥር የካቲት መጋቢት ሚያዝያ/ሚያዚያ ግንቦት ሰኔ ሐምሌ/ሀምሌ ነሐሴ/ነሀሴ ጳጉሜ"
_OF_JALALI, _OF_ETHIOPIC = 100, 200  # added to the number of a month
_LEAST_EXACT = 4  # letters of a name that may go on; a shorter one must be the whole word
_PREFIXES = ("ខែ", "d'", "d’", "ב")  # glued to a month
_OF_YEAR = "พ.ศ. พ.ศ ค.ศ. ค.ศ ឆ្នាំ del anul de سنة سال".split()
_FIRST_BUDDHIST, _BEFORE_BUDDHIST = 2400, 543  # years
_JALALI_EPOCH, _ETHIOPIC_EPOCH = 356033, 2795  # from the days that are counted below to those of `date.toordinal`
_FIRST_JALALI, _LAST_JALALI = 1300, 1499
_MONTH_WORD = r"([^\W\d_][^\s\d,،/()|·•:;<>\"«»!?-]{1,24}(?:\s[Ff]ómhair)?)"  # its vowel signs may be no letters
_MARK = r"[.,،]?"
_ERA = rf"(?:(?:{'|'.join(map(re.escape, _OF_YEAR))})\s*)?"
_YEAR = r"(\d{4})(?!\d)"
_FORMS = (  # with the numbers of their groups for the year, the month and the day
    (rf"(?<![\d.])(\d{{1,2}})[.º]?\s*(?:de\s)?{_MONTH_WORD}{_MARK}\s*{_ERA}{_YEAR}", 3, 2, 1),
    (rf"(?<!\d)(\d{{4}})(?:ko|\.|\s[^\W\d_]\.)?\s+{_MONTH_WORD}\s+(\d{{1,2}})(?!\d)", 1, 2, 3),
    (rf"(?<!\d)(\d{{4}})(?:\.|\s)\s?[^\W\d_]{{2,6}}\s(\d{{1,2}})\.?[\s-]{_MONTH_WORD}", 1, 3, 2),
    (rf"(?<!\w){_MONTH_WORD}\s(\d{{1,2}}){_MARK}\s(?:ቀን\s)?{_YEAR}", 3, 1, 2),
)
_NUMERIC_BUDDHIST = compile_later(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(25\d\d)(?![\d/])")
_NUMERIC_JALALI = compile_later(r"(?<![\d/])(1[34]\d\d)/(\d{1,2})/(\d{1,2})(?![\d/])")
_PERSIAN_DIGIT = compile_later(r"[۰-۹]")


def find_days_elsewhere(text: str, written: str) -> Iterator[date]:
    """Yield the days that a text names, by form. `text` has the digits of ASCII for those of `written`."""
    for pattern, year, month, day in _FORMS:
        for found in re.finditer(pattern, text):
            yield from _to_day(int(found[year]), _number_month(found[month]), int(found[day]))
    for found in _NUMERIC_BUDDHIST.finditer(text):
        yield from _to_day(int(found[3]), int(found[2]), int(found[1]))
    for found in _NUMERIC_JALALI.finditer(text) if _PERSIAN_DIGIT.search(written) else ():
        yield from _to_day(int(found[1]), int(found[2]) + _OF_JALALI, int(found[3]))


def is_month_elsewhere(word: str) -> bool:
    """Whether a word is a month's name."""
    return _number_month(word) is not None


def _number_month(word: str) -> int | None:
    """The number of the month whose name a word begins with; None for another word."""
    name = " ".join(word.casefold().rstrip(".").split())
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    ends = (end for end in range(len(name), 0, -1) if end == len(name) or end >= _LEAST_EXACT)
    return next((_NUMBERS[name[:end]] for end in ends if name[:end] in _NUMBERS), None)


def _to_day(year: int, month: int | None, day: int) -> Iterator[date]:
    """Yield the day in the calendar of today; none for what is no day."""
    with suppress(ValueError, OverflowError):
        if found := _convert(year, month or 0, day):
            yield found


def _convert(year: int, month: int, day: int) -> date | None:
    """The day of a month by its number in the table; None for a year that its calendar has not come to."""
    if month > _OF_ETHIOPIC:
        return _from_ethiopic(year, month - _OF_ETHIOPIC, day)
    if month > _OF_JALALI:
        is_near = _FIRST_JALALI <= year <= _LAST_JALALI
        return _from_jalali(year, month - _OF_JALALI, day) if is_near else None
    return date(year - _BEFORE_BUDDHIST if year >= _FIRST_BUDDHIST else year, month, day)


def _from_jalali(year: int, month: int, day: int) -> date:
    """A day of the Iranian calendar, whose leap years come back after 33 years (right from 1800 to 2256)."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        raise ValueError
    cycle, rest = divmod(year + 1595, 33)
    days = 365 * (year + 1595) + 8 * cycle + (rest + 3) // 4
    months = 31 * (month - 1) if month < 7 else 30 * (month - 7) + 186
    return date.fromordinal(days + months + day - _JALALI_EPOCH)


def _from_ethiopic(year: int, month: int, day: int) -> date:
    """A day of the Ethiopian calendar: twelve months of thirty days and a short one, each fourth year longer."""
    if not 1 <= day <= 30:
        raise ValueError
    return date.fromordinal(365 * (year - 1) + year // 4 + 30 * (month - 1) + day + _ETHIOPIC_EPOCH)


def _list_names(row: str, first: int) -> Iterator[tuple[str, int]]:
    for number, names in enumerate(row.split(), first + 1):
        yield from ((name.replace("_", " "), number) for name in names.split("/") if name != "_")


_NUMBERS = {
    name: number
    for row, first in (
        *((row, 0) for row in _MONTHS),
        (_JALALI, _OF_JALALI),
        (_AFGHAN, _OF_JALALI),
        (_ETHIOPIC, _OF_ETHIOPIC),
    )
    for name, number in _list_names(row, first)
}
