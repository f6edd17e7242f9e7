"""Digests of texts of many kinds: what a reader would print of each, and what nobody would."""

import pytest

from newsieve import digest

TEXTS = {
    "interview": """\
"I never wanted to run a ferry"
Mila Orde has run the last ferry of Sund for forty years. In June she hands the wheel to her granddaughter.
A talk about ice, debts and a dog that bought tickets.
How did you come to the ferry?
I did not want it. My father fell ill in the winter of 1984, and nobody else had the licence.
What was the worst year?
That was 2009. The engine broke in March and the bank wanted its 40,000 crowns back.
And the dog?
He belonged to the baker and went over every Friday.
Orde says that the ferry carried 9,000 people last year, half as many as in 1990.
""",
    "recipe": """\
Plum cake with oats
This plum cake needs no eggs and keeps for a week, because the oats hold the juice of the fruit.
Ingredients
- 200 g oats
- 150 g flour
- 1 kg plums
Heat the oven to 180 degrees and butter a tin of 26 centimetres.
Mix oats, flour, sugar and butter until the dough is like wet sand, then press most of it into the tin.
Lay the plums on the dough, cut side up, and bake the cake for 45 minutes.
Enjoy!
""",
    "guide": """\
How to store apples over the winter
Apples keep until March if they lie cool, dark and apart from each other.
Here is what you need:
Choose late sorts
Late sorts such as Boskoop and Ontario have a thick skin and lose less water than summer apples.
Keep them cool
A cellar at four degrees is best, since every degree more costs a week of keeping.
Check them
Look through the boxes every week and take out each apple that has a soft spot: one rotten apple spoils all.
Have fun!
""",
    "transcript": """\
Council of Lerwald, 3 May
MAYOR OLSEN: Good evening. We begin with the bridge.
MS BERG: The bridge at the mill is closed since May, and the survey says that to mend it will cost 3.1 million crowns.
MR LUND: Who pays?
MS BERG: The county pays two thirds, and the rest must come from the reserve of the town.
MAYOR OLSEN: We vote. The motion to mend the bridge is carried by nine votes to four.
MAYOR OLSEN: Thank you. Good night.
""",
    "table": """\
Turnout rises in Lerwald
Turnout at the council's election in Lerwald rose to 61 percent on Sunday, the highest since 1998.
District | 2021 | 2025
Harbour | 48 | 59
Mill | 52 | 64
The Harbour List won seven of the thirteen seats and lost two to the Farmers, the town clerk said.
""",
}
PRINTED = {
    "interview": (["Mila Orde has run the last ferry"], ["And the dog?", "What was the worst year?"]),
    "recipe": (["bake the cake for 45 minutes"], ["Ingredients", "150 g flour", "Enjoy!"]),
    "guide": (["Apples keep until March"], ["Here is what you need", "Check them", "Have fun!"]),
    "transcript": (["MS BERG: The bridge at the mill", "3.1 million crowns"], ["Good night", "Who pays?"]),
    "table": (["61 percent", "seven of the thirteen seats"], ["Harbour | 48", "District |"]),
}
SCRAPS = {
    "en": """\
The lending library of Norham will move into the old railway depot in June, the district decided on Tuesday. \
The depot, empty since 1994, needs new windows and a lift for £380,000, surveyor Jill Aske told the \
councillors. Really?
The library lends 61,000 books a year, a third of them to children under twelve. Oh well. Its present house in \
Mill Lane has been sold to a dentist for £710,000.
"We will have room for readings at last," said Paul Renn, who has led the library since 2008. "Hooray!" The \
move will take three weeks, and the shelves will be carried by pupils of the grammar school.
Not a small thing. The depot's former ticket office will become a café run by the volunteers' society. Two of \
the five districts had wanted the money for a cycle path to Etal instead. See you there!
""",
    "de": """\
Die Bücherei von Norham zieht im Juni in das alte Bahndepot, beschloss der Kreis am Dienstag. Das Depot steht \
seit 1994 leer und braucht für 380.000 Euro neue Fenster und einen Aufzug, sagte Gutachterin Jutta Aske. \
Wirklich?
Die Bücherei verleiht 61.000 Bücher im Jahr, ein Drittel davon an Kinder unter zwölf. Na ja. Ihr heutiges Haus \
in der Mühlgasse kaufte ein Zahnarzt für 710.000 Euro.
„Endlich haben wir Platz für Lesungen“, sagte Paul Renn, der die Bücherei seit 2008 leitet. „Hurra!“ Der Umzug \
dauert drei Wochen, die Regale tragen Schüler des Gymnasiums.
Keine Kleinigkeit. Im früheren Fahrkartenschalter eröffnet der Verein der Freiwilligen ein Café. Zwei der fünf \
Bezirke hätten das Geld lieber für einen Radweg nach Etal ausgegeben. Bis bald!
""",
    "es": """\
La biblioteca de Norham se mudará en junio al antiguo depósito del ferrocarril, decidió el martes el distrito. \
El depósito, vacío desde 1994, necesita ventanas nuevas y un ascensor por 380.000 euros, dijo la perita Julia \
Aske. ¿De verdad?
La biblioteca presta 61.000 libros al año, un tercio de ellos a niños menores de doce años. En fin. Un \
dentista compró su sede actual, en la calle del Molino, por 710.000 euros.
«Por fin tendremos sitio para las lecturas», dijo Pablo Renn, que dirige la biblioteca desde 2008. «¡Bravo!» \
La mudanza durará tres semanas y los alumnos del instituto llevarán los estantes.
No es poco. La asociación de voluntarios abrirá un café en la antigua taquilla. Dos de los cinco distritos \
preferían gastar el dinero en un carril bici hasta Etal. ¡Hasta pronto!
""",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_what_a_reader_would_print(kind: str) -> None:
    wanted, unwanted = PRINTED[kind]
    printed = "\n".join(digest(TEXTS[kind]))
    assert [part for part in wanted if part not in printed] == []
    assert [part for part in unwanted if part in printed] == []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_short_text_is_printed_whole(count: int) -> None:
    sentences = ["The bridge of Lerwald is shut.", "A lorry broke the railing on Monday.", "It opens in May."][:count]
    assert digest(" ".join(sentences)) == sentences


@pytest.mark.parametrize("language", SCRAPS)
@pytest.mark.parametrize("words", [60, 75, 90, 100, 110])
def test_a_budget_in_words_is_not_filled_with_scraps(language: str, words: int) -> None:
    chosen = digest(SCRAPS[language], words=words)
    assert [text for text in chosen if len(text.split()) < 5] == []
    assert 0.6 * words < sum(len(text.split()) for text in chosen) <= words
