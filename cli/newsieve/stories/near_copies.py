"""Near-copies, such as an agency's text in many papers: each text once, with the documents that print it.

Documents that share one of their least shingles (MinHash, Broder 1997) are compared. The fullest document of a text
stands for it, and others are compared with it alone, so that no chain of small changes leads from a text to another.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from newsieve.stories.signature import Signature

_KEYS = 8  # least shingles of a document: of copies that share half of theirs, fewer than 1 in 200 have none of these
_MOST_TEXTS = 12  # of a key: what more texts have is a phrase, and the work grows with the number of documents
_MOST_COMPARED = 4  # texts that share most keys with a document


def find_copies(signatures: Sequence[Signature], is_copy: Callable[[int, int], bool]) -> list[list[int]]:
    """The groups of documents with one text, the fullest of each first; the groups ascend by it.

    Documents are numbered in an order that their content gives.
    """
    texts: dict[int, list[int]] = {}
    found = defaultdict[int, list[int]](list)
    for index in sorted(range(len(signatures)), key=lambda index: (-len(signatures[index].words), index)):
        keys = [*_list_keys(signatures[index])]
        shared = Counter(first for key in keys for first in found[key])
        nearest = sorted(shared, key=lambda first: (-shared[first], first))[:_MOST_COMPARED]
        text = next((first for first in nearest if is_copy(first, index)), index)
        texts.setdefault(text, []).append(index)
        if text == index:
            for key in keys:
                found[key] += [index] if len(found[key]) < _MOST_TEXTS else []
    return [texts[first] for first in sorted(texts)]


def _list_keys(signature: Signature) -> Iterator[int]:
    """Its least shingles, and its words as one number: a text may be too short for shingles."""
    yield hash(tuple(signature.words))
    yield from islice(signature.shingles, _KEYS)
