"""Blocks and sentences: every character accounted for, glued text taken apart, names left whole."""

import pickle
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.pipeline import Task, process
from newsieve.render import list_digest
from newsieve.segment import block_sentences, find_broken_words, split_blocks
from newsieve.text import cut_text, to_one_line
from newsieve.types import Article, Document, Mark, Options


def block_texts(text: str, language: str = "en") -> list[str]:
    return [text[b.start : b.end] for b in split_blocks(Article(text), language)]


def sentence_texts(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for b in split_blocks(Article(text), language) for s in b.sentences]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("It rained.A man ran.", ["It rained.", "A man ran."]),
        (
            "It moved to ../../harbour/boats/quay.Ferry.txt now.",
            ["It moved to ../../harbour/boats/quay.Ferry.txt now."],
        ),
        ("Ask for urn:port:ferries:quay.Ferry today.", ["Ask for urn:port:ferries:quay.Ferry today."]),
        ("She rang him/her.The line was dead.", ["She rang him/her.", "The line was dead."]),
        ("He left on 12/05/2020.The court sat.", ["He left on 12/05/2020.", "The court sat."]),
        ("makes all the difference.The minister left.", ["makes all the difference.", "The minister left."]),
        ("what is left.Read more: Foo", ["what is left.", "Read more: Foo"]),
        ("“It is over.”The court ruled.", ["“It is over.”", "The court ruled."]),
        ('He said "no."The court ruled.', ['He said "no."', "The court ruled."]),
        ('He left."We stay," she said.', ["He left.", '"We stay," she said.']),
        ("That was in 2019.The minister left.", ["That was in 2019.", "The minister left."]),
        ("the head of NATO.The alliance met.", ["the head of NATO.", "The alliance met."]),
        ("He paid $5.It was cheap.", ["He paid $5.", "It was cheap."]),
        ("They grew by 5%.So did others.", ["They grew by 5%.", "So did others."]),
        ("My vote was no.So was hers.", ["My vote was no.", "So was hers."]),
        ("Is it so?It is.", ["Is it so?", "It is."]),
        ("It is all here.It is one of two.", ["It is all here.", "It is one of two."]),
        ("See example.com.Then go on.", ["See example.com.", "Then go on."]),
        ("sem barreirasA SSP disse que", ["sem barreiras", "A SSP disse que"]),
        ("costs from familyJose Mourinho has", ["costs from family", "Jose Mourinho has"]),
        ("More StoriesThe minister left.", ["More Stories", "The minister left."]),
        ("Kein Zaun.Über die Grenze ging er.", ["Kein Zaun.", "Über die Grenze ging er."]),
        ("THE VERDICTThe court ruled.", ["THE VERDICT", "The court ruled."]),
        ("Crise aux urgencesL'hôpital manque de lits.", ["Crise aux urgences", "L'hôpital manque de lits."]),
        ("Become a member .In that book I wrote it.", ["Become a member .", "In that book I wrote it."]),
        ("Sign up for Outbreak Today .I'm talking.", ["Sign up for Outbreak Today .", "I'm talking."]),
        ("Pourquoi nous soutenir ?Le journal vit.", ["Pourquoi nous soutenir ?", "Le journal vit."]),
        pytest.param(
            'Il est parti.- "Sans retour" -La cour a jugé.',
            ["Il est parti.", '- "Sans retour" -', "La cour a jugé."],
            id="a heading between dashes, as agencies set it",
        ),
        pytest.param("", [], id="nothing in, nothing out"),
        pytest.param(" \n\t\n", [], id="white space has no blocks"),
    ],
)
def test_glued_paragraphs_are_taken_apart(text: str, blocks: list[str]) -> None:
    assert block_texts(text) == blocks


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.Army came to St.Louis with Dr.King and J.R.R.Tolkien.",
        "It costs $3.5 million, 1.000.000 in all, at 5 p.m.",
        "Visit Node.JS or Amazon.Com or ASP.NET today.",
        "See https://example.com/Foo.Bar/The.End and mail Jane.Doe@example.com now.",
        "YouTube, LinkedIn and PayPal met WhatsApp; McDonald and DeVos were at MoveOn.",
        "Wait...What did he say?",
        "The deviantArt page and the deviantArt shop.",
        "Visit Corriere.It or example.it for more.",
        "Vitamin.D and Smith.J. Miller",
        "他来了。她走了！为什么？",
        "No.5 and Nr.5 are perfumes.",
        "Las FF.AA. de EE.UU. y TP.HCM son nombres.",
        "It calls os.Open(name) and io.Read_all.",
        "He was - so they said - Terrible to all.",
        "Projects like .Net and names like .Com end there.",
        "Filter with .Where and then call .Select on it.",
        "Pauses . . .The end. Section 3 .The rest. It costs 5 .Then what?",
        "He met presqu'île McDonald's and aujourd'hui.",
    ],
)
def test_names_and_numbers_stay_whole(text: str) -> None:
    assert block_texts(text) == [text]


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("en", "Mr. Smith met the U.S. envoy at 5 p.m. Monday. He left.",
         ["Mr. Smith met the U.S. envoy at 5 p.m. Monday.", "He left."]),
        ("de", "Der 3. Mann kam am 5. Mai. Dann ging er.", ["Der 3. Mann kam am 5. Mai.", "Dann ging er."]),
        ("fr", "M. Macron est là. Puis il part.", ["M. Macron est là.", "Puis il part."]),
        ("zh", "他来了。她走了！", ["他来了。", "她走了！"]),
        ("ar", "هل جاء؟ نعم.", ["هل جاء؟", "نعم."]),
        ("xx", "No such language. Still two.", ["No such language.", "Still two."]),
        ("en", "It rained. (Read more: The flood.) The mill stood.",
         ["It rained.", "(Read more: The flood.)", "The mill stood."]),
        ("en", "It rained. **Sign up for our [letter](https://x.example/n).** The mill stood.",
         ["It rained.", "**Sign up for our [letter](https://x.example/n).**", "The mill stood."]),
        ("es", "[Sólo para socios. Paga 1 €.](https://x.example/a) Come. [¡Únete!](https://x.example/b_(c)) Pide.",
         ["[Sólo para socios. Paga 1 €.](https://x.example/a)", "Come.",
          "[¡Únete!](https://x.example/b_(c))", "Pide."]),
        ("en", "**[Join us today.](https://x.example/a)** Ann met [Oke Inc.](https://x.example) Chairman Lund.",
         ["**[Join us today.](https://x.example/a)**", "Ann met [Oke Inc.](https://x.example) Chairman Lund."]),
        ("en", "_Sign up to our letter._ The mill stood. *It rained.*",
         ["_Sign up to our letter._", "The mill stood.", "*It rained.*"]),
        ("en", "(Why not go limitless?) Reed was sorry.", ["(Why not go limitless?)", "Reed was sorry."]),
        ("en", "8.10 The Mill. New series. (AD)", ["8.10 The Mill.", "New series. (AD)"]),
        ("de", "Die Mühle. Letzte Folge! (3/3)", ["Die Mühle.", "Letzte Folge! (3/3)"]),
        ("en", "It rained. (AD) The mill stood.", ["It rained.", "(AD) The mill stood."]),
        ("en", "He lives near the capital (Washington, D.C.) Most do.",
         ["He lives near the capital (Washington, D.C.) Most do."]),
    ],
)  # fmt: skip
def test_sentences(language: str, text: str, sentences: list[str]) -> None:
    assert sentence_texts(text, language) == sentences


# Each string is what must come out as its own sentences, cut at the bars.
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He met Pfc. Ann Oke of Mt. Lund on Rte. 4. | She left at 7 p.m. Oct. 2 with approx. $30."),
        ("en", "Trains leave at 6 a.m. Central time. | The last is at 9 p.m. Eastern. | Buses run too."),
        ("en", "Norway meet Chile in Group D. | The match is on Friday. | They took vitamin C. | It helps."),
        ("en", "George W. Lund and J. R. Oke met. | They left."),
        ("en", "The app Oi! has closed, and so has Why? of Lerwald. | Both owed money."),
        ("en", 'A 12" pipe burst. | Nobody was hurt. | It was "old", they said.'),
        ("en", "In R. v. Oke, as in Lund & Co. v. Berg, he lost. | It rained.[source needed] | The mill stood."),
        ("en", "In the '80s it rained. | In the '90s it did not."),
        ("en", 'The town lost its mayor." | She had led it. | The deputy called it "sad".'),
        ("en", "“Why now?” Anna Berg asked. | Nobody knew."),
        ("en", 'A card says: "We need 9,000. If all give one, we bake again." | They baked.'),
        ("en", "She said: “It was 1998. In May we left. 40 stayed, in Group B. They paid.” | It snowed."),
        ("en", '"We ran!" the mayor said. | It rained.'),
        ("en", "they came home. | nobody spoke."),
        ("en", "1. The tram opened. | It was late."),
        ("en", "iPhones sold well. | eBay did not."),
        ("de", "Kolm siegte 4:1. | Das Spiel begann um 18:30. | Am 3. Mai geht es weiter."),
        ("en", "Download the app. | 2. Open it. | See App. 4 of the lease, in apt. 5."),
        ("sv", "Det gäller bl.a. Volvo. | Bl.a. Anna såg Kungl. Operan."),
        ("da", "Hun fik bl.a. Nobelprisen. | Se § 5, stk. 2. | Det er godt."),
        ("nb", "Hun møtte bl.a. Ola. | De lo."),
        ("ru", "Умер в 2020 г. | Похоронен там же. | В 2020 г. Россия росла."),
        ("pl", "Zmarł w 2020 r. | Pochowano go w Łodzi. | W 2020 r. Sąd Najwyższy orzekł."),
        ("nl", "Hij is lid. | 2 anderen ook, in de prov. Utrecht."),
        ("cs", "Domácí získali bod. | 35 minut stačilo. | Dům stál 5 mil. Kč. | Prodali ho za 5 mil. | Banka mlčí."),
        ("de", "Um 300 n. Chr. war Rom groß. | Er kaufte Obst usw. | Im Dorf war es still."),
        ("it", "La chiesa dei SS. Pietro e Paolo. | È bella."),
        ("fr", "Il vit au 5, pl. Vendôme. | Elle part."),
        ("de", "Er kam auf Platz 2. | Trainer Lenz war froh, z. B. über das 2. Tor."),
        ("de", "„Warum jetzt?“, fragte Anna Berg. | Niemand wusste es."),
        ("fr", "Selon M. de Lorme et Mme d'Ys, J.-P. Oke a signé. | Il part."),
        ("es", "La Sra. de Oke vive en la Av. Sur. | No sale."),
        ("it", "La sala è piena. | E ora si vota. | a) per i soci. | b) per gli altri."),
        ("en", '"We lost the pool. I miss it," Oke said. | A year passed.'),
        ("de", "Sie gingen heim. | ``Nie wieder'', sagte Lenz."),
        ("pt", "«Fui eu que pedi.» | «Também gosto.»"),
        ("uk", "Форму видно далі (мал. 5). | Потім її фарбують."),
        ("it", "Ai sensi della legge n. 12 e dell'art. 4. | Il sig. Oke ha firmato."),
        ("pt", "O Dr. Reis e a Profa. Lima moram na Av. Sul. | Ele saiu."),
        ("nl", "Dhr. de Vries won. | ,,Ik ben blij'', zei hij."),
        ("pl", "Kupił ok. 30 sztuk, m.in. dwie od ks. Lipy. | Potem wyszedł."),
        ("pl", "– Nie wiem! – powiedział Jan. | Wyszedł."),
        ("ru", "Это ул. Ленина, д. 5, сказал он. | Потом ушёл."),
        ("ru", "– Учил? – спросила она. | Он молчал."),
        ("cs", "Přišel tzv. král, např. Jan. | Odešel."),
        ("sv", "Han köpte t.ex. bröd, dvs. mat. | Sen gick han."),
        ("tr", "Dr. Kaya ve Av. Demir geldi. | Sonra gittiler."),
        ("th", "เมื่อ 5 ม.ค. 2562 เวลา 12.00 น. ที่ อ.น้ำใส"),
        ("hi", "डॉ. शर्मा आए। | वे चले गए।"),
        ("ar", "قال جون دبليو. سامي إن العمل بدأ. | ثم غادر."),
        ("nb", "Møtet begynner kl. 15.30 den 3. mai. | Bl.a. kom dr. Holm ca. ti minutter for sent."),
        ("fi", "Kokous alkaa klo 15.30. | Mm. prof. Saari tuli n. kymmenen minuuttia myöhässä."),
        ("it", "Il sig. Oke abita in v. Roma n. 4. | Poi esce."),
        ("ru", "В 2019 г. в г. Сарн жило ок. 40 тыс. человек. | Потом меньше."),
        ("ru", "Дом построен в 2019 г. | Он большой."),
        ("ru", "Купили хлеб, соль и т. д. | Потом ушли."),
        ("uk", "У м. Сарн жило бл. 40 тис. осіб. | Потім менше."),
        ("bg", "Живее в гр. Сарн, ул. Дунав 4. | После замина."),
        ("el", "Ο κ. Παπάς ήρθε στις 5 μ.μ. τη Δευτέρα. | Πότε έρχεται το τρένο; | Κανείς δεν ξέρει."),
        ("ko", '회의가 끝났다. | "언제 오나요?"라고 그가 물었다. | 아무도 대답하지 않았다.'),
        ("km", "ស្ពានបិទ។ | ប្រជាជនប្រើកាណូត។"),
        ("en", "Was it sold? | No. | (Laughs.) It was lent. | [short pause] We asked Sen. (elect) Oke."),
        ("pl", "Mieszka w bloku nr 3. | Okna są ciemne. | Zjazd jest 3. w kraju. | (śmieje się) Nikt nie jedzie."),
        ("cs", "Sešli se na nástupišti č. 2. | Vlak nejel. | Psal o tom na s. 14. | Bylo to 2. května."),
        ("tr", "Ev no. 12. | Kapı kapalı. | Doç. Ayla Er ve Org. Can Kurt geldi."),
        ("ru", "Мост стоил 12 млн руб. | Деньги дал город. | Приехал тов. Громов из пос. Южный."),
        ("it", "Lo dice l’avv. Neri all'ing. Poli. | Poi tace. | Parla dell’on. Bo."),
        ("fr", "Il cite l’art. 5 et s’en va. | Selon le Prof. Oke, c’est peu."),
        ("es", "Vino Dña. Ana con la Lcda. Gil. | El Ilmo. Alcalde calla."),
        ("sv", "Det säger doc. Maria Åhl. | Hon är säker."),
        ("pl", "– Czekamy. Nikt nie wie, co dalej – mówi Ewa Lis. | Wyszła. | – Idę – rzuciła. | – Dokąd? | Nie wiem."),
        ("sv", "– Det är synd. Vi hade hoppats på mer, säger Eva Lind. | Hon går."),
        ("ru", "— Воды нет. Ждем, — говорит Анна Лис. | — Все ждут. | Она уходит."),
        ("de", "Das sagte auch Franz. | Der Keller war voller Ruß. | Die franz. Fahne hing dort."),
        ("fr", "Elle est prof. | Le métier de profs. | La banque ING. | Tout ferme."),
        ("es", "Alquila su depto. | La dueña calla."),
        ("nl", "Zo zei Van der Burg. | Het huis heeft een kap.."),
        ("pl", "Ulicą szedł marsz. | Uczył na ASP. | Pracuje w HR. | Mówi asp. Jan Lis."),
        ("ru", "Варили рис. | Это видно на рис. 5. | Пришел его зам. | Влили 50 мл. | Ждали."),
        ("sr", "Дошао је мај. | Чекао је цео пук. | Изашли су."),
        ("id", "Ia menanam kol. | Panen tiba. | Datang Kol. Budi."),
        ("en", "She spoke on RT. | The clip ran. | It is const. | We met Const. Amy Lee."),
        ("pt", "Mora no Recife, PE. | Veio o Pe. Lima."),
        ("fr", "- Il vend des vélos. | Il offre des prêts, assurances et contrats."),
        ("es", "Se paró. | —No puedo. Me voy —dijo Ana—. | Luego vuelvo. | Salió."),
        ("en", "– Rain came. | The mill - said to be old - stood."),
        ("zh", "老人说：“我不走。这是我的家。”|“他说‘不行’。我们等。”市长表示。|下雨了。"),
        ("ja", "「『来ない』と言った。だから待った」。|雨だ。"),
        ("zh", "“我们等不了。”市长说。|“为什么？”居民周小雨问。|工程明年完工。|2025年开始。"),
        ("ja", "「なぜ今か？」と森田さんは聞いた。|「待てない！」と市長は話した。|工事は来年だ。"),
    ],
)
def test_a_sentence_is_cut_where_it_ends(language: str, text: str) -> None:
    wanted = [sentence.strip() for sentence in text.split("|")]
    assert sentence_texts(text.replace("| ", "").replace("|", ""), language) == wanted


# Words that are short to one reader and whole to another, figures, titles and quotations of many languages.
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Viajó a los EE. UU. con la ministra. | Habló el jefe de las FF.AA. en Lima."),
        ("es", "Vive en EE. UU. | Ella canta."),
        ("es", "Según el s. XX y el art. 4, párr. 2, inc. 3, eso vale. | El barco salió al mar. | Capitanes callan."),
        ("it", "Gli AA. VV. hanno firmato. | Preferiscono il mare."),
        ("it", "Turisti arrivano. | È andato via. | Nessuno parla."),
        ("pt", "Votou no PP. | Lisboa espera."),
        ("en", "They heard Oke v. Lund in May. | Prices rose. | She works as a rep. | Towns pay Rep. Ann Oke."),
        ("en", "It is in the U.S. | She left the U.S. Army."),
        ("en", "The firm is Oke Inc. | They met Lund Co. president Bo Ray."),
        ("en", "He sang with Al. | Snow fell. | His name is Robert Oke Jr. | It rained. | He met Gen. He Lund."),
        ("en", "As in para. 4 and Supp. 2, towns pay. | The answer was no. | See no. 4."),
        ("en", "The mayor said no. | I disagree with him. | Is it true? | No. | I swear it was. | He sat. | I left."),
        ("en", "They voted no. | V. Brandt left. | I said no. | May I go? | See No. IV. | The end."),
        ("en", "See no. V. | The horn played no. I, not no. II. | Ch. I of the book is lost. | It was Sat. May 5."),
        ("es", "Le dije que no. | —Me respetaron. | Llegó a la casa no. 5."),
        ("it", "Il sindaco dice no. | I soldi mancano."),
        ("fa", "قیمت ۳.۵ میلیون شد. | مردم رفتند."),
        ("am", "ድልድዩ ተዘግቷል። | ማንም አልተጎዳም።"),
        ("am", "ድልድዩ ተዘግቷል፡፡ | ማንም አልተጎዳም፡፡"),
        ("mr", "किंमत ४.२५ लाख आहे. | लोक गेले."),
        ("ar", "في ١٤.٥.٢٠٢٤ بالضبط. | ثم غادر."),
        ("vi", "TS. Nguyễn Lan và ThS. Lê Mai đến TP. Huế. | Trời mưa ở TP.HCM hôm nay."),
        ("ja", "映画「海の声。」が公開された。|監督は『空の色。』を見た。|会社（一九七〇年。）は閉じた。"),
        ("ja", "「なぜ？」が口癖だ。|雨が降った(去年も。)。|「行こう。」|でも雨だ。"),
        ("zh", "《怎么走？》这首歌很老。|他问“去哪里？”时笑了。|第一部《你好！海风》不错。|下雨了。"),
        ("ko", "2026. 4. 2. 열린 회의는 끝났다. | 비가 왔다. | 3. 1. 부터 오른다."),
        ("de", "Nach Ziff. 4 und Rdnr. 7 zahlt die Fa. Lenz. | In der Marktstr. 5 wohnen u. a. Bauern."),
        ("de", "Es ist eine neue Art. | Forscher staunen."),
        ("de", "Er kaufte Brot usw. | Danach ging er."),
        ("de", "Es fehlen 3 Mrd. | Die Aktie fiel. | Dabei waren Äpfel, d. h. Obst."),
        ("cs", "Podle § 4 odst. 2 písm. b) to platí. | Pomohl nám. | Pak odešel z nám. Míru."),
        ("ro", "Art. 4 alin. (2) lit. b) se aplică. | Vine mâine."),
        ("el", "Το άρθ. 4 παρ. 2 ισχύει. | Όλοι φεύγουν."),
        ("da", "Efter stk. 2 gælder det. | Bussen kom for sen. | Politiet tier. | Det er ifm. Aarhus."),
        ("sv", "Det är dyrt, säger hon. | Polisen kom. | Ingen vet det."),
        ("sv", "Bussar står. | Hon köpte t.ex. Volvo, päron m.m. | Grönt inte."),
        ("nl", "De raad weet dat. | Smit treedt af, d.w.z. Jan Smit. | Hij kocht peren enz. | Brood niet."),
        ("pl", "W 2021 r. Sąd ją zamknął. | Stało się to dawno, bo w 2020 r. | Jan wyszedł."),
        ("pl", "Pomógł im. | Potem poszedł."),
        ("ru", "В 2021 г. Омск ответил. | Он помог им. | Потом ушёл. | Это было давно, ещё в 2019 г. | Омск молчал."),
        ("hu", "Azt mondta, hogy nem. | Aztán elment."),
        ("tr", "Konu yine av. | Sonra gitti. | Av. Demir geldi."),
        ("sv", "”Det är tungt”, säger Eva Ek. | ”Vi orkar inte. Ingen hör”, säger hon. | Eva bor i Åby."),
        ("fi", "»Se on totta», sanoo Aino. | »Emme lähde.» | Hän jäi."),
        ("ro", "”E greu”, spune Ana. | ”Nu plecăm.” | A plecat."),
        ("en", "He waited… | Nobody came. | He had… well, time. | “Maybe… I know,” she said."),
        ("fr", "Il attendait… | Personne ne vint. | Elle enseigne l’art. | Marc sourit."),
        ("en", "The mine closed.¹ | The pit stayed.[12] | Men left.12 | Rain fell."),
        ("en", "The shop shut.† | It stood.(3) | They ate 2.5² m."),
        ("it", "Roma, 3 mag. (ANSA) - Piove. | Torna il sole."),
        ("en", "P.S. I left at 5 p.m. from Oke. | At 6 p.m. Ann Lund came."),
        ("fr", "Elle part mer. 3 mars du bât. C de Lund. | Elle regarde la mer. | 3 bateaux passent."),
        ("es", "La cita es el mié. 3 de marzo. | Es de Ana, de mar. | 3 barcos pasan."),
        ("it", "È partito ven. 3 marzo secondo il D.Lgs. 14/2021. | Guardano il mar. | 3 barche passano."),
        ("pt", "A carta chegou na qua. 3 de março. | Não se sabe por que sex. | 3 barcos passam."),
        ("nl", "De brief kwam op wo. 3 maart. | Zij is ma. | 3 kinderen heeft zij."),
        (
            "de",
            "Die Rechnung ging z. Hd. Frau Berg, z. Zt. Lund, per Sped. Oke. | Die o. g. Firma gab die Anl. 2031 aus.",
        ),
        ("en", "It went to the mill, attn. Mr. Crick, reg. No. 14. | Hon. Sec. Boyle and Cllrs. Ames and Oke met."),
        ("en", "After 1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. O-O he left. | They ended on 2. | A4 paper is cheap."),
        ("hi", "आई.आई.टी. लखनपुर बंद है. | लोग गए. | यह पुल है। | वह गई."),
        ("bn", "অধ্যাপক এ. কে. রায় এলেন। | বৃষ্টি হল।"),
        ("ta", "பேரா. கு. ராமன் எஸ். ஆர். வீதிக்கு வந்தார். | செலவு ரூ. 3.8 கோடி."),
        ("ur", "ڈاکٹر ایم۔ اے۔ خان آئے۔ | وہ آئی۔ | اے دوست۔"),
        ("fa", "ڈاکٹر ایم۔ اے۔ خان آئے۔ | لوگ گئے۔"),  # short texts in Urdu are taken for Persian
        ("ar", "وصل هـ. ناصر. | غادر الناس."),
        ("hy", "Պրոֆ. Կարեն Լևոնյանը 1968 թ. Արմենում էր։ | Նա գնաց։"),
        ("ka", "პროფ. ლევან კირიძე მოვიდა. | წავიდა."),
        ("cy", "Daeth y Parch. T. Rees. | Aeth adref."),
        ("ga", "Tháinig an tUas. P. J. Ó Sé. | D'imigh sé."),
        ("sw", "Dkt. J. Mushi na Bi. Ali walikuja. | Mvua ilinyesha."),
        ("gl", "Veu Dna. Carme Pardo. | Chove."),
        ("fr", "Habló la Dra. Oke con la Sra. M. Gil. | Él calla."),  # short texts in Catalan are taken for French
        ("sv", "Hon ville inte dra. | Polisen kom med prof. em. Lena Ek."),
        ("da", "Dr.phil. Aage Lund gik. | Hans er cand.polit. | Det regner."),
        ("ro", "Vine de la Univ. Codrului. | Costă cca. 1,4 mil. lei."),
        ("id", "Ia datang tgl. 20 Maret. | Hujan turun."),
        ("sr", "Квар је код с. Лучани. | Киша пада."),
        ("hu", "A 12/2024. (III. 8.) rendelet él. | Esik."),
        ("ru", "Баян цел, инв. № 12. | Он ушёл."),
        ("hr", "„Kiša pada. Idem”, rekao je. | „Pada.” | Ljudi odlaze."),
        ("hu", "„Ingyen van. Senki sem kéri” – tette hozzá. | Esik."),
        ("nl", "‘We wachten. De auto’s staan stil’, zei hij. | ‘Het regent.’ | Hij ging."),
        ("en", "‘It rained. The boy’s bus left’, he said. | The boys’, she said. | They left."),
        ("he", "״אין כסף. נלך״, אמר לוי. | צה״ל סגר. | ד״ר לוי הלך."),
        ("he", 'צה"ל סגר. | ד"ר לוי הלך. | "אין כסף. נלך", אמר לוי.'),
        ("he", "– מי משלם? שאלה אישה. | – לא."),
        ("uk", "— Дочекалися. Думала, не доживу, — усміхнулася Ганна. | Вона пішла."),
        ("hu", "– Megremegett. Mint az ágyú – mesélte Imre. | Elment."),
        ("ka", "— ღიაა? — იკითხა დედამ. | — კი."),
        ("bn", "তিনি বললেন, ‘বৃষ্টি হল। আমি যাই।’ | তিনি গেলেন।"),
        ("ko", "“비가 왔다.” 시장이 말했다. | “다리를 닫는다.” | 그는 떠났다."),
    ],
)
def test_a_word_is_short_where_what_stands_around_says_so(language: str, text: str) -> None:
    wanted = [sentence.strip() for sentence in text.split("|")]
    assert sentence_texts(text.replace("| ", "").replace("|", ""), language) == wanted


def test_a_bar_is_a_full_stop_where_paragraphs_end_in_one() -> None:
    assert sentence_texts("पुल बंद है | लोग नाराज़ हैं |", "hi") == ["पुल बंद है |", "लोग नाराज़ हैं |"]
    assert sentence_texts("नाम | आयु | शहर", "hi") == ["नाम | आयु | शहर"]


WRAPPED = """\
The council voted on Tuesday to close the swimming pool at the end of
the summer, after an engineer's report found that its roof would not
last another winter. Nobody on the council spoke against it.

Swimmers had gathered outside with towels and placards. They say that
the nearest other pool is an hour away by bus, and that there are two
buses a day.
- The pool opened in 1931.
- It closes in September.
"""


def test_wrapped_paragraphs_are_one_block_each() -> None:
    first, second, *items = block_texts(WRAPPED)
    assert first.endswith("spoke against it.")
    assert second.startswith("Swimmers")
    assert second.endswith("a day.")
    assert items == ["- The pool opened in 1931.", "- It closes in September."]


def test_narrow_text_is_wrapped_too() -> None:
    text = """\
The pool in the old town will
be closed for two years from
May, the council said. It has
been open since the spring of
1931 and loses money, though
swimmers like it very much.
"""
    assert len(block_texts(text)) == 1


NOTICE = [
    "The ferry will not sail between the harbour and the islands from Monday on, as long as its engine is mended.",
    "Our readers ask us every winter why the town runs one boat alone. The council says that it cannot pay for two.",
]


@pytest.mark.parametrize("columns", [40, 52, 60, 72])
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("title", [[], ["No ferry to the islands for as long as its engine is being mended on land"]])
def test_a_short_notice_is_wrapped_too_whatever_its_title_is(columns: int, count: int, title: list[str]) -> None:
    wrapped = [textwrap.fill(paragraph, columns) for paragraph in NOTICE[:count]]
    assert block_texts("\n\n".join([*title, *wrapped])) == [*title, *wrapped]


def test_a_short_notice_in_a_language_with_many_capitals_is_wrapped_too() -> None:
    text = "Die Fähre fährt ab Montag nicht mehr zwischen dem Hafen und den\nInseln, da ihr Motor repariert wird."
    assert block_texts(text) == [text]


def test_a_letter_is_wrapped_though_its_signature_is_not() -> None:
    body = textwrap.fill(" ".join(NOTICE), 60)
    signature = ["Best regards,", "Ada Holm", "Harbour office", "12 High Street"]
    assert block_texts("\n".join([body, "", *signature])) == [body, *signature]


NAMES = [
    f"Files: {name} and what stands beside it in the folder of the harbour" for name in ("Alder", "Birch", "Cedar")
]


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        pytest.param(
            [
                "The harbour office keeps a list of all boats that lie in the basin, and",
                "of those that have left it; who wants to see the list asks the clerk at",
                "the gate.",
                "",
                "Boats of visitors lie at the north quay, where the",
                "Harbour Master gives them a number, and they pay",
                "what is due for a night.",
                "",
                *NAMES,
            ],
            [0, 0, 0, 1, 1, 1, 2, 3, 4],
            id="of two widths, above a list",
        ),
        pytest.param(
            [
                "THE QUAY IS LENT AS IT LIES. THE HARBOUR MASTER OWES NO ONE A DRY",
                "PLACE, A SAFE WALL OR A CALM NIGHT, AND PAYS FOR NO BOAT THAT IS",
                "LOST IN THE BASIN.",
                "",
                *NAMES,
            ],
            [0, 0, 0, 1, 2, 3],
            id="in capitals",
        ),
        pytest.param(
            ["The old quay", "Boats of visitors lie at the old quay, where the harbour master gives", "them a number."],
            [0, 1, 1],
            id="below a heading",
        ),
        pytest.param(
            [
                "* The clerk learned to write a list of all boats that lie in the basin, and of",
                "  those that have left it.",
                "* The gate learned to shut.",
                "",
                *NAMES,
            ],
            [0, 0, 1, 2, 3, 4],
            id="an item of a list",
        ),
        pytest.param(
            ["two large onions, cut as finely as a sharp knife can", "oil for the pan", "salt.", "", *NAMES],
            [0, 1, 2, 3, 4, 5],
            id="what begins with small letters is a list",
        ),
        pytest.param(
            ["The woman in the blue coat walks along the wall", "and counts", "the boats that came home.", "", *NAMES],
            [0, 1, 2, 3, 4, 5],
            id="lines of verse are not full",
        ),
        pytest.param(
            [
                "The clerk keeps a list of all boats in the basin and",
                "of those that have left it, and whoever wants to see",
                "the list of all of them asks for it at the gate.",
                "What the visitors of the harbour say",
                "Boats of visitors lie at the north quay, where there",
                "are rings and ropes, and those who lead them pay for",
                "the whole night.",
                "",
                *NAMES,
            ],
            [0, 0, 0, 0, 1, 1, 1, 2, 3, 4],
            id="no heading goes on in a paragraph",
        ),
        pytest.param(
            [
                "09.00 Welcome by the clerk of the harbour and a walk",
                "to the gates and along the quay in the north",
                "10.00 Talk about those who built the quay, by",
                "the keeper of the gates, and a little meal.",
                "",
                *NAMES,
            ],
            [0, 1, 2, 3, 4, 5, 6],
            id="a programme",
        ),
        pytest.param(
            [
                "STORM SHUTS THE HARBOUR FOR A THIRD DAY AND THE CLERK IS SILENT",
                "MAYOR OPENS THE OLD GATE WITH A SPEECH AND CUTS A RIBBON OF SILK",
                "HERRING COSTS A THIRD MORE AND MAY COST MORE STILL NEXT MONTH.",
                "",
                *NAMES,
            ],
            [0, 1, 2, 3, 4, 5],
            id="headlines in capitals",
        ),
        pytest.param(
            [
                '"Where did you leave the keys of the boat that we took out?"',
                '"They hang on the hook beside the door," he said to her, and',
                'turned round to the window. "As they always do, my dear."',
                '"They do not, I looked there before I went down to the quay."',
                "",
                *NAMES,
            ],
            [0, 1, 2, 3, 4, 5, 6],
            id="a dialogue",
        ),
        pytest.param(
            ["Two large onions, cut as finely as a knife can cut", "oil for the pan and for the dish", "", *NAMES],
            [0, 1, 2, 3, 4],
            id="what ends no sentence is a list",
        ),
    ],
)  # fmt: skip
def test_a_paragraph_is_wrapped_whatever_stands_around_it(lines: list[str], blocks: list[int]) -> None:
    filled = [line for line in lines if line]
    expected = [
        "\n".join(line for line, at in zip(filled, blocks, strict=True) if at == n) for n in range(max(blocks) + 1)
    ]
    assert block_texts("\n".join(lines)) == expected


def test_one_line_that_is_not_wrapped_leaves_the_others_joined() -> None:
    pitch = "Advertisement: the Corner Bakery sells seven kinds of bread, and rolls, from six until noon."
    assert block_texts(WRAPPED.replace("\n\n", f"\n\n{pitch}\n\n", 1))[1:3] == [pitch, block_texts(WRAPPED)[1]]


@pytest.mark.parametrize(
    "lines",
    [
        ["Makers of candles, soap and lace", "$24.50 a piece in the shop."],
        ["we came down to the water at night", "and there was nobody there."],
        ["The choir sings in the old town hall.", "admission is free for all of you."],
        ["Dear all in the department of boats and bridges,", "we close the bridge at ten on Monday."],
        ["Ann Holm of the council's harbour department,", "Bo Lind of the council's school department."],
        ["A headline without its full stop and all", f"then a paragraph {'that goes on ' * 12}for long."],
    ],
    ids=["a price", "all in lower case", "a sentence ended", "a greeting", "names", "a line beyond the margin"],
)
def test_two_lines_are_not_taken_for_wrapped_text(lines: list[str]) -> None:
    assert block_texts("\n".join(lines)) == lines


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Mon: film club shows a long film in the hall at",
            "Tue: book group meets to talk of a new book at 6",
            "Wed: the choir sings an old song or two in town",
            "Thu: the town council meets and sits until night",
            "Fri: dance for all in the old mill, tickets at 5",
            "Some 300 people came.",
        ],
        [
            "the sea came up in the night and took the wall",
            "and all the boats that stood behind it were gone",
            "we walked along the sand to look for what it left",
            "and nobody had seen the dog since the light failed",
            "but in the morning it lay on the steps of the mill",
        ],
    ],
    ids=["a list's lines begin with capitals", "no sentence ends"],
)
def test_lines_of_like_length_are_not_taken_for_wrapped_text(lines: list[str]) -> None:
    assert block_texts("\n".join(lines)) == lines


def wrap_story(columns: int = 60, prefix: str = "", first: str = "") -> list[str]:
    return [
        textwrap.fill(paragraph, columns, initial_indent=first or prefix, subsequent_indent=prefix)
        for paragraph in NOTICE
    ]


@pytest.mark.parametrize(
    "items",
    [
        [f"{name} Holm, ward {i}" for i, name in enumerate("Ida Tom Ann Eli Otto Ada Lea Karl Bo Per Ana Leo".split())],
        [f"Skar  {i % 4}  Lund  {i % 3}  att. {900 + i}" for i in range(10)],
        [f"[{i}] https://ferry.example/{i}?from=the-letter-of-the-week" for i in range(8)],
    ],
    ids=["names", "results", "addresses"],
)
def test_an_article_is_wrapped_whatever_list_stands_in_it(items: list[str]) -> None:
    first, second = wrap_story(40)
    assert block_texts("\n\n".join([first, "\n".join(items), second])) == [first, *items, second]


def test_paragraphs_that_are_set_in_need_no_blank_line() -> None:
    paragraphs = wrap_story(first="    ")
    assert block_texts("\n".join(paragraphs)) == [paragraph.strip() for paragraph in paragraphs]


@pytest.mark.parametrize("marks", ["> ", ">", "> > ", ">> "])
def test_quoted_mail_is_wrapped_within_its_marks(marks: str) -> None:
    quoted, answer = wrap_story(prefix=marks), textwrap.fill("We shall take the bridge, as " + NOTICE[0].lower(), 72)
    blank = marks.rstrip()
    text = "\n".join(["Ada wrote:", quoted[0], blank, quoted[1], answer])
    assert block_texts(text) == ["Ada wrote:", quoted[0], blank, quoted[1], answer]


def test_a_digest_of_quoted_mail_has_sentences_without_marks() -> None:
    text = "\n>\n".join(wrap_story(prefix="> "))
    result = process(Document("1", text), Task.DIGEST, Options())
    assert " ".join(sentence for _, sentence in list_digest(result)) == " ".join(NOTICE)


def test_double_spaced_text_is_wrapped_too() -> None:
    paragraphs = [paragraph.replace("\n", "\n\n") for paragraph in wrap_story(30)]
    assert block_texts("\n\n\n".join(paragraphs)) == paragraphs


def test_paragraphs_of_double_spaced_text_need_no_more_blank_lines() -> None:
    text = "\n\n".join(wrap_story(40) * 2).replace("\n", "\n\n").replace("\n\n\n\n", "\n\n")
    assert block_texts(text) == [paragraph.replace("\n", "\n\n") for paragraph in wrap_story(40) * 2]


def test_a_sentence_goes_on_behind_a_blank_line_of_its_paragraph() -> None:
    text = "\n\n".join(textwrap.wrap("The town went to Anna Holm, who said no. " * 9, 30))
    (block,) = split_blocks(Article(text), "en")
    assert len(block.sentences) == 9


def test_text_in_capitals_is_wrapped_too() -> None:
    paragraphs = [paragraph.upper() for paragraph in wrap_story(50)]
    assert block_texts("\n\n".join(paragraphs)) == paragraphs
    paragraphs = [paragraph.upper() for paragraph in wrap_story(50, first="   ")]
    assert block_texts("\n".join(paragraphs)) == [paragraph.strip() for paragraph in paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        "THE COUNCIL OF LERWALD HAS VOTED TO CLOSE THE BRIDGE OVER THE OSK FOR A\n"
        "YEAR. MR. BERG SAID THAT THE PIERS WERE OLD. NOBODY WAS HURT WHEN A STONE\nFELL INTO THE RIVER.",
        "the council of lerwald has voted to close the bridge over the osk for a\n"
        "year. mr. berg said that the piers were old. nobody was hurt when a stone\nfell into the river.",
        "莱尔瓦尔德市议会周一投票决定关闭奥斯克河上的大桥，因\n"
        "为桥墩已经腐朽，随时可能倒塌。市长安娜·贝格表示，工\n程将于明年春天开始，费用由州政府承担。",
        "ラーウォルド市議会は月曜日、オスク川に架かる橋を一年間閉\n"
        "鎖することを賛成多数で決めた。橋脚が古く、いつ崩れても\nおかしくないためだという。けが人はいなかった。",
    ],
    ids=["capitals", "small letters", "zh", "ja"],
)
def test_a_few_lines_in_which_sentences_end_are_wrapped_too(text: str) -> None:
    assert block_texts(text) == [text]


def test_lines_without_spaces_between_words_are_wrapped_whatever_they_begin_with() -> None:
    first = (
        "莱尔瓦尔德市议会周一投票决定关闭奥斯克河上的大桥，共\n"
        "7票对2票。市长安娜贝格表示，工程将于明年春天开始，到\n"
        "2027年结束。费用由州政府承担。渡船从下周一起每小时\n"
        "“一班”，直到工程结束为止。居民们说，他们对此并不意外。"
    )
    second = "没有人受伤。"
    assert block_texts(f"{first}\n\n{second}") == [first, second]


def test_text_in_capitals_that_was_wrapped_at_no_margin_is_joined_below_first_lines_that_are_set_in() -> None:
    first = "SKAR, MAY 2 - THE FERRY WILL NOT SAIL BEFORE THE END OF\nTHE MONTH, THE COUNCIL SAID."
    second = "THE ENGINE IS OLDER THAN THE BRIDGE."
    assert block_texts(f"FERRY\n\n   {first}\n   {second}\n(MORE)") == ["FERRY", first, second, "(MORE)"]


@pytest.mark.parametrize(
    "lines",
    [
        ["FILM CLUB: THE LONG WAY HOME", "CHOIR: SONGS OF THE OLD SEA", "COUNCIL MEETS IN THE HALL", "DANCE. 5"],
        ["THE SEA CAME UP IN THE NIGHT,", "AND TOOK THE WALL AND BOATS,", "AND NOBODY HAD SEEN THE DOG", "BUT ME."],
    ],
    ids=["a list", "verses"],
)
def test_short_lines_in_capitals_are_not_taken_for_wrapped_text(lines: list[str]) -> None:
    assert block_texts("\n".join(lines)) == lines


def test_a_few_paragraphs_of_a_line_each_are_not_taken_for_double_spaced_text() -> None:
    lines = ["The boat that is to sail from here to the old", "harbour has no engine", "It costs 300 euros."]
    assert block_texts("\n\n".join(lines)) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["The ferry will not sail, nor be seen on", "12. May, and waits for a new engine."],
        ["The ferry will not sail to the islands", "– or so they say – until it is mended."],
    ],
    ids=["a day", "a dash"],
)
def test_a_line_within_a_sentence_is_no_item_of_a_list(lines: list[str]) -> None:
    paragraphs = [*wrap_story(40), "\n".join(lines)]
    assert block_texts("\n\n".join(paragraphs)) == paragraphs


@pytest.mark.parametrize(
    "lines",
    [
        ["You need for the soup of my old mother", "- some fish", "- some salt."],
        ["- the ferry to all of the small islands", "- the bridge that is closed."],
        ["1. the ferry to each of the islands that", "   lie before the town, and the small ones", "2. the bridge."],
        ["The ferry will not sail to the islands.", "2. The bridge is closed."],
        ["What can be said of the ferry is that it:", "- will not sail again"],
    ],
    ids=["items", "an item behind an item", "an item set in", "a sentence before it", "a colon before it"],
)
def test_an_item_of_a_list_is_no_line_within_a_sentence(lines: list[str]) -> None:
    last = [block.split("\n")[0] for block in block_texts("\n\n".join([*wrap_story(40), "\n".join(lines)]))[2:]]
    assert last == [line for line in lines if not line.startswith(" ")]


RAGGED = """\
The ferry will not sail for a week. The council says that
its engine is to be mended,
and that a new one would cost more than the whole town pays
for its schools in a year."""


def test_text_that_was_wrapped_at_no_margin_is_joined_within_its_sentences() -> None:
    assert block_texts(RAGGED) == [RAGGED]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "I heard the ferry. It was late, and no",
            "light was on",
            "the quay, and none of us would come to look",
            "for it.",
        ],
        [
            "Sail on, the captain said, the wind is fair for the boats",
            "that lie",
            "here and wait for the end of the long rain.",
        ],
        [
            "The ferry sails again. I saw it on Monday, and so did",
            "seagull_47",
            "I saw it too, at the end of the long pier at ten.",
        ],
        [
            "# Sends the mail. It waits for an answer, and for another;",
            "send(mail);",
            "wait(answer, another, 10, 20, 30, 40);",
        ],
        ["Mon 8:10 Ann: the ferry is late. It waits for a part", "Mon 8:12 Bo: again?", "Mon 8:13 Ann: yes."],
    ],
    ids=["short verses", "no sentence begins inside", "a name", "code", "a chat"],
)
def test_lines_that_begin_their_sentences_are_not_taken_for_ragged_text(lines: list[str]) -> None:
    assert block_texts("\n".join(lines)) == lines


WRAPPED_NOTES = """\
- The ferry no longer stops on the way when one of the doors
  is reported as open by mistake (found by Ann Reed)

- Tickets that were bought on board can be given back in the harbour office,
  but only in the week after the trip, as it was last year
  (asked for by many)

- The engine starts at once when one of the captains presses
  the button while the crew of the boat unties the ropes, and
  waits where a rope is still tied

- The lights of the quay go on when a boat is near,
  and off again when it has sailed"""


def test_notes_without_full_stops_that_were_wrapped_at_no_margin_are_joined() -> None:
    notes = WRAPPED_NOTES.split("\n\n")
    assert [*map(str.split, block_texts(WRAPPED_NOTES))] == [*map(str.split, notes)]


def test_a_paragraph_in_capitals_is_joined_in_a_text_that_has_others() -> None:
    notice = textwrap.fill(
        "THE HARBOUR OFFICE SELLS THIS BOAT AS SHE LIES, WITH ALL HER ROPES AND LAMPS, AND ANSWERS FOR NOTHING THAT "
        "HAPPENS TO HER OR TO THE CREW (ON THE WAY, OR AT THE QUAY). NOBODY MAY CLAIM A PRICE BACK, WHETHER THE BUYER "
        "SAW THE BOAT BEFORE HE PAID, OR LEARNT OF HER FAULTS ONLY ON THE FIRST DAY AT SEA.",
        70,
    )
    assert block_texts("\n\n".join([*wrap_story(60), notice]))[-1] == notice


SENTENCES_WITH_NAMES = (
    "The council met Ann Reed, Bo Lund, Carl Osier, Dora Penn and Eve Quay in Arle on Monday, and heard Frank Marsh, "
    "who had come from Upper Arle with Greta Holt and Hugh Lake of the Osier Mill and the Lund Works, on Friday."
)
FERRY_IN_JAPANESE = [
    "町の議会は月曜日に、島へ行く Ferry の運航を一週間やめると決めました。"
    "エンジンの部品が Osier 社から届くのを待つためで、"
    "その間は小さな船が一日に二回だけ港を出ます。切符は harbour office で返すことができます。",
    "港の事務所によると、新しい Engine は町の学校が一年に使うお金よりも高く、議会は古いものを直すことにしました。"
    "船長の Bo さんは、夏の前にはまた毎日船を出したいと話しています。",
    "町の Osier Works と Lund Brothers は Ferry Engine 20 と Ferry Engine 30 を harbour office に見せ、"
    "Ann Reed と Carl Marsh は Engine 20 の方が Upper Arle と Lower Arle の間の short trip には向くと言いました。",
    "反対する人もいます。古い船を直すよりも、新しい橋を架ける方が長い目で見れば安いと考える人たちで、夏までに署名を集めて議会に"
    "出すつもりだと話していますが、橋の値段を知る人はまだ一人もいません。",
]


def wrap_by_width(text: str, columns: int) -> str:
    lines, width = [""], 0
    for word in re.findall(r"[!-~]+ ?|.", text):
        wide = sum(2 if ord(character) > 0x2000 else 1 for character in word)
        if width + len(word.rstrip()) * wide // len(word) > columns:
            lines.append("")
            width = 0
        lines[-1] += word
        width += wide
    return "\n".join(map(str.rstrip, lines))


def test_text_in_which_characters_take_one_column_or_two_is_wrapped_too() -> None:
    wrapped = [wrap_by_width(paragraph, 70) for paragraph in FERRY_IN_JAPANESE]
    assert block_texts("\n\n".join(wrapped), "ja") == wrapped


def test_a_tab_takes_its_columns() -> None:
    prefixes = ["\t", "    ", ""]
    wrapped = [
        textwrap.fill(paragraph, 70 - len(prefix.expandtabs())).replace("\n", "\n" + prefix)
        for prefix, paragraph in zip(prefixes * 4, [SENTENCES_WITH_NAMES, *NOTICE] * 2, strict=False)
    ]
    text = "\n\n".join(prefix + block for prefix, block in zip(prefixes * 4, wrapped, strict=False))
    assert block_texts(text) == wrapped


ENTRIES = {
    "agenda": """\
Opening and welcome by the chair, apologies from those absent
minutes of the last meeting, and what has become of the tasks
Report of the treasurer on the accounts of the year before last
election of two auditors, for which members may still propose names
Any other business that has been sent in before the first of May""",
    "amounts": """\
800 g of floury potatoes, peeled and cut into small quarters
two tablespoons of good olive oil from the first press
salt and freshly ground pepper, as much as you like
half a litre of vegetable stock, warmed in a small pan""",
    "clauses": """\
The tenant shall at the tenant's own cost and without any delay
a) keep the gutters free of leaves, of moss and of other dirt
b) have the chimney swept once a year by a person so licensed
c) let the landlord enter at all reasonable times after notice""",
    "labels": """\
Name: the Honourable Society of the Lighthouse Keepers
address: the house at the corner of Fish Street, Whitby
Founded: in the spring of 1871 by a harbour master's widow
members: about three hundred, of whom forty live on the coast""",
    "verses": """\
I heard the trailing garments of the northern evening sweep
across the harbour where the trawlers in their ropes were half asleep
And every lamp along the quay was trembling in the tide
as though the water held its breath and had no place to hide
The gulls had gone to wherever gulls are carried by the dark
O tell me, said the watchman, what the sea has done to you""",
}


@pytest.mark.parametrize("lines", ENTRIES.values(), ids=ENTRIES)
def test_entries_among_notes_that_were_wrapped_stay_apart(lines: str) -> None:
    texts = block_texts(f"{WRAPPED_NOTES}\n\n{lines}\n\n{WRAPPED_NOTES}")
    assert [text for text in lines.split("\n") if text in texts] == lines.split("\n")


def test_a_poem_whose_lines_end_in_no_short_word_is_no_paragraph() -> None:
    lines = [
        "The lamps along the harbour wall are lit before the dusk",
        "and every boat is drawn ashore as empty as a husk",
        "while overhead the geese go north in letters they have grown",
        "and leave the old men at the rail to read the sky alone",
        "until the dark has taken it and nothing more is said",
        "by those who had a word for it and took it home instead",
        "where all the night the water talks to every stone and beam",
        "and what it says to them they take for nothing but a dream.",
    ]
    assert block_texts("\n".join(lines)) == lines


def test_thousands_of_lines_among_notes_are_read() -> None:
    lines = ["The ferry and the harbour and the lamps of the quay", "and of the old island"] * 2000
    assert block_texts("\n".join(lines) + f"\n\n{WRAPPED_NOTES}" * 3)


def test_a_comment_above_a_line_of_code_begins_no_paragraph() -> None:
    lines = [
        "# read the settings from the file that the user has named",
        "settings = read_settings(path or default_path_of_user())",
        "# then open the door, and wait until everyone has gone through",
        "for visitor in visitors_of(settings.place, settings.day):",
        "    visitor.walk_through(door, until=settings.closing_time)",
        "# and close it again",
    ]
    assert block_texts("\n".join(lines)) == [*map(str.strip, lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ["the doors of the ferry that stay open in the wind", "the lights of the long quay that nobody switches off"],
        ["The doors of the ferry that stay open in the wind", "The lights of the long quay that nobody switches off"],
        ["Doors, lights and ropes that were named in the letter:", "doors_of_the_ferry_that_stay_open_again | yes"],
    ],
    ids=["small letters", "capitals", "behind a colon"],
)
def test_lines_of_lists_that_begin_alike_are_not_taken_for_ragged_text(lines: list[str]) -> None:
    assert block_texts("\n\n".join(["\n".join(lines)] * 5)) == lines * 5


@pytest.mark.parametrize(
    "text",
    [
        "Tick-\nets for the ferry can be had at the har-\nbour office",
        "The council is sorry that no boat sails, and will mend the en-\ngine of the ferry\nby May",
    ],
)
def test_a_word_that_is_parted_goes_on_in_the_next_line(text: str) -> None:
    assert block_texts(f"Ferry\n{text}\nBridge") == ["Ferry", text, "Bridge"]


@pytest.mark.parametrize("lines", [["anti-", "auto-", "bi-"], ["Ferry -", "closed"], ["Harbour-", "Bridge and town"]])
def test_lines_that_end_in_a_hyphen_may_part_no_word(lines: list[str]) -> None:
    assert block_texts("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("language", "lines", "words"),
    [
        ("en", "the har-\nbour office", "the harbour office"),
        ("en", "the well-\nknown ferry", "the well-known ferry"),
        ("en", "a long-\nterm plan, and a long-term loan", "a long-term plan, and a long-term loan"),
        ("en", "an on-\nline shop, online again, on-line too", "an online shop, online again, on-line too"),
        ("en", "a state-of-the-\nart ferry, an e-\nmail", "a state-of-the-art ferry, an e-mail"),
        ("en", "short-\nand long-term", "short- and long-term"),
        ("en", "Miss Jones-\nBerg of the FER-\nRY", "Miss Jones-Berg of the FERRY"),
        ("en", "1990-\nodd boats - \nor more --\nsaid", "1990- odd boats - or more -- said"),
        ("de", "Obst-\nund Gemüse vom Wochen-\nmarkt", "Obst- und Gemüse vom Wochenmarkt"),
        ("fr", "dit-\nil du res-\ntaurant", "dit-il du restaurant"),
        ("sv", "ka\u00ad\nfé", "kafé"),
        ("en", "> the har-\n> bour office", "the harbour office"),
        ("en", "an un-\nknown hand, as unknown as ever", "an unknown hand, as unknown as ever"),
        ("en", "her sister-\nin-law, an ex-\nminister", "her sister-in-law, an ex-minister"),
        ("en", "see https://quay.example/old-\nboats now", "see https://quay.example/old- boats now"),
        ("de", "die EU-\nweite Regel", "die EU-weite Regel"),
        ("fr", "mer-\nci, merci, après-\nmidi", "merci, merci, après-midi"),
        ("pl", "czarno-\nbiały dom", "czarno- biały dom"),
        ("pl", "nad rze-\nką, rzeką", "nad rzeką, rzeką"),
        ("de", "den Dachstuhl ver=\nzehrte das Feu¬\ner", "den Dachstuhl verzehrte das Feuer"),
        ("en", "the sum is x=\ny, and p¬\nq", "the sum is x= y, and p¬ q"),
        ("en", "set name=\nvalue, as in colour=red", "set name= value, as in colour=red"),
    ],
)
def test_words_that_lines_part_are_put_together(language: str, lines: str, words: str) -> None:
    broken = find_broken_words(lines, language)
    assert to_one_line(cut_text(lines, 0, len(lines), broken)) == words


def test_what_stands_behind_a_word_that_lines_part_keeps_its_place() -> None:
    text = "At the har-\nbour, boats wait for the en-\ngine."
    broken = find_broken_words(text, "en")
    assert cut_text(text, 0, len(text), broken).index("boats") == text.index("boats")
    assert cut_text(text, 0, len(text), broken).endswith("for the engine.")
    assert cut_text(text, 0, 12, broken) == text[:12]


def test_short_lines_are_not_taken_for_wrapped_text() -> None:
    lines = ["Home", "News and politics", "Sport", "It rained on Monday.", "The end came on Tuesday night."] * 4
    assert block_texts("\n".join(lines)) == lines


def test_lines_of_two_columns_are_not_taken_for_wrapped_text() -> None:
    lines = [
        "The council of Lerwald has      The ferry runs every hour",
        "voted to close the bridge       on Sundays again, as it",
        "over the Osk for a year.        did before the war began.",
    ]
    assert block_texts("\n".join(lines)) == lines


def test_sentences_without_spaces_between_words_are_not_taken_for_wrapped_text() -> None:
    lines = [
        "ปิดสะพานเมืองทองดี",
        "เมื่อวันที่ 7 มิถุนายน เวลา 12.00 เมืองทองดี ประกาศปิดสะพานข้ามแม่น้ำเพื่อซ่อมแซมตลอดฤดูแล้ง",
        "นายเพชรดี กล่าวว่า การซ่อมจะใช้เวลาแปดเดือนและใช้งบประมาณห้าล้านบาท",
        "ชาวบ้านต้องใช้เรือข้ามฟากแทนในระหว่างนี้",
    ]
    assert block_texts("\n".join(lines)) == lines


def test_a_foreign_word_at_the_beginning_of_a_line_parts_no_wrapped_text() -> None:
    lines = [
        "The minister of trade, Wang Lei, said on Monday that the new",
        "王磊 rule would be lifted before the summer, since the port of",
        "Lerwald had been closed for two years and the ships that were",
        "waiting there had left.",
    ]
    assert block_texts("\n".join(lines)) == ["\n".join(lines)]


def test_marks_bound_blocks() -> None:
    text = "Heading\n\nOne.\nTwo.\n\nif x:\n  go()"
    marks = (Mark(0, 7, "h2"), Mark(9, 18, "p", 0.5), Mark(20, 32, "pre"))
    blocks = split_blocks(Article(text, marks), "en")
    assert [(text[b.start : b.end], b.tag, b.article_logit) for b in blocks] == [
        ("Heading", "h2", None),
        ("One.\nTwo.", "p", 0.5),
        ("if x:\n  go()", "pre", None),
    ]


def test_sentences_are_counted_in_the_order_of_blocks_whichever_is_looked_at_first() -> None:
    text = "It rained. It poured.\n\nA heading\n\nThe river rose. The mill stood still."
    *_, last = split_blocks(Article(text))
    for sentences in (last.sentences, pickle.loads(pickle.dumps(last)).sentences):
        assert (len(sentences), [one.index for one in sentences], sentences[1:]) == (2, [3, 4], (sentences[1],))
        assert list(sentences.ranges) == [(one.start, one.end) for one in sentences]


def test_cleaning_looks_for_sentences_only_where_a_paragraph_may_be_split_or_stands_beside_an_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[str] = []
    find = block_sentences.sentence_ranges
    monkeypatch.setattr(
        block_sentences, "sentence_ranges", lambda text, *rest: looked_at.append(text) or find(text, *rest)
    )
    story = "The river rose at night. The mill stood still.\n\nThe council met on Monday. It voted for a new bridge."
    process(Document("1", story), Task.CLEAN, Options())
    assert looked_at == []
    process(Document("1", story), Task.DIGEST, Options())
    assert len(looked_at) == 2
    both = "Subscribe to our newsletter today! The council met on Monday and voted for a new bridge over the river."
    process(Document("1", f"{story}\n\n{both}"), Task.CLEAN, Options())
    assert len(looked_at) == 5
    process(Document("1", f"{story}\n\n" * 9 + both), Task.CLEAN, Options())
    assert len(looked_at) < 5 + 9


GLUE = st.sampled_from(
    [
        "Hello. ",
        "it rained.",
        "The",
        "A",
        " ",
        "\n",
        "\n\n",
        '"',
        "”",
        "…",
        "U.S.",
        "www.x.com/",
        "é",
        "3.",
        "。",
        "好",
        "\n> ",
        "\n- ",
    ]
)


@given(st.one_of(st.text(), st.lists(GLUE, max_size=40).map("".join)), st.sampled_from(["en", "de", "zh", None]))
def test_only_white_space_lies_between_blocks_and_sentences(text: str, language: str | None) -> None:
    blocks = split_blocks(Article(text), language)
    sentences = [s for b in blocks for s in b.sentences]
    assert bool(blocks) == bool(text.strip())
    for ranges in ([(b.start, b.end) for b in blocks], [(s.start, s.end) for s in sentences]):
        edges = [0, *(edge for r in ranges for edge in r), len(text)]
        assert edges == sorted(edges)
        gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        assert not "".join(gaps).strip()
    assert all(text[b.start : b.end].strip() == text[b.start : b.end] != "" for b in blocks)
    assert [b.index for b in blocks] == list(range(len(blocks)))
    assert [s.index for s in sentences] == list(range(len(sentences)))
    assert all(b.sentences and b.start == b.sentences[0].start and b.end == b.sentences[-1].end for b in blocks)


def tagged_texts(text: str) -> list[tuple[str, str]]:
    return [(b.tag, text[b.start : b.end]) for b in split_blocks(Article(text), "en")]


FENCE = "```py\nprint('Hello.World')\n\n  exit()\n```"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("a | b\n--|--\nc.D | d", [("tr", "a | b"), ("tr", "--|--"), ("tr", "c.D | d")], id="a rule"),
        pytest.param("| a | b |\n| c |  |", [("tr", "| a | b |"), ("tr", "| c |  |")], id="bars at the edges"),
        pytest.param("a\tb\nc\td", [("tr", "a\tb"), ("tr", "c\td")], id="tabs"),
        pytest.param("Home | World\nSport | Mail", [("", "Home | World"), ("", "Sport | Mail")], id="bars of links"),
        pytest.param("| a | b |\n\n| c | d |", [("", "| a | b |"), ("", "| c | d |")], id="no neighbours"),
        pytest.param("| a | b |\n| c |", [("", "| a | b |"), ("", "| c |")], id="another number of cells"),
        pytest.param("1.\tOne.\n2.\tTwo.", [("", "1.\tOne."), ("", "2.\tTwo.")], id="a list's marks are no cells"),
        pytest.param("\tOne.\n\tTwo.", [("", "One."), ("", "Two.")], id="nor are indents"),
        pytest.param(f"So:\n{FENCE}\nDone.", [("", "So:"), ("pre", FENCE), ("", "Done.")], id="a fence"),
        pytest.param("````\n```\na | b\n````", [("pre", "````\n```\na | b\n````")], id="a fence in a longer one"),
        pytest.param("```\nOne.", [("", "```"), ("", "One.")], id="a fence that nothing ends"),
        pytest.param("Call ```f()``` now.", [("", "Call ```f()``` now.")], id="ticks within a line"),
        pytest.param("::: aside\nOne.\n:::", [("div", "::: aside"), ("", "One."), ("div", ":::")], id="a directive"),
    ],
)
def test_parts_of_a_whole_are_tagged(text: str, blocks: list[tuple[str, str]]) -> None:
    assert tagged_texts(text) == blocks


ENDS_OF_ADDRESSES = tuple("Com Net Org Edu Gov App Info Biz Pdf Txt Html".split())  # "Aaaa.Biz" is one word


@given(
    st.lists(
        st.from_regex(re.compile(r"[A-Z][a-z]{2,8}( [a-z]{2,8}){1,5} [a-z]{4,8}\."), fullmatch=True).filter(
            lambda sentence: sentence.split()[0] not in ENDS_OF_ADDRESSES
        ),
        min_size=2,
        max_size=6,
    )
)
def test_every_seam_between_plain_sentences_is_found(sentences: list[str]) -> None:
    assert block_texts("".join(sentences)) == sentences
