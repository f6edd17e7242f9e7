"""Formulas of the language packs: a line that is one goes at the default level, what speaks of such things stays."""

import math
import os
import re
import subprocess
import sys
from itertools import product

import pytest

from newsieve.cleaner import classify_blocks
from newsieve.errors import UsageError
from newsieve.languages import CODES, load, parse_rules
from newsieve.segment import split_blocks
from newsieve.types import Article, Kind, Options, Rule, Verdict

STORIES = {
    "en": ("The ferry to Skerry stays in port until May, the harbour board said on Monday.",
           "A crack in the hull was found when the ship was painted, and a second one behind it.",
           "Islanders now cross in a fishing boat that carries twelve people and no cars."),
    "de": ("Die Fähre nach Norderrück bleibt bis Mai im Hafen, teilte die Reederei am Montag mit.",
           "Beim Streichen war ein Riss im Rumpf entdeckt worden, dahinter ein zweiter.",
           "Die Insulaner setzen nun mit einem Kutter über, der zwölf Menschen und keine Autos trägt."),
    "fr": ("Le bac de l’île Morte reste au port jusqu’en mai, a annoncé lundi la compagnie.",
           "Une fissure de la coque a été découverte pendant la peinture, puis une seconde.",
           "Les habitants traversent à bord d’un chalutier qui prend douze personnes et aucune voiture."),
    "es": ("El transbordador a la isla seguirá amarrado hasta mayo, anunció el lunes la naviera.",
           "Al pintar el casco apareció una grieta, y detrás de ella otra.",
           "Los isleños cruzan ahora en un pesquero que lleva a doce personas y ningún coche."),
    "it": ("Il traghetto per l’isola resta in porto fino a maggio, ha detto lunedì la compagnia.",
           "Durante la verniciatura è stata trovata una crepa nello scafo, e poi una seconda.",
           "Gli isolani passano ora su un peschereccio che porta dodici persone e nessuna auto."),
    "pt": ("A balsa para a ilha fica no porto até maio, informou a empresa na segunda-feira.",
           "Durante a pintura foi descoberta uma fenda no casco, e atrás dela outra.",
           "Os moradores atravessam agora num pesqueiro que leva doze pessoas e nenhum carro."),
    "nl": ("De veerboot naar het eiland blijft tot mei in de haven, meldde de rederij maandag.",
           "Bij het schilderen werd een scheur in de romp ontdekt, en daarachter nog een.",
           "De bewoners varen nu mee met een kotter die twaalf mensen en geen auto’s meeneemt."),
}  # fmt: skip
# Of languages without a pack, whose formulas stand in the neutral one.
ELSEWHERE = {
    "pl": ("Prom na Mewią Kępę zostaje w porcie do maja, poinformował w poniedziałek zarząd.",
           "Podczas malowania kadłuba znaleziono pęknięcie, a za nim drugie.",
           "Wyspiarze pływają teraz kutrem, który zabiera dwanaście osób i żadnych aut."),
    "cs": ("Trajekt na Racčí ostrov zůstane v přístavu do května, oznámila v pondělí rejda.",
           "Při natírání trupu se našla prasklina a za ní druhá.",
           "Ostrované se teď plaví kutrem, který bere dvanáct lidí a žádná auta."),
    "sv": ("Färjan till Måsskär ligger kvar i hamnen till maj, sade rederiet i måndags.",
           "När skrovet målades hittades en spricka, och bakom den en till.",
           "Öborna åker nu med en fiskebåt som tar tolv personer och inga bilar."),
    "da": ("Færgen til Mågeø bliver i havnen til maj, oplyste rederiet mandag.",
           "Da skroget blev malet, fandt man en revne, og bag den endnu en.",
           "Øboerne sejler nu med en kutter, der tager tolv personer og ingen biler."),
    "nb": ("Fergen til Måkeøya blir i havnen til mai, opplyste rederiet mandag.",
           "Da skroget ble malt, fant man en sprekk, og bak den enda en.",
           "Øyboerne reiser nå med en skøyte som tar tolv personer og ingen biler."),
}  # fmt: skip
OF_ELSEWHERE = [rule for rule in load("").rules if rule.id.endswith("-north")]
LOOK_ALIKES_ELSEWHERE = [
    ("pl", "Redakcja prosi czytelników o wsparcie, a fundacja publikuje listę darczyńców."),
    ("pl", "Dziennik obniża od maja cenę prenumeraty do 20 złotych miesięcznie."),
    ("pl", "Zapisałem się na newsletter miasta i odtąd wiem, kiedy wywożą śmieci."),
    ("pl", "Wspieraj sąsiada, mówiła babcia, a sąsiad wesprze ciebie."),
    ("pl", "Zostań w domu, radzi lekarz, i pij dużo wody."),
    ("cs", "Noviny od května zlevní předplatné na sto korun měsíčně."),
    ("cs", "Podpořte si záda polštářem a dýchejte klidně."),
    ("cs", "Článek pokračuje v tradici, kterou založil Čapek."),
    ("sv", "Tidningen sänker priset för prenumeranter från och med maj."),
    ("sv", "Dela degen i två delar och låt den jäsa."),
    ("sv", "Skriv en kommentar i marginalen, sade läraren till eleverna."),
    ("da", "Avisen sætter prisen for abonnenter ned fra maj."),
    ("da", "Jeg meldte mig til nyhedsbrevet og fortrød det ikke."),
    ("da", "Vi støttede hinanden, og det hjalp."),
    ("nb", "Avisen setter ned prisen for abonnenter fra mai."),
    ("nb", "Les også de små skiltene på stien."),
]
FORMULAS = [(code, rule) for code in CODES for rule in load(code).rules if rule.is_formula]
LOOK_ALIKES = [
    ("en", "Ko-fi lets fans leave a tip on a page of their own, and takes none of it."),
    ("en", "Amazon will pay its associates less for books from May on, the company said."),
    ("en", "Google lets readers add newspapers as preferred sources since August."),
    ("en", "Her podcast about the wreck has won two prizes and will be a film."),
    ("en", "See also: Hull (watercraft); Keel; List of shipwrecks"),
    ("de", "Bei Ko-fi können Zeichner um ein Trinkgeld bitten, das bei ihnen bleibt."),
    ("de", "Amazon-Partner verdienen ab Mai weniger an Büchern, teilte der Konzern mit."),
    ("de", "Der Podcast über das Wrack hat zwei Preise gewonnen und wird verfilmt."),
    ("fr", "Ko-fi permet aux dessinateurs de recevoir des pourboires sans commission."),
    ("fr", "Amazon versera moins à ses partenaires pour les livres à partir de mai."),
    ("fr", "Le journal fait lire ses articles par une voix de synthèse depuis mars."),
    ("es", "Ko-fi permite a los dibujantes recibir propinas sin pagar nada por ello."),
    ("es", "Amazon pagará menos a sus afiliados por los libros desde mayo."),
    ("es", "La ley obliga a las webs a pedir permiso antes de usar cookies."),
    ("it", "Ko-fi permette ai disegnatori di ricevere mance senza trattenere nulla."),
    ("it", "Amazon pagherà meno i suoi affiliati per i libri da maggio."),
    ("it", "La legge obbliga i siti a chiedere il permesso prima di usare i cookie."),
    ("pt", "O Ko-fi permite aos desenhadores receber gorjetas sem cobrar por isso."),
    ("pt", "A Amazon pagará menos aos associados pelos livros a partir de maio."),
    ("pt", "A lei obriga os sites a pedir licença antes de usar cookies."),
    ("nl", "Via Ko-fi geven lezers een tekenaar een fooi die hij helemaal mag houden."),
    ("nl", "Amazon betaalt zijn partners vanaf mei minder voor boeken."),
    ("nl", "De wet verplicht sites om toestemming te vragen voordat zij cookies gebruiken."),
    ("en", "Leave a tip with PayPal even if the waiter brings no bill."),
    ("en", "“Support us on Patreon” is how the song ends, the band said."),
    ("en", "Support us on Patreon, the band told the crowd."),
    ("en", "The firm was a participant in the Amazon Associates Program until 2019."),
    ("en", "If the player stays black, allow third-party cookies to watch the video."),
    ("en", "We need your permission to show the dog, the form begins."),
    ("en", "Article narrated by a synthetic voice wins prize"),
    ("en", "Add Reuters as a preferred source in Google Search: how it works"),
    ("en", "Ring the bell for service and wait by the door."),
    ("en", "Tap the bell icon and choose how often the app may write to you."),
    ("en", "Turn on notifications so you know when the wash is done."),
    ("en", "Click the subscribe button to follow a calendar, then choose a colour."),
    ("en", "Follow the show online or from the gallery."),
    ("en", "Rate the show out of ten."),
    ("en", "To order a copy call the registry on Mondays."),
    ("en", "Gift subscriptions are taxed in three states."),
    ("en", "This issue is supported by both parties in the Senate."),
    ("de", "Sie können mir glauben, dass Geld über PayPal schnell ankommt."),
    ("de", "Wer uns betrügen will, zahlt mit PayPal und holt das Geld zurück."),
    ("de", "Um das Video gibt es Streit: Die Zustimmung der Eltern fehlte."),
    ("de", "Klicken Sie auf die Glocke, um die Töne zu hören."),
    ("de", "Abonnieren Sie den Kanal des Wetterdienstes, wenn Sie am Hang wohnen."),
    ("de", "Bewerten Sie uns fair, bat der Trainer die Presse."),
    ("de", "Auch interessant: Der Bär frisst im Herbst zwanzig Stunden am Tag."),
    ("de", "Verschenke ein Abo und du bist es nicht los."),
    ("de", "Mit dem Code PIN erhalten Diebe Zugriff auf alles."),
    ("fr", "Vous pouvez nous payer par chèque ou avec PayPal, précise la mairie."),
    ("fr", "Pour afficher la carte, il faut accepter les cookies puis recharger la page."),
    ("fr", "Cliquez sur la cloche pour couper le son."),
    ("fr", "Pensez à mettre un pouce de sable au fond du pot."),
    ("fr", "Le passeport expire. Commandez-le en ligne."),
    ("fr", "Offrez un abonnement dès 10 ans, c’est l’âge qui convient."),
    ("fr", "Cette lettre est soutenue par quarante élus."),
    ("es", "Como afiliado de Amazon ganó 400 euros al mes."),
    ("es", "Un audio creado por IA con la voz del ministro corre por los móviles."),
    ("es", "Toca la campana y el pueblo sale a la calle."),
    ("es", "Usa la llave o el código PIN para abrir."),
    ("it", "Puoi aiutarmi con PayPal? Così comincia la truffa."),
    ("it", "Audio creato con l’intelligenza artificiale, indaga la procura"),
    ("it", "Premi la campanella e attendi."),
    ("it", "Non dimenticare di iscriverti al voto postale entro il 3 maggio."),
    ("it", "Lascia una recensione solo se hai mangiato lì."),
    ("it", "La visita è gratuita. Prenotala online."),
    ("it", "Con il codice SPID ottieni il certificato in un minuto."),
    ("pt", "Pode pagar-nos em dinheiro ou no PayPal, diz a dona."),
    ("pt", "Áudio gerado por IA engana eleitores na Eslováquia"),
    ("pt", "Dê um gosto ao molho com louro e alho."),
    ("pt", "Não esqueça de se inscrever no Enem até sexta-feira."),
    ("pt", "Quer receber alertas de cheias? A câmara tem uma aplicação."),
    ("pt", "Esta edição tem o apoio da câmara e dura até maio."),
    ("nl", "Je kunt me geloven: geld via PayPal komt snel aan."),
    ("nl", "Om de kaart te zien moet je cookies aanzetten en de pagina herladen."),
    ("nl", "Druk op de bel en de zuster komt."),
    ("nl", "Abonneer je op het kanaal van het KNMI, raadt de gids aan."),
    ("nl", "Laat een duimpje vrij tussen deksel en rand."),
    ("nl", "Met code PIN krijg je toegang tot de rekening."),
    ("en", "I wrote a book about the ferry once, and the publisher pulped it."),
    ("en", "She said her book is out now and that nobody had noticed."),
    ("en", "In the comments somebody had posted a photograph of the same hull."),
    ("en", "Follow me, follow me, over the foam, / follow me, follow me, all the way home."),
    ("en", "Forgive us our trespasses, and lead us to the harbour; hear us, and let us come home."),
    ("en", "Please donate cakes for the PTA stall, and label what holds nuts."),
    ("en", "By continuing to use the Service, you agree to these Terms."),
    ("en", "We will repair the device at no additional cost to you within two years."),
    ("de", "Melden Sie sich mit Ihrer E-Mail-Adresse an."),
    ("de", "§ 3 Alle Rechte an den Plänen bleiben bis zur Zahlung beim Architekten vorbehalten."),
    ("de", "Er spendierte mir einen Kaffee und fragte nach dem Testament."),
    ("fr", "Il m’a offert un café et m’a parlé du testament."),
    ("fr", "Suivez-moi, mes frères, suivez-moi jusqu’au port."),
    ("es", "Me invitó a un café y preguntó por el testamento."),
    ("it", "Mi offrì un caffè e chiese del testamento."),
    ("pt", "Ele pagou-me um café e perguntou pelo testamento."),
    ("nl", "Hij trakteerde me op koffie en vroeg naar het testament."),
    ("en", "I would love to hear from you again."),
    ("en", "We would love to know what you did that winter."),
    ("en", "Add your signature below."),
    ("en", "Enter the code STOP1 to turn the heating off."),
    ("en", "Hit reply and wait for the server to answer."),
    ("en", "Thanks to our patrons the library has a roof."),
    ("de", "Wenn Sie das Formular haben, leiten Sie es bitte weiter."),
    ("de", "Für Sie entstehen dadurch keine zusätzlichen Kosten."),
    ("fr", "J’ai hâte de lire vos réponses."),
    ("fr", "Si vous recevez une demande, transférez-la à un collègue."),
    ("es", "Me encantaría leerte pronto."),
    ("it", "Se arriva il modulo, inoltralo all’ufficio."),
    ("pt", "Gostaria de saber a sua opinião."),
    ("nl", "Wij zijn benieuwd naar uw mening."),
]  # fmt: skip


OF_GUIDES_AND_LETTERS = [
    ("en", "If you close the ticket, leave a comment below."),
    ("en", "Add your initials in the comments."),
    ("en", "Leave a comment."),
    ("en", "You are receiving this message because you set the alarm to level three."),
    ("en", "Download our e-book template and open it in the editor."),
    ("en", "Sign up for our webinar on lockout procedures before you touch the press."),
    ("en", "Enter code SAFE20 to reduce the speed by 20%."),
    ("en", "With code FREE1 the free trial mode starts."),
    ("en", "Upgrade to paid plan users first, then move the free accounts."),
    ("en", "View this message in the browser."),
    ("en", "By using the panel you accept the cookies of the maker’s server, which keep the session open."),
    ("en", "Our book on the lifeboats is out now and can be bought at the hall for nine pounds."),
    ("en", "Please sign up for our workshop on knots, which Mr Dale will lead on Saturday."),
    ("en", "Join our retreat on the island if you can bring a tent."),
    ("en", "Share this letter with someone who could not come."),
    ("en", "If someone forwarded this letter to you by mistake, please send it back to the secretary."),
    ("en", "Thanks to all my backers in the vote for the new chair."),
    ("en", "Support our project by joining the work party on Sunday."),
    ("en", "When you order through this link, we get the coal at the price for clubs."),
    ("en", "We would love to hear your reply before May."),
    ("en", "Buy me a coffee, she had written, and I will tell you all."),
    ("en", "I am taking commissions again, he had written to her in June."),
    ("en", "My novel is out today and nobody knows."),
    ("en", "Was this letter forwarded to you?"),
    ("de", "Hinterlassen Sie einen Kommentar."),
    ("de", "Schreiben Sie Ihre Messwerte in die Kommentare."),
    ("de", "Nutzen Sie den Code START1, um die Anlage kostenlos freizuschalten."),
    ("de", "Bestellen Sie unser Handbuch."),
    ("de", "Wenn Sie keine Nachrichten dieser Maschine möchten, klicken Sie auf den Namen und dann auf Entfernen."),
    ("de", "Sie erhalten diese Nachricht, weil Sie den Alarm auf Stufe drei gestellt haben."),
    ("de", "Teilt diesen Brief mit Freunden, die nicht kommen konnten."),
    ("de", "Dank an alle meine Unterstützer bei der Wahl."),
    ("de", "Für euch entstehen keine Mehrkosten, weil die Gemeinde das Holz zahlt."),
    ("de", "Spendiert mir einen Kaffee, wenn ihr am Hafen seid!"),
    ("fr", "Si la pièce manque, laissez un commentaire."),
    ("fr", "Publier le commentaire."),
    ("fr", "Pour vous désabonner d’une alerte, cliquez sur son nom."),
    ("fr", "Si ce message ne s’affiche pas correctement, redémarrez l’écran."),
    ("fr", "Téléchargez notre livre en ligne."),
    ("fr", "Notre livre sur les bateaux est disponible sur place, dans la salle."),
    ("fr", "Partagez cette lettre avec vos voisins qui n’ont pas pu venir."),
    ("fr", "Si vous connaissez quelqu’un qui a du chêne, transférez-lui cette lettre."),
    ("fr", "Offrez-moi un café quand vous passerez au port."),
    ("fr", "Merci à mes mécènes, qui ont payé les poutres."),
    ("es", "Si falta la pieza, deja un comentario."),
    ("es", "Publicar el comentario."),
    ("es", "Usa el código MEDIO50 para bajar la velocidad al 50 %."),
    ("es", "Recibes este mensaje porque estás en el turno de noche."),
    ("es", "Para darte de baja de una alerta, haz clic en su nombre."),
    ("es", "Descarga nuestro libro en la carpeta del turno."),
    ("es", "Apúntate a nuestro taller en el cobertizo."),
    ("es", "Comparte esta carta con quien no pudo venir."),
    ("es", "Si conoces a alguien que tenga roble, envíasela."),
    ("es", "Me invitas a un café y te lo cuento todo."),
    ("es", "Gracias a mis mecenas pude terminar el barco."),
    ("es", "¿Te gusta el trabajo?"),
    ("it", "Se manca il pezzo, lascia un commento."),
    ("it", "Usa il codice META50 per ridurre la velocità al 50 %."),
    ("it", "Per disiscriverti da un avviso, clicca sul suo nome."),
    ("it", "Iscriviti al nostro corso."),
    ("it", "Il nostro libro sulle barche è disponibile qui in sala."),
    ("it", "Condividi questa lettera con chi non è potuto venire."),
    ("it", "Se conosci qualcuno che ha del rovere, inoltrala."),
    ("it", "Ti è piaciuta?"),
    ("it", "Le opinioni sono solo mie, non del consiglio."),
    ("pt", "Se faltar a peça, deixe um comentário."),
    ("pt", "Use o código METADE50 para baixar a velocidade a 50%."),
    ("pt", "Recebeu esta mensagem porque está no turno da noite."),
    ("pt", "Para cancelar a subscrição de um alerta, clique no nome."),
    ("pt", "Inscreva-se no nosso curso."),
    ("pt", "Partilha esta carta com quem não pôde vir."),
    ("pt", "Se conhece alguém com carvalho, encaminhe esta carta."),
    ("pt", "As opiniões são só minhas, não da direção."),
    ("nl", "Laat een reactie achter."),
    ("nl", "Als het onderdeel ontbreekt, plaats een reactie."),
    ("nl", "Gebruik code HALF50 om de snelheid tot 50% te verlagen."),
    ("nl", "Meld je aan voor onze cursus."),
    ("nl", "Deel deze brief met wie er niet bij kon zijn."),
    ("nl", "Als je iemand kent met eikenhout, stuur deze brief door aan de secretaris."),
    ("nl", "Trakteer me op koffie en ik vertel je alles."),
]  # fmt: skip


def read(language: str, text: str) -> tuple[Verdict, ...]:
    article = Article(text, language=language)
    return classify_blocks(article, split_blocks(article, language), load(language), Options())


def removed(language: str, text: str) -> list[str]:
    return [text[verdict.start : verdict.end] for verdict in read(language, text) if not verdict.kept]


@pytest.mark.parametrize("place", [2, 3], ids=["middle", "end"])
@pytest.mark.parametrize(("language", "rule"), FORMULAS, ids=lambda one: getattr(one, "id", one))
def test_a_line_that_is_a_formula_goes_alone(language: str, rule: Rule, place: int) -> None:
    story = STORIES[language]
    texts = {hit: "\n\n".join((*story[:place], hit, *story[place:])) for hit in rule.hits}
    assert {hit: removed(language, text) for hit, text in texts.items()} == {hit: [hit] for hit in rule.hits}


@pytest.mark.parametrize(("language", "line"), LOOK_ALIKES)
def test_what_speaks_of_such_things_stays(language: str, line: str) -> None:
    first, second, third = STORIES[language]
    assert removed(language, f"{first}\n\n{second}\n\n{line}\n\n{third}") == []


@pytest.mark.parametrize("language", ELSEWHERE)
@pytest.mark.parametrize("rule", OF_ELSEWHERE, ids=lambda one: one.id)
def test_formulas_of_languages_without_a_pack(language: str, rule: Rule) -> None:
    first, second, third = ELSEWHERE[language]
    texts = {hit: f"{first}\n\n{second}\n\n{hit}\n\n{third}" for hit in rule.hits}
    assert {hit: removed(language, text) for hit, text in texts.items()} == {hit: [hit] for hit in rule.hits}


@pytest.mark.parametrize(("language", "line"), LOOK_ALIKES_ELSEWHERE)
def test_what_speaks_of_such_things_stays_without_a_pack(language: str, line: str) -> None:
    first, second, third = ELSEWHERE[language]
    assert removed(language, f"{first}\n\n{second}\n\n{line}\n\n{third}") == []


@pytest.mark.parametrize("is_behind", [True, False], ids=["behind the story", "before the story"])
@pytest.mark.parametrize(("language", "sentence"), OF_GUIDES_AND_LETTERS)
def test_what_guides_and_letters_ask_stays_in_its_paragraph(language: str, sentence: str, is_behind: bool) -> None:
    first, second, third = STORIES[language]
    paragraph = f"{second} {sentence}" if is_behind else f"{sentence} {second}"
    assert removed(language, f"{first}\n\n{paragraph}\n\n{third}") == []


@pytest.mark.parametrize(
    ("paragraph", "gone"),
    [
        ("Support us on Patreon, the band told the crowd.", []),
        ("The band was paid, she said. Support us on Patreon!", ["Support us on Patreon!"]),
    ],
)
def test_a_formula_that_is_reported_stays(paragraph: str, gone: list[str]) -> None:
    first, second, third = STORIES["en"]
    assert removed("en", f"{first}\n\n{second}\n\n{paragraph}\n\n{third}") == gone


@pytest.mark.parametrize(
    ("language", "formula"),
    [
        ("en", "As an Amazon Associate I earn from qualifying purchases."),
        ("de", "Spendier mir einen Kaffee auf Ko-fi."),
        ("fr", "Pour voir cette vidéo, vous devez accepter les cookies."),
        ("es", "En calidad de afiliado de Amazon, obtengo ingresos por las compras adscritas."),
        ("it", "Offrimi un caffè su Ko-fi."),
        ("pt", "Para ver este vídeo tem de aceitar os cookies."),
        ("nl", "Om deze video te bekijken moet je cookies accepteren."),
    ],
)
def test_in_a_paragraph_of_the_story_its_sentence_goes_alone(language: str, formula: str) -> None:
    first, second, third = STORIES[language]
    assert removed(language, f"{first}\n\n{second} {formula}\n\n{third}") == [formula]


PLEAS = [
    ("en", "Enjoyed this? Forward it to a friend.", "You can read the tide table on the door, and you will need it."),
    ("de", "Gefällt dir der Brief? Leite ihn gern weiter.", "Lies den Fahrplan an der Tür, du brauchst ihn."),
    ("fr", "Cette lettre vous a plu ? Transférez-la à une amie.", "Lisez l’horaire sur la porte, il vous servira."),
    ("es", "¿Te ha gustado? Compártelo con una amiga.", "Lee el horario en la puerta, lo vas a necesitar."),
    ("nl", "Vond je dit leuk? Stuur het door naar een vriend.", "Lees de tijden op de deur, je hebt ze nodig."),
]  # fmt: skip


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("is_behind", [True, False], ids=["behind the story", "before the story"])
@pytest.mark.parametrize(("language", "plea", "sentence"), PLEAS)
def test_a_formula_of_two_sentences_leaves_the_third(
    language: str, plea: str, sentence: str, is_behind: bool, place: int
) -> None:
    rule = Rule(
        "own", rf"(?i)^(?:.*[.!?…] )?{re.escape(plea)}", "test", kind=Kind.APP_OR_SOCIAL, weight=6.5, is_formula=True
    )
    pack = load(language)
    paragraphs = [*STORIES[language]]
    paragraphs[place] = f"{sentence} {plea}" if is_behind else f"{plea} {sentence}"
    text = "\n\n".join(paragraphs)
    article = Article(text, language=language)
    verdicts = classify_blocks(
        article, split_blocks(article, language), pack._replace(rules=(*pack.rules, rule)), Options()
    )
    assert " ".join(text[one.start : one.end] for one in verdicts if not one.kept) == plea


@pytest.mark.parametrize(("language", "rule"), FORMULAS, ids=lambda one: getattr(one, "id", one))
def test_beside_a_sentence_of_the_story_a_formula_takes_its_own_alone(language: str, rule: Rule) -> None:
    story, lost = STORIES[language], []
    for hit, place, is_behind in product(rule.hits, range(3), (True, False)):
        paragraphs, stop = [*story], "" if hit[-1] in ".!?…" else "."
        paragraphs[place] = f"{story[place]} {hit}" if is_behind else f"{hit}{stop} {story[place]}"
        gone = " ".join(removed(language, "\n\n".join(paragraphs)))
        lost += [(hit, sentence) for sentence in story if sentence in gone]
    assert lost == []


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("en", "On the door hung a note: “I am at sea. Support us on Patreon. Feed the cat.”"),
        ("en", "On the door hung a note: ‘I am at sea. Follow me on Instagram. Feed the cat.’"),
        ("en", "On the door hung a note: ‘Follow me on Instagram for more knots. Feed the cat.’"),
        ("en", "The children’s note was short. ‘Follow me on Instagram.’ Nobody did."),
        ("de", "Am Tor hing ein Zettel: ›Folgt mir auf Instagram für mehr Moos. Füttert die Katze.‹"),
        ("en", "The board by the door reads: tell me in the comments."),
        ("en", "In the shop (where Ann works) follow me on Instagram is what the mirror says."),
    ],
)
def test_a_formula_in_a_quotation_or_behind_words_of_the_story_stays(language: str, quoted: str) -> None:
    first, second, third = STORIES[language]
    assert removed(language, f"{first}\n\n{second} {quoted}\n\n{third}") == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "– Steun ons, riep de penningmeester. De zaal bleef stil en niemand bewoog."),
        ("de", "– Unterstützen Sie uns, rief der Kassenwart. Der Saal blieb still, und niemand rührte sich."),
        ("fr", "— Soutenez-nous, cria le trésorier. La salle resta muette et personne ne bougea."),
        ("es", "—Apóyanos —gritó el tesorero. La sala quedó en silencio y nadie se movió."),
        ("it", "– Sostienici, gridò il tesoriere. La sala rimase muta e nessuno si mosse."),
        ("pt", "— Apoie-nos, gritou o tesoureiro. A sala ficou em silêncio e ninguém se mexeu."),
        ("de", "– Spendier mir einen Kaffee."),
        ("fr", "— Offre-moi un café."),
        ("es", "—¿Me invitas a un café?"),
        ("it", "– Offrimi un caffè."),
    ],
)
def test_what_is_said_behind_a_dash_stays(language: str, line: str) -> None:
    first, second, third = STORIES[language]
    assert removed(language, f"{first}\n\n{second}\n\n{line}\n\n{third}") == []


def test_the_weight_of_a_formula_is_one_term_of_the_evidence() -> None:
    text = "\n\n".join((*STORIES["en"], "Tap the bell to turn on notifications."))
    verdict = read("en", text)[-1]
    assert [term.source for term in verdict.evidence].count("en.push-prompt") == 1
    logit = math.log(verdict.probability / (1 - verdict.probability))
    assert math.fsum(term.weight for term in verdict.evidence) == pytest.approx(logit)


def test_formulas_that_weigh_alike_stand_in_one_order() -> None:
    text = "Use code TIDE20 at checkout and save. Buy me a coffee at ko-fi.com/heron."
    program = f"import newsieve; print(*[e.source for b in newsieve.explain({text!r}).verdicts for e in b.evidence])"
    command = [sys.executable, "-c", program]
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in "12"]  # that order these two otherwise in a set
    orders = {subprocess.run(command, env=seed, capture_output=True, check=True).stdout for seed in seeds}
    assert len(orders) == 1


def test_formulas_stand_in_packs_alone() -> None:
    rule = 'id = "a"\nkind = "advert"\npattern = "a"\nreason = "b"\nformula = true\n'
    with pytest.raises(UsageError, match="unknown key 'formula'"):
        parse_rules(f"[[rule]]\n{rule}", "user")
