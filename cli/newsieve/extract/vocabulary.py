"""What elements and class names say about what stands in them: tables only."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SKIPPED = _words(
    "script style template noscript iframe svg canvas object embed video audio map link meta head title base "
    "nav aside figure figcaption dialog footer menu button select input textarea datalist option progress meter "
    "annotation annotation-xml frameset frame applet rp rt"
)
LAST_RESORT = _words("nav aside figure figcaption dialog footer menu noscript")  # read when all else is empty
CONTAINERS = _words(
    "html body div section article main header footer aside nav form fieldset details summary center address hgroup "
    "table thead tbody tfoot tr caption ul ol dl blockquote figure dialog menu noscript"
)
LEAVES = _words("p h1 h2 h3 h4 h5 h6 li td th dt dd pre figcaption")  # blocks that hold text themselves
HEADINGS = _words("h1 h2 h3 h4 h5 h6")
CELLS = frozenset(("td", "th"))
SKIPPED_ROLES = _words(
    "navigation banner complementary contentinfo dialog alertdialog search menu menubar toolbar tooltip tablist"
)

# Names that a small box bears when it is not the story. Compared with whole words of class and id.
PROMO = _words(
    "ad ads advert advertisement advertising advertorial sponsor sponsored promo promos promotion promoted banner "
    "newsletter newsletters subscribe subscription signup paywall donate donation donations membership register login "
    "share sharing sharebar shares social socials follow facebook twitter whatsapp pinterest sharedaddy addtoany "
    "related recommended recommendation recommendations recirc recirculation readmore trending popular teaser teasers "
    "outbrain taboola breadcrumb breadcrumbs pagination pager tags tagcloud taglist topics "
    "comment comments disqus respond reactions byline bylines author authors dateline timestamp pubdate published "
    "updated meta metadata caption captions credit credits photocredit copyright cookie cookies consent gdpr popup "
    "modal overlay sidebar widget widgets toolbar print printfriendly rating ratings jump skip toc screenreader "
    "nav navigation navbar menu footer masthead"
)
