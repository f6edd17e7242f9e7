"""A story: the documents that tell it, the fullest first."""

from typing import NamedTuple

from newsieve.stories.telling import Telling


class Story(NamedTuple):
    """Story of a brief: headline and digest are those of its fullest document."""

    documents: tuple[Telling, ...]

    @property
    def title(self) -> str:
        """The headline of the fullest document, or its first words."""
        return self.documents[0].title

    @property
    def url(self) -> str | None:
        """The address of the fullest document."""
        return self.documents[0].url

    @property
    def date(self) -> str | None:
        """The date of the newest document as it gives it."""
        return self._newest.date

    @property
    def day(self) -> str | None:
        """The day of that date, as in 2026-11-28."""
        return self._newest.day

    @property
    def sentences(self) -> tuple[str, ...]:
        """The digest of the fullest document, without what the headline says."""
        return self.documents[0].sentences

    @property
    def text(self) -> str:
        """The sentences, joined by a space."""
        return " ".join(self.sentences)

    @property
    def published(self) -> float:
        """Time at which the newest of its documents was published, in seconds since 1970."""
        return self._newest.published

    @property
    def _newest(self) -> Telling:
        """The newest of the documents that name their day, if any does, else of all."""
        return max(self.documents, key=lambda telling: (telling.is_dated, telling.published))

    @property
    def named(self) -> tuple[Telling, ...]:
        """The documents that have a name or a place of their own, the fullest of each."""
        found: dict[tuple[str, str | None], Telling] = {}
        for telling in self.documents:
            found.setdefault((telling.name, telling.place), telling)
        return tuple(found.values())

    def day_of(self, telling: Telling) -> str | None:
        """The day to print beside one of its documents: its own, of others where it differs from the first's."""
        first = self.documents[0]
        return telling.day if telling is first or telling.day != first.day else None

    def date_label(self, telling: Telling, label: str) -> str:
        """Put the day of one of its documents before its label, where that is to be printed."""
        return f"{day} {label}" if (day := self.day_of(telling)) else label

    def headline_of(self, telling: Telling) -> str | None:
        """The headline to print beside one of its documents: of others where it says something of its own."""
        first = self.documents[0]
        return None if telling is first or telling.title.casefold() == first.title.casefold() else telling.title

    def name_of(self, telling: Telling) -> str:
        """Name of whose one of its documents is, with its own headline: what was joined stays in sight."""
        headline = self.headline_of(telling)
        return f"{telling.name}: {headline}" if headline else telling.name
