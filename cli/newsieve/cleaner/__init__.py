"""Blocks to verdicts: what pitches to the reader and what is the story, with the evidence for it.

`classify_blocks` is the whole, list to list. Text becomes tokens (`tokens`, `lexicon`), rules match (`rules`), stage
one scores each block by itself (`stage_one`: hashed n-grams and sparse surface features, linear), and the sentences of
paragraphs that name a pitch (`paragraphs`). What it is sure of goes no further (`gate`). The rest is seen in its place
(`features`) by boosted trees (`stage_two`), firm pitches lend to their middles (`spans`), paragraphs that a pitch
shares with the story are taken apart (`paragraphs`), what is around a line may vouch for it (`vouching`), parts of a
box go with its ask (`boxes`), those of a table together (`tied_spans`), each gets its kind (`kinds`), and a level
decides. The logit of a block is the forest's, or stage one's, and the weights of what the page, the user's rules, the
site's memory (`repetition`), its span, its box and its table say; everything adds up in log-odds (`evidence`). Weights
and thresholds come from the model file (`model`, `thresholds`).
"""

from newsieve.cleaner.classify import classify_blocks
from newsieve.cleaner.model import Model, current_model, parse_model, use_model
from newsieve.cleaner.repetition import (
    FEWEST_DOCUMENTS,
    fingerprint,
    fingerprint_figures,
    host_of,
    list_sites_of,
    site_of,
)
from newsieve.cleaner.tokens import read_text

__all__ = [
    "FEWEST_DOCUMENTS",
    "Model",
    "classify_blocks",
    "current_model",
    "fingerprint",
    "fingerprint_figures",
    "host_of",
    "list_sites_of",
    "parse_model",
    "read_text",
    "site_of",
    "use_model",
]
