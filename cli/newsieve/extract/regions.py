"""Flags of where in a page something stands, by elements, roles and attributes; what stands within has them too."""

HIDDEN, UNSPOKEN, NOSCRIPT = 1, 2, 4
NAV, ASIDE, FOOTER, DIALOG = 8, 16, 32, 64
FIGURE, CAPTION, FORM, REVIEW, CONSENT, SUPERSEDED = 128, 256, 512, 1024, 2048, 4096
UNSEEN = HIDDEN | NOSCRIPT  # `aria-hidden` is seen
CHROME = NAV | ASIDE | FOOTER | DIALOG | CAPTION
LEFT_OUT = UNSEEN | CHROME | CONSENT | SUPERSEDED  # no part of the article, unless they hold it
NEVER = REVIEW | CONSENT | SUPERSEDED  # nobody asks whether these are of the article
