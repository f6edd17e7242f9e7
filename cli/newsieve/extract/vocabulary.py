"""Words of elements and class names, and their meaning for the text within: tables only."""

from newsieve.extract import regions


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = _words("h1 h2 h3 h4 h5 h6")
CELLS = frozenset(("td", "th"))
PASSED_ON = _words("li blockquote dd dt")  # a paragraph in one of these is named after it
OWN_NAMES = HEADINGS | _words("pre figcaption caption tr")
LEAVES = HEADINGS | _words("p li td th dt dd pre")  # elements that hold text themselves

# Regions by element and by role; regions.py says what the flags mean.
REGIONS = {
    "nav": regions.NAV,
    "menu": regions.NAV,
    "aside": regions.ASIDE,
    "footer": regions.FOOTER,
    "dialog": regions.DIALOG,
    "noscript": regions.NOSCRIPT,
    "figure": regions.FIGURE,
    "figcaption": regions.CAPTION,
    "form": regions.FORM,
}
REGIONS_OF_ROLES = {
    **dict.fromkeys("navigation banner search menu menubar toolbar tooltip".split(), regions.NAV),
    **dict.fromkeys("dialog alertdialog".split(), regions.DIALOG),
    "complementary": regions.ASIDE,
    "contentinfo": regions.FOOTER,
}
TAGS_OF_ROLES: dict[str | None, str] = {
    "row": "tr",
    **dict.fromkeys("cell gridcell rowheader columnheader".split(), "td"),
}  # of tables that are made of other elements
FIELDS = frozenset(("select", "textarea"))  # of forms; what is in them is not read
BOXES = _words("div p section header center")  # boxes that a heading is made of
WITH_ATTRIBUTION = _words("blockquote figure q cite")  # elements whose footer says who speaks

WITH_SPEAKERS = frozenset(("blockquote", "div"))  # in which a `cite` behind a colon says who speaks
OF_HEAD = _words("title script meta link")  # elements that say something of the page
COMMENT_LINK = "#cmnt"  # how the addresses of links to and from a comment begin in Google Docs
LINK_FROM_COMMENT = "#cmnt_ref"

PREFORMATTED = _words("pre xmp listing plaintext")

_BLOCKS = LEAVES | _words(
    "html body div section article main header form fieldset legend details summary center address hgroup figure nav "
    "aside footer dialog menu noscript figcaption table thead tbody tfoot tr caption ul ol dl blockquote "
    "xmp listing plaintext"
)
_SKIPPED = _words(
    "script style template title iframe svg canvas object embed video audio map select textarea datalist "
    "progress meter annotation annotation-xml noframes applet -comment -doctype"
)
REPLACED = _words("iframe video audio object embed canvas map")  # of those, what stands on lines of its own
INLINE_KINDS = _words("inline link button deletion quoted")
KINDS: dict[str, str] = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(_SKIPPED, "skip"),
    **dict.fromkeys(("meta", "link"), "head"),
    **dict.fromkeys(("br", "hr"), "break"),
    "a": "link",
    "button": "button",
    **dict.fromkeys(("del", "s", "strike"), "deletion"),
    "q": "quoted",
}  # elements that are not here are inline

# Names that a small box bears when it is not the story. Compared with whole words of class and id.
RELATED = _words(
    "related recommended recommendation recommendations recirc recirculation readmore trending popular outbrain taboola"
)  # in names of lists of other stories
PROMO = RELATED | _words(
    "ad ads advert advertisement advertising advertorial sponsor sponsored promo promos promotion promoted banner "
    "newsletter newsletters subscribe subscription signup paywall donate donation donations membership register login "
    "share sharing sharebar shares social socials follow facebook twitter whatsapp pinterest sharedaddy addtoany "
    "teaser teasers breadcrumb breadcrumbs pagination pager tags tagcloud taglist topics "
    "comment comments disqus respond reactions byline bylines author authors dateline timestamp pubdate published "
    "updated meta metadata caption captions credit credits photocredit copyright cookie cookies consent gdpr popup "
    "modal overlay sidebar widget widgets toolbar print printfriendly rating ratings jump skip toc screenreader "
    "nav navigation navbar menu footer masthead vjs jwplayer plyr mejs"  # the last four of players
)
CONSENT = _words("cookie cookies consent gdpr qc")
CONSENT_MANAGERS = _words(
    "onetrust didomi cybot cookiebot cookiebanner cookieconsent cookiebar cookienotice cookielawinfo cmplz cky "
    "cookieyes usercentrics trustarc truste borlabs iubenda klaro osano termly quantcast sourcepoint"
)  # programs that ask for consent
BUILDERS = _words("elementor et_pb sqs fl vc wpb fusion brxe cmp wp-block")  # of pages: what their classes begin with
DIALOGS = _words("dialog modal popup overlay banner bar notice message wall layer container")
STANDFIRSTS = _words(
    "standfirst dek deck subheadline subhead subheading subtitle subtitulo summary excerpt lede lead intro description "
    "desc bajada entradilla chapo chapeau accroche sommario occhiello catenaccio vorspann teaser ingress manchet"
)
QUOTATIONS = _words("quote quotation pullquote blockquote citation zitat citat cita citazione citazioni citaat")
COMMENTS = _words(
    "comments comment disqus commentlist commentform kommentare leserkommentare kommentarer commentaires comentarios "
    "commenti komentarze komentare reacties yorumlar"
)
DISCUSSIONS = frozenset(("DiscussionForumPosting", "Question", "QAPage"))  # types of things, by schema.org
SPEECH = _words(
    "post posts postbody postcontent message messages reply replies comment comments answer answers question email "
    "note notes status speaker dialogue transcript"
)  # in names of boxes of what somebody says
PLUGINS = _words(
    "disqus fb facebook livefyre intensedebate coral viafoura openweb spotim hyvor"
)  # for comments below it
BLOGS = _words(
    "hentry blogpost type-post single-post node--type-article node-article node--type-blog node-blog"
)  # classes, by WordPress, Blogger and Drupal, of a post of a blog
USER_CARDS = _words("user userinfo postprofile usertitle userdetails userextras messageuser")
SAID = _words("content text rich review reviews")  # in names of boxes of what a user says
REVIEWS = _words("review reviews testimonial testimonials")

NOTES = _words("footnote footnotes endnote endnotes sdfootnote sdendnote")  # the last two in LibreOffice
ROLES_OF_NOTES = _words("doc-footnote doc-endnote doc-endnotes")
# Names of boxes, as features: none of them decides alone.
PICTURE_WORDS = _words("caption figcaption credit image photo video media gallery picture legend copyright img fig")
CAPTIONS = _words("caption captions figcaption")
POST_WORDS = _words(
    "message messages reply replies thread topic question answer answers discussion forum posts user quote signature "
    "product price description specs specifications details features overview review reviews faq docs documentation "
    "markdown wiki step steps section hero cta pricing testimonial testimonials"
)
OF_OTHERS = PROMO | PICTURE_WORDS | {"cta"}  # of boxes of a line between paragraphs that is not of the text

# Words before an author's name, anywhere in a line, and small words within names.
BY = "written by|posted by|authored by|by|von|par|por|di|door|af|av".split("|")
# What may stand before those words in a byline; "designed by", "photo by" tell of something else than the text.
BEFORE_BY = (
    "written compiled posted published authored contributed submitted reported reporting report story text words news "
    "article articles post recipe guide column review essay opinion comment exclusive analysis interview ago "
    "geschrieben erstellt verfasst beitrag artikel analyse kommentar bericht reportage porträt rédigé écrit publié "
    "recueillis texte escrito publicado texto scritto pubblicato testo cura geschreven gepubliceerd"
).split()
# Labels before those who looked through what others wrote.
EDITORS = "editor editors redakteur redaktor редактор 责任编辑 責任編輯 责编 責編 编辑 編輯 编审 校对 校對 편집".split()
# Words, capitalised, that end a name: what was done to the text, and when.
AFTER_NAMES = _words(
    "published updated posted modified last filed photograph photographs photos photography monday tuesday wednesday "
    "thursday friday saturday sunday aktualisiert veröffentlicht stand publié mis publicado actualizado atualizado "
    "pubblicato aggiornato gepubliceerd bijgewerkt"
)
SMALL_PARTS_OF_NAMES = _words(
    "and und et y e en & de del della di da dos du la le las los van von der den ter ten te zu zur af bin ibn bint ap "
    "ab ferch al el 't"
)
CHANGED = _words("updated modified")
PUBLISHED = _words("published created publication")
AUTHOR_WORDS = _words("author authors byline autor autoren auteur auteurs autore autores")
ORGANIZATIONS = _words(
    "agency agence agentur agencia agenzia agência news press presse newsroom newswire wire redaktion rédaction "
    "redacción redazione redação redactie office media association foundation ministry university"
)  # in names of those that a person outweighs as the author
ROLES = _words(
    "correspondent correspondents reporter reporters editor editors writer writers columnist contributor journalist "
    "journalists staff producer redakteur redakteurin korrespondent korrespondentin journalistin "
    "correspondant correspondante journaliste rédacteur rédactrice corresponsal redactor redactora periodista "
    "corrispondente giornalista inviato inviata correspondente jornalista repórter redacteur verslaggever redaktor "
    "dziennikarz dziennikarka toimittaja redaktör muhabiri корреспондент журналист кореспондент журналіст"
)  # in what is said of an author, before the name or behind it
AUTHOR_CLASSES = _words("author author-name byline byline-name entry-author post-author autor auteur autore fn")

# Words of names that anything is told by.
FEATURES = PROMO | CONSENT | CONSENT_MANAGERS | COMMENTS | PICTURE_WORDS | POST_WORDS | AUTHOR_WORDS | NOTES

LONGEST_TITLE = 300  # characters
