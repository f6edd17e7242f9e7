"""Blocks to verdicts: what pitches to the reader and what is the story, with the evidence for it.

Two stages. The first sees each block by itself: a linear model over hashed n-grams of the words and over traits that
carry to other publishers and languages (shares of the language pack's lexicons, length, letters, marks). The last sees
what the first said of a block, of its neighbours and of the document, where the block stands, which words it shares
with the story, and how well a run of pitches around it is supported, so that the middle of an appeal goes with its
ends: boosted trees, whose path through each tree adds up to the evidence. Rules, the site's memory and the page that a
block stood in are further witnesses. What they argue is in log-odds and adds up to the probability.
"""

from newsieve.cleaner.judge import judge
from newsieve.cleaner.memory import FEWEST_DOCUMENTS, fingerprint, host_of, site_of
from newsieve.cleaner.model import Model, current_model, parse_model, use_model

__all__ = [
    "FEWEST_DOCUMENTS",
    "Model",
    "current_model",
    "fingerprint",
    "host_of",
    "judge",
    "parse_model",
    "site_of",
    "use_model",
]
