"""Names of the groups under which `explain` shows what the lexicons' categories argue."""

_MEMBERS = {
    "money words": ("give", "amount", "appeal", "no_paywall", "thanks", "charity"),
    "sign-up words": ("subscribe", "account", "newsletter", "consent", "free", "app", "social", "share"),
    "the outlet speaks of itself": ("outlet", "self", "masthead"),
    "address to the reader": ("reader", "imperative"),
    "furniture words": ("related", "advert", "shop", "comments", "contact", "legal", "cookie", "nav", "media", "byline",
                        "about", "calendar"),
    "telling words": ("speech", "narrative", "third_person", "newsmakers"),
    "a person tells": ("person", "lived", "kin"),
}  # fmt: skip
CATEGORY_GROUPS = {category: group for group, members in _MEMBERS.items() for category in members}
