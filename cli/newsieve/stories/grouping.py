"""Documents to groups that tell one story: candidates by an inverted index, then agglomerative clustering.

Only documents that share keys are compared: their rarest words, names and figures, and a few of their shingles. A key
that many documents have joins each with its next neighbours only, so that the work grows with the number of documents
and not with its square. Pairs are then merged, the surest first, while the group holds together. Documents are ordered
by their content, so the groups depend on the set of documents alone.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from math import log

from newsieve.stories.signature import Signature
from newsieve.stories.weights import SCALE, WordWeights

_WORD_KEYS = 24  # of a document
_SHINGLE_KEYS = 8
_FEWEST_SHARED = 2  # keys that make a candidate
_NEIGHBOURS = 12  # on each side, that a key joins a document with
_MOST_CANDIDATES = 6  # of a document, those that share most; 4 leave no labelled pair out
_MOST_COMPARED = 4  # documents of a group that stand for it
_SURELY_TWO = 2  # times the least mean; of 2 and 2.5 times the lower leaves a chain of stories, 1.5 splits more of one
_FEWEST_OF_TWO_LINKS = 4  # documents of a merged group; of 3, one telling may well stand between two short ones
_ONE_KEY = 1 << 32  # the sum of weights counts the keys in its upper half

Score = Callable[[int, int], float]


def group_pairs(count: int, pairs: Sequence[tuple[int, int]], score: Score, cohesion: float) -> list[list[int]]:
    """The groups of `count` documents, each ascending, in the order of their first; `pairs` are the candidates.

    Documents are numbered in an order that their content gives.
    """
    scored = ((score(one, other), one, other) for one, other in _order_by_walk(pairs))
    joined = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1], pair[2]))
    members = {index: [index] for index in range(count)}
    leader = list(range(count))
    for _, one, other in joined:
        first, second = sorted((leader[one], leader[other]))
        if first != second and _holds_together(members[first], members[second], score, cohesion):
            for index in members.pop(second):
                leader[index] = first
                members[first].append(index)
            members[first].sort()
    return [members[index] for index in sorted(members)]


def find_candidates(
    signatures: Sequence[Signature], weights: WordWeights, hashes: Sequence[int]
) -> list[tuple[int, int]]:
    """The pairs that may tell one story, ascending: for each document those that share the heaviest keys with it.

    A key weighs the cube of its inverse document frequency: of articles that are built alike, each shares many words
    with all the others, and few with the one that tells the same.
    """
    words, shingles = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    keys = [_choose_keys(signature, weights, hashes) for signature in signatures]
    for index, signature in enumerate(signatures):
        for number in keys[index]:
            words[number].append(index)
        for shingle in islice(signature.shingles, _SHINGLE_KEYS):
            shingles[shingle].append(index)
    pairs = set[tuple[int, int]]()
    for index, signature in enumerate(signatures):
        shared: dict[int, int] = {}
        for number in keys[index]:
            cube = weights.square[number] * weights.single[number] // SCALE
            _add_up(shared, _list_neighbours(words[number], index), _ONE_KEY + cube)
        for shingle in islice(signature.shingles, _SHINGLE_KEYS):
            found = shingles[shingle]
            cube = round(SCALE * log(weights.total / len(found)) ** 3)
            _add_up(shared, _list_neighbours(found, index), _ONE_KEY + cube)
        shared.pop(index, None)
        pairs.update((min(index, other), max(index, other)) for other in _pick_heaviest(shared))
    return sorted(pairs)


def _order_by_walk(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs in the order of a walk from document to document, so that what is known of one is soon used again."""
    others = defaultdict[int, list[int]](list)
    for one, other in pairs:
        others[one].append(other)
        others[other].append(one)
    walked = set[int]()
    for start in others:
        waiting = [start]
        while waiting:
            index = waiting.pop()
            if index in walked:
                continue
            walked.add(index)
            left = [other for other in others[index] if other not in walked]
            yield from ((min(index, other), max(index, other)) for other in left)
            waiting += left


def _add_up(shared: dict[int, int], documents: Iterable[int], weight: int) -> None:
    for other in documents:
        shared[other] = shared.get(other, 0) + weight


def _list_neighbours(documents: Sequence[int], index: int) -> Sequence[int]:
    """The documents beside one that have a key with it, and itself."""
    if len(documents) <= _NEIGHBOURS:
        return documents
    place = bisect_left(documents, index)
    return documents[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]


def _pick_heaviest(shared: Mapping[int, int]) -> list[int]:
    enough = [(-(weight % _ONE_KEY), other) for other, weight in shared.items() if weight >= _FEWEST_SHARED * _ONE_KEY]
    return [other for _, other in sorted(enough)[:_MOST_CANDIDATES]]


def _choose_keys(signature: Signature, weights: WordWeights, hashes: Sequence[int]) -> list[int]:
    """The rarest of a document's telling words that another document has too."""
    telling = {*signature.title, *signature.lead, *signature.names, *signature.figures}
    found = [number for number in telling if weights.frequencies[number] > 1 and weights.is_rare[number]]
    if len(found) <= _WORD_KEYS:
        return found
    return sorted(found, key=lambda number: (-weights.single[number], hashes[number]))[:_WORD_KEYS]


def _holds_together(first: Sequence[int], second: Sequence[int], score: Score, cohesion: float) -> bool:
    """Whether the mean log-odds between two groups allow that they are one, and no pair of theirs is surely two.

    So a document with a line on each of several stories joins one of them, and not these with each other: what it
    alone joins is not one.
    """
    if len(first) == len(second) == 1:
        return True
    pairs = [(min(pair), max(pair)) for pair in product(_stand_for(first), _stand_for(second))]
    scores = [score(*pair) for pair in pairs]
    if sum(scores) < cohesion * len(scores) or min(scores) < _SURELY_TWO * cohesion:
        return False
    links = [{*pair} for pair, logit in zip(pairs, scores, strict=True) if logit > 0]
    alone = {*first} if len(first) == 1 else {*second} if len(second) == 1 else set[int]()
    is_bridged = bool(links) and bool(set.intersection(*links) - alone)  # by one document, the cut vertex of a graph
    return not is_bridged or len(first) + len(second) < _FEWEST_OF_TWO_LINKS


def _stand_for(members: Sequence[int]) -> Sequence[int]:
    """Members at even distances."""
    if len(members) <= _MOST_COMPARED:
        return members
    return [members[place * (len(members) - 1) // (_MOST_COMPARED - 1)] for place in range(_MOST_COMPARED)]
