"""What the rankers choose, and that each of them holds to its budget."""

import pytest

from newsieve.errors import UsageError
from newsieve.model import Story
from newsieve.rank import RANKERS, choose

WALK = "A man walked into the old town on Monday."
QUIET = "The town was very quiet then."
RAIN = "Rain fell on the old town and on the man all night long."


def make_story(
    *sentences: str, language: str = "en", title: str | None = None, tags: dict[int, str] | None = None
) -> Story:
    """A story of one block a sentence."""
    marks = tuple((tags or {}).get(index, "") for index in range(len(sentences)))
    return Story(sentences, tuple(range(len(sentences))), marks, title, language)


STORIES = {
    "one sentence": make_story(WALK),
    "two sentences": make_story(WALK, QUIET),
    "three sentences": make_story(WALK, QUIET, RAIN),
    "repeated": make_story(*[WALK] * 5, QUIET),
    "no words at all": make_story("...", "!!!", "---", "..."),
    "Chinese": make_story(
        "今天天气很好，我们去公园散步。", "公园里有很多人在散步。", "北京今天下雨了，交通很拥堵。", language="zh"
    ),
    "Thai": make_story("วันนี้อากาศดีมากและเราไปเดินเล่นที่สวนสาธารณะ", "เด็กๆ เล่นกันในสวน", language="th"),
    "Arabic": make_story("أعلن الوزير عن خطة جديدة لدعم التعليم.", "وقال إن الخطة ستبدأ العام المقبل.", language="ar"),
    "Greek": make_story("Ο πρωθυπουργός μίλησε σήμερα στη Βουλή.", "Η Βουλή ψήφισε τον νόμο χθες.", language="el"),
    "language unknown": make_story("Foo bar baz qux quux.", "Lorem ipsum dolor sit amet.", language=""),
}


@pytest.mark.parametrize("ranker", RANKERS)
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_ranker_fills_its_budget(ranker: str, story: Story) -> None:
    distinct = len(set(story.sentences))
    for sentences in (1, 2, 9):
        chosen = choose(story, ranker, sentences=sentences)
        assert len(chosen) == min(sentences, distinct)
        assert len({story.sentences[one.index] for one in chosen}) == len(chosen)
        assert sorted(one.index for one in chosen) == [one.index for one in chosen]


@pytest.mark.parametrize("ranker", RANKERS)
def test_nothing_of_nothing(ranker: str) -> None:
    assert choose(make_story(), ranker) == ()


def test_unknown_ranker() -> None:
    with pytest.raises(UsageError, match="news, lead"):
        choose(STORIES["one sentence"], "magic")
