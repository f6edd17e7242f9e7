"""Boxes of several lines: what is a part of one goes with its pitch, what only reads like a part stays."""

import math

import pytest

from newsieve.languages import CODES, load
from newsieve.pipeline import Task, process
from newsieve.types import GO_BY_DEFAULT, Document, Kind, Level, Options, Rule

STORIES = {
    "en": ("The granary at Marl Quay burned down in the night to Friday, and forty tonnes of barley with it.",
           "Firefighters from three towns needed until noon to put the fire out.",
           "The owner of the quay said that the wiring had been renewed in spring.",
           "Nobody lived in the building. A cat was carried out alive."),
    "de": ("Der Kornspeicher am Mergelkai ist in der Nacht zum Freitag abgebrannt, mit ihm vierzig Tonnen Gerste.",
           "Feuerwehren aus drei Städten löschten bis zum Mittag.",
           "Der Eigentümer des Kais sagte, die Leitungen seien im Frühjahr erneuert worden.",
           "In dem Gebäude wohnte niemand. Eine Katze wurde lebend herausgetragen."),
    "fr": ("Le grenier du quai aux Marnes a brûlé dans la nuit de jeudi à vendredi, avec quarante tonnes d’orge.",
           "Les pompiers de trois villes ont lutté jusqu’à midi contre les flammes.",
           "Le propriétaire du quai assure que les câbles avaient été changés au printemps.",
           "Personne n’habitait le bâtiment. Un chat en a été sorti vivant."),
    "es": ("El granero del muelle de la Marga ardió la noche del viernes con cuarenta toneladas de cebada.",
           "Bomberos de tres ciudades tardaron hasta el mediodía en apagar el fuego.",
           "El dueño del muelle afirma que los cables se cambiaron en primavera.",
           "En el edificio no vivía nadie. Un gato salió con vida."),
    "it": ("Il granaio del molo della Marna è bruciato nella notte di venerdì con quaranta tonnellate di orzo.",
           "I vigili del fuoco di tre città hanno lavorato fino a mezzogiorno.",
           "Il proprietario del molo dice che i cavi erano stati cambiati in primavera.",
           "Nell’edificio non abitava nessuno. Un gatto è stato portato fuori vivo."),
    "pt": ("O celeiro do cais da Marga ardeu na noite de sexta-feira com quarenta toneladas de cevada.",
           "Bombeiros de três cidades trabalharam até ao meio-dia para apagar o fogo.",
           "O dono do cais garante que os cabos tinham sido trocados na primavera.",
           "Ninguém vivia no edifício. Um gato foi retirado com vida."),
    "nl": ("De graanschuur aan de Mergelkade brandde in de nacht van vrijdag af, met veertig ton gerst.",
           "Brandweerlieden uit drie steden blusten tot het middaguur.",
           "De eigenaar van de kade zei dat de bedrading in het voorjaar was vernieuwd.",
           "In het gebouw woonde niemand. Een kat werd er levend uit gedragen."),
}  # fmt: skip
APPEALS = {
    "en": ("A note from the editor", "Dear reader,",
           "Our three reporters have covered this harbour since 1998, in all weathers.",
           "We belong to nobody but the people who read us.", "Please support our journalism with a donation today.",
           "£4 | £12 | £30 | Other amount", "Bank transfer: Quay Post Trust, IBAN GB00 TEST 0000 0000 1234 56",
           "Donations are not tax deductible.", "Thank you for your support.", "Joan Quill, editor"),
    "de": ("In eigener Sache", "Liebe Leserin, lieber Leser,",
           "unsere drei Reporter berichten seit 1998 aus diesem Hafen, bei jedem Wetter.",
           "Wir gehören niemandem außer denen, die uns lesen.",
           "Bitte unterstützen Sie unseren Journalismus mit einer Spende.",
           "4 € | 12 € | 30 € | anderer Betrag", "Spendenkonto: Kaipost e. V., IBAN DE00 1234 5678 0000 0000 00",
           "Spenden sind steuerlich absetzbar.", "Vielen Dank für Ihre Unterstützung!", "Ihre Redaktion"),
    "fr": ("Le mot de la rédaction", "Chère lectrice, cher lecteur,",
           "Nos trois journalistes racontent ce port depuis 1998, par tous les temps.",
           "Nous n’appartenons à personne, sinon à ceux qui nous lisent.",
           "Soutenez notre journal : faites un don dès aujourd’hui.",
           "4 € | 12 € | 30 € | Autre montant", "Par virement : Les Amis du Quai, IBAN FR00 0000 0000 0000 0000",
           "Vos dons ouvrent droit à une réduction d’impôt.", "Merci pour votre soutien !", "L’équipe du Quai"),
    "es": ("Una nota de la redacción", "Querida lectora, querido lector:",
           "Nuestros tres reporteros cuentan este puerto desde 1998, con cualquier tiempo.",
           "No pertenecemos a nadie más que a quienes nos leen.", "Apoya nuestro periodismo con una donación.",
           "4 € | 12 € | 30 € | Otra cantidad", "Cuenta bancaria: Amigos del Muelle, ES00 0000 0000 0000",
           "Tu donativo desgrava en la declaración de la renta.", "Gracias por tu apoyo.", "El equipo del Muelle"),
    "it": ("Una nota della redazione", "Cara lettrice, caro lettore,",
           "I nostri tre cronisti raccontano questo porto dal 1998, con ogni tempo.",
           "Non apparteniamo a nessuno se non a chi ci legge.", "Sostieni il nostro giornalismo con una donazione.",
           "4 € | 12 € | 30 € | Altro importo", "Bonifico: Amici del Molo, IBAN IT00 A000 0000 0000",
           "La donazione è detraibile dalle imposte.", "Grazie per il tuo sostegno.", "La redazione del Molo"),
    "pt": ("Uma nota da redação", "Cara leitora, caro leitor,",
           "Os nossos três repórteres contam este porto desde 1998, com qualquer tempo.",
           "Não pertencemos a ninguém senão a quem nos lê.", "Apoie o nosso jornalismo com um donativo.",
           "4 € | 12 € | 30 € | Outro valor", "Transferência: Amigos do Cais, PT50 0000 0000 0000",
           "O seu donativo é dedutível no IRS.", "Obrigado pelo seu apoio.", "A equipa do Cais"),
    "nl": ("Een bericht van de redactie", "Beste lezer,",
           "Onze drie verslaggevers schrijven sinds 1998 over deze haven, bij elk weer.",
           "Wij zijn van niemand, behalve van onze lezers.", "Steun onze journalistiek met een donatie.",
           "4 € | 12 € | 30 € | Ander bedrag", "Rekening: Vrienden van de Kade, IBAN NL00 TEST 0000 0000 00",
           "Je gift is aftrekbaar.", "Bedankt voor je steun!", "De redactie van de Kade"),
}  # fmt: skip
LOST_ABOVE = {"en": "The winners", "de": "Jutta Horn, Hafenmeisterin"}  # lists of people, by the trees
OF_THE_STORY = [
    ("en", "Ann Holt"),  # a person's name as a heading
    ("en", "Photograph: Tam Ridley/Northern Desk"),
    ("en", "Ann Holt, harbour master\nBert Lowe, editor\nCara Dunn, pilot"),  # a list of people
    ("en", "The winners\nAnn Holt, editor\nBert Lowe, editor"),
    ("en", "“Thank you for everything,” the crew had painted on the gate."),
    ("en", "Thank you, said the crane driver, and climbed down."),
    ("en", "Adults £12, children £6, families £30"),
    ("en", "Barley: £180 a tonne\nWheat: £210 a tonne\nRye: £190 a tonne"),
    ("en", "The money went to an account with the IBAN GB00 TEST 0000 0000 1234 56, the police said."),
    ("en", "Victims were told to pay into IBAN GB00 TEST 0000 0000 1234 56 by noon."),
    ("en", "The club’s gifts are not tax deductible, the court ruled in May."),
    ("en", "Dear neighbours, read a note on the quay, we are sorry about the smoke."),
    ("en", "What we know so far"),  # a subhead
    ("en", "We had no water for a day, said a baker on the quay."),
    ("en", "PayPal said that it had frozen the account of the quay’s owner."),
    ("en", "The editor of the town’s newspaper lives across the water."),
    ("en", "Yours is the only boat left, the harbour master told him."),
    ("en", "£4 million | £12 million | £30 million were the three bids."),
    ("de", "Jutta Horn"),
    ("de", "Foto: Timo Riedel/Nordbild"),
    ("de", "Jutta Horn, Hafenmeisterin\nBernd Loh, Redakteur\nKarla Dunn, Lotsin"),
    ("de", "Erwachsene 12 €, Kinder 6 €, Familien 30 €"),
    ("de", "Das Geld ging auf ein Konto mit der IBAN DE00 1234 5678 0000 0000 00, wie die Polizei mitteilte."),
    ("de", "»Vielen Dank für alles«, stand am Tor."),
    ("de", "Was bisher bekannt ist"),
    ("de", "Der Verein kann die Spenden nicht von der Steuer absetzen, entschied das Gericht."),
    ("fr", "Anne Houdin"),
    ("fr", "Photo : Théo Ridel/Agence Nord"),
    ("fr", "Anne Houdin, capitaine du port\nBernard Lau, directeur\nClara Duny, pilote"),
    ("fr", "Adultes 12 €, enfants 6 €, familles 30 €"),
    ("fr", "L’argent est parti sur un compte à l’IBAN FR00 0000 0000 0000 0000, selon la police."),
    ("fr", "« Merci pour tout », avait écrit l’équipage sur la grille."),
    ("es", "Ana Hoyos"),
    ("es", "Adultos 12 €, niños 6 €, familias 30 €"),
    ("es", "El dinero acabó en la cuenta ES00 0000 0000 0000, según la policía."),
    ("es", "«Gracias por todo», decía un cartel en la verja."),
    ("it", "Anna Olmi"),
    ("it", "I soldi sono finiti sul conto IT00 A000 0000 0000, secondo la polizia."),
    ("it", "«Grazie di tutto», c’era scritto sul cancello."),
    ("pt", "Ana Horta"),
    ("pt", "O dinheiro foi parar à conta PT50 0000 0000 0000, segundo a polícia."),
    ("pt", "«Obrigado por tudo», lia-se no portão."),
    ("nl", "Anna Hol"),
    ("nl", "Het geld ging naar de rekening NL00 TEST 0000 0000 00, aldus de politie."),
    ("nl", "‘Bedankt voor alles’, stond op het hek."),
    ("nl", "Volwassenen 12 €, kinderen 6 €, gezinnen 30 €"),
]


def clean(text: str, language: str, options: Options | None = None) -> str:
    """Return what is left of a text, by default at the default level."""
    result = process(Document("-", text), Task.CLEAN, options or Options(language=language), with_evidence=False)
    return "\n".join(result.article.text[one.start : one.end] for one in result.verdicts if one.kept)


def list_taken(text: str, language: str) -> set[str]:
    """Return the lines that a box has taken in: by rules alone, whatever the trees make of them."""
    parts = {"the box", "the list", *[part.id for part in load(language).parts]}
    result = process(Document("-", text), Task.CLEAN, Options(language=language))
    return {text[v.start : v.end] for v in result.verdicts if parts & {one.source for one in v.evidence}}


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize("at", [1, 3, 4], ids=["top", "middle", "end"])
@pytest.mark.parametrize("language", STORIES)
def test_an_appeal_goes_whole_and_leaves_the_story(language: str, at: int, gap: str) -> None:
    story = STORIES[language]
    text = "\n\n".join([*story[:at], gap.join(APPEALS[language]), *story[at:]])
    assert clean(text, language) == "\n".join(story)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize(("language", "lines"), OF_THE_STORY)
def test_the_story_stays_beside_an_appeal(
    request: pytest.FixtureRequest, language: str, lines: str, gap: str, place: str
) -> None:
    if place == "above" and lines.startswith(LOST_ABOVE.get(language, "-")):
        request.applymarker(pytest.mark.xfail(strict=True, reason="a list of people above an appeal is its signature"))
    story, own = STORIES[language], lines.split("\n")
    appeal = APPEALS[language]
    middle = [*own, *appeal] if place == "above" else [*appeal, *own]
    left = clean(gap.join([*story[:2], *middle, *story[2:]]), language)
    assert [line for line in [*story, *own] if line not in left] == []


BESIDE_AN_ASK = [
    ("en", "above", "“Thank you!”"),
    ("en", "above", "Thank you!"),  # the last words of an interview
    ("en", "above", "Hello?"),
    ("en", "below", "Ann Holt, founder"),
    ("en", "above", "Dear friends,\nThe engine is broken and so are we.\nPray for wind.\nThe ferry crew"),
    ("en", "above", "Dear readers,\nI was born in 1931 on this quay.\nWe ate eels and little else.\nYours,\nAnn Holt"),
    ("en", "between", "The wreck"),
    ("en", "between", "Correction"),
    ("en", "between", "200 g flour\n3 eggs\n1 litre milk"),
    ("en", "between", "The boat goes out, the boat comes in\nThe keeper counts the days"),
    ("de", "above", "Vielen Dank!"),
    ("de", "above", "Hallo?"),
    ("de", "below", "Die Mannschaft"),
    ("de", "below", "Das Team"),
    ("de", "below", "Jutta Horn, Geschäftsführerin"),
    ("de", "above", "Spenden an Parteien sind steuerlich absetzbar."),
    ("de", "above", "Liebe Freunde,\nder Motor ist hin, wir sind es auch.\nBetet um Wind."),
    ("de", "between", "Das Wrack"),
    ("fr", "above", "Merci !"),
    ("fr", "below", "L’équipe"),
    ("fr", "below", "Anne Houdin, fondatrice"),
    ("fr", "above", "Chers amis,\nLe moteur est mort et nous aussi.\nPriez pour le vent."),
    ("fr", "between", "Rectificatif"),
    ("es", "below", "—¡Gracias!"),
    ("es", "below", "Ana Hoyos, fundadora"),
    ("es", "above", "Queridos amigos:\nEl motor ha muerto y nosotros también.\nRezad por el viento."),
    ("es", "between", "El naufragio"),
    ("it", "above", "Grazie!"),
    ("it", "below", "Anna Olmi, fondatrice"),
    ("it", "above", "Cari amici,\nIl motore è morto e noi pure.\nPregate per il vento."),
    ("pt", "below", "— Obrigada!"),
    ("pt", "below", "Ana Horta, fundadora"),
    ("pt", "between", "O naufrágio"),
    ("nl", "above", "Bedankt!"),
    ("nl", "below", "Anna Hol, directeur"),
    ("nl", "below", "Het team"),
    ("nl", "above", "Beste vrienden,\nDe motor is dood en wij ook.\nBid om wind."),
]


@pytest.mark.parametrize("at", [1, 3, 4], ids=["top", "middle", "end"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize(("language", "place", "lines"), BESIDE_AN_ASK)
def test_the_story_stays_beside_an_ask(language: str, place: str, lines: str, gap: str, at: int) -> None:
    story, own, ask = STORIES[language], lines.split("\n"), APPEALS[language][4]
    middle = {"above": [*own, ask], "below": [ask, *own], "between": [ask, *own, ask]}[place]
    assert list_taken(gap.join([*story[:at], *middle, *story[at:]]), language).isdisjoint([*story, *own])


HEADLINES = ("Man finds own boat in river", "Barley: the prices that fell", "Who was the keeper of the lock?")


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        pytest.param(["Most read\n{}\n{}\n{}"], "", id="lines"),
        pytest.param(["Related stories", "{}\n{}\n{}"], "", id="below a blank line"),
        pytest.param(["Most read\n{}"], HEADLINES[0], id="one line"),
        pytest.param(["Most read", "{}", "{}", "{}"], "\n".join(HEADLINES), id="spaced as the story is"),
        pytest.param(["Read also: The quay reopens\n{}\n{}\n{}"], "\n".join(HEADLINES), id="a label with its headline"),
        pytest.param(
            ["Most read\nNobody was hurt.\nThe quay is shut."], "Nobody was hurt.\nThe quay is shut.", id="story"
        ),
        pytest.param(["The three bids\n{}\n{}\n{}"], "\n".join(("The three bids", *HEADLINES)), id="no label"),
    ],
)
def test_headlines_in_a_list_below_a_label_go(lines: list[str], left: str) -> None:
    story = STORIES["en"]
    text = "\n\n".join([*story[:2], "\n\n".join(lines).format(*HEADLINES), *story[2:]])
    assert clean(text, "en") == "\n".join(filter(None, [*story[:2], left, *story[2:]]))


PARTS = [(code, rule) for code in CODES for rule in load(code).parts if rule.id.startswith(code)]


@pytest.mark.parametrize(("language", "rule"), PARTS, ids=lambda one: getattr(one, "id", one))
def test_what_is_no_part_is_not_taken_into_a_box(language: str, rule: Rule) -> None:
    story = STORIES[language]
    text = "\n\n".join(line for miss in rule.misses for line in (*story, *APPEALS[language], miss, *story))
    taken = list_taken(text, language)
    assert taken
    assert taken.isdisjoint([*story, *rule.misses])


# Of languages without a pack: a story, and an appeal whose parts stand in the neutral one.
ELSEWHERE = {
    "pl": (["Prom na Mewią Kępę zostaje w porcie do maja, poinformował w poniedziałek zarząd.",
            "Podczas malowania kadłuba znaleziono pęknięcie, a za nim drugie."],
           ["Żeby „Kurier Portowy” mógł istnieć dalej", "Drodzy Czytelnicy,", "Wesprzyj naszą redakcję już dziś.",
            "10 zł | 30 zł | inna kwota", "Nr konta: 00 0000 0000 0000 0000", "Wpłatę można odliczyć od podatku.",
            "Dziękujemy za wsparcie!", "Róża Parol, redaktorka naczelna"]),
    "cs": (["Trajekt na Racčí ostrov zůstane v přístavu do května, oznámila v pondělí rejda.",
            "Při natírání trupu se našla prasklina a za ní druhá."],
           ["Potřebujeme vaši podporu", "Milí čtenáři,", "Podpořte naši redakci darem.",
            "Číslo účtu: 123456789/0800", "Dar lze odečíst od základu daně.", "Děkujeme za podporu.", "Vaše redakce"]),
    "sv": (["Färjan till Måsskär ligger kvar i hamnen till maj, sade rederiet i måndags.",
            "När skrovet målades hittades en spricka, och bakom den en till."],
           ["Så att Kvarnen kan fortsätta", "Kära läsare,", "Stöd vår journalistik.", "50 kr | 150 kr | 400 kr",
            "Bankgiro 000-0000, Kvarnens vänner", "Din gåva är avdragsgill.", "Tack!", "Rosa Palm, chefredaktör"]),
    "da": (["Færgen til Mågeø bliver i havnen til maj, oplyste rederiet mandag.",
            "Da skroget blev malet, fandt man en revne, og bag den endnu en."],
           ["Så Møllen kan fortsætte", "Kære læsere", "Støt vores journalistik.",
            "Bankoverførsel: Møllens Venner, reg. 0000 konto 0000000", "Dit bidrag kan trækkes fra i skat.",
            "Mange tak!", "Rosa Palm, chefredaktør"]),
    "nb": (["Fergen til Måkeøya blir i havnen til mai, opplyste rederiet mandag.",
            "Da skroget ble malt, fant man en sprekk, og bak den enda en."],
           ["Vi trenger din støtte", "Kjære lesere,", "Støtt vår journalistikk.", "Kontonummer 1234 56 78901",
            "Gaven gir skattefradrag.", "Tusen takk for støtten!", "Rosa Palm, sjefredaktør"]),
}  # fmt: skip
STAYING = {
    "pl": ["Anna Dzień, kapitan portu", "Bilety: 10 zł, 20 zł", "„Dziękujemy”, powiedział kapitan."],
    "cs": ["Jana Denní, kapitánka", "Děkujeme odešel", "Potřebujeme déšť"],
    "sv": ["Anna Dag, hamnkapten", "Tack, sa kranföraren.", "Bankgiro tar betalt från maj."],
    "da": ["Anna Dag, havnefoged", "Tak for mad", "Kære naboer"],
    "nb": ["Anna Dag, havnesjef", "Vi trenger regn", "Takk og farvel til ferga"],
}


@pytest.mark.parametrize("edge", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize("language", ELSEWHERE)
def test_boxes_in_languages_without_a_pack(language: str, edge: str) -> None:
    (first, second), appeal = ELSEWHERE[language]
    assert clean(edge.join([first, *appeal, second]), language) == f"{first}\n{second}"


@pytest.mark.parametrize("edge", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize(("language", "line"), [(code, line) for code, lines in STAYING.items() for line in lines])
def test_the_story_stays_beside_a_box_without_a_pack(language: str, line: str, edge: str) -> None:
    (first, second), appeal = ELSEWHERE[language]
    assert line in clean(edge.join([first, *appeal, line, second]), language)


def test_a_rule_of_the_user_keeps_a_part() -> None:
    rule = Rule("user.bank", "Quay Post Trust", "ours", keep=True)
    text = "\n\n".join([*STORIES["en"], *APPEALS["en"]])
    assert "IBAN" in clean(text, "en", Options(language="en", rules=(rule,)))


def test_a_box_of_a_kind_that_stays_stays_whole() -> None:
    text = "\n".join([*STORIES["en"], *APPEALS["en"]])
    assert clean(text, "en", Options(language="en", drop=GO_BY_DEFAULT - {Kind.DONATION})) == text


@pytest.mark.parametrize("level", Level)
def test_a_part_weighs_what_its_evidence_does(level: Level) -> None:
    options = Options(language="en", level=level)
    result = process(Document("-", "\n\n".join([*STORIES["en"], *APPEALS["en"]])), Task.CLEAN, options)
    sums = [1 / (1 + math.exp(-math.fsum(one.weight for one in verdict.evidence))) for verdict in result.verdicts]
    assert [verdict.probability for verdict in result.verdicts] == pytest.approx(sums)


@pytest.mark.parametrize("opening", ["Dear readers,", "A note from the editor"])
@pytest.mark.parametrize(
    "above", [[], ["A week on the quay"], ["A week on the quay", "By Joan Quill", "It rained."], ["Wet?"]]
)
def test_a_letter_that_is_the_whole_text_stays(above: list[str], opening: str) -> None:
    letter = ["I spent the week on the quay and it rained.", "The crane is mended.", "On Friday we ate eels."]
    text = "\n\n".join([*above, opening, *letter, "Please support our journalism with a donation today."])
    assert [line for line in letter if line not in clean(text, "en")] == []


@pytest.mark.parametrize("cut", range(2, 9))
def test_the_story_between_the_parts_of_a_box_stays(cut: int) -> None:
    story, appeal = STORIES["en"], APPEALS["en"]
    text = "\n\n".join([story[0], *appeal[:cut], *story[1:], *appeal[cut:]])
    assert [line for line in story if line not in clean(text, "en")] == []


@pytest.mark.parametrize("language", STORIES)
def test_the_story_between_two_boxes_stays(language: str) -> None:
    story, appeal = STORIES[language], APPEALS[language]
    text = "\n\n".join([story[0], *appeal, *story[1:3], *appeal[4:], story[3], *appeal[4:]])
    assert [line for line in story if line not in clean(text, language)] == []
