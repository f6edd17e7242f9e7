"""The choice of a candidate for the article, made before its blocks are classified one by one."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Numbers of the candidate's blocks, and of those that readability keeps.

    `scores` are readability's of containers by their places, beside the best of them (1).
    """

    blocks: list[int]
    kept: list[int]
    scores: Mapping[int, float]
