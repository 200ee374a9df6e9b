"""Texts as far as they are written, and the structure that they suggest."""

from pydantic import Field

from needs.domain.suggestions import Draft
from shared.http.documents import Part
from shared.measures import ExactNumber


class DraftTextDocument(Part):
    """A title, a narrative or both; without a language it is guessed, and the answer says so."""

    language: str | None = Field(default=None, description="ISO 639-1: ar, zh, en, fr, ru or es", examples=["fr"])
    title: str = Field(default="", examples=["Trois machines à marquer pour la police"])
    narrative: str = ""


class DraftDocument(Part):
    """The texts of a need that is being written."""

    texts: tuple[DraftTextDocument, ...]

    def drafts(self) -> tuple[Draft, ...]:
        """Return the texts as the domain reads them."""
        return tuple(Draft(text.language, text.title, text.narrative) for text in self.texts)


class WordsView(Part):
    """The author's words: characters `start` up to, not including, `end` of a field of the text at that place."""

    text: int = Field(description="place in `texts`, from 0")
    language: str
    field: str = Field(description="title or narrative")
    start: int
    end: int
    words: str


class SuggestedKeyView(Part):
    """A key of the vocabulary with the words for it, the first twelve; `sure` in thousandths."""

    key: str
    sure: int
    because: tuple[WordsView, ...]


class SuggestedQuantityView(Part):
    """How much of which unit."""

    quantity: ExactNumber
    unit: str
    because: WordsView


class SuggestedComponentView(Part):
    """What a component of the need might say; of several quantities the likeliest stands first."""

    category: SuggestedKeyView
    secondary_categories: tuple[SuggestedKeyView, ...]
    modalities: tuple[SuggestedKeyView, ...]
    quantities: tuple[SuggestedQuantityView, ...]


class TextLanguageView(Part):
    """The language in which a text was read, and whether it was guessed."""

    language: str
    guessed: bool


class SuggestionsView(Part):
    """Suggestions, the likeliest first; empty lists where the glossary knows none of the words."""

    languages: tuple[TextLanguageView, ...] = Field(description="of each text, in the order of `texts`")
    components: tuple[SuggestedComponentView, ...]
    life_cycle_stages: tuple[SuggestedKeyView, ...]
    target_groups: tuple[SuggestedKeyView, ...]
