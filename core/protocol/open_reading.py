"""What an open reading is: a question that the protocol's text leaves open, and the settings by which a site settles it."""

from dataclasses import dataclass

SECOND_INFUSION, ELIGIBILITY, DOSE = "second infusion", "eligibility", "dose of infusion 2"


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting by which a site settles an open reading. `options` are its words with what each makes of the rule, that of the clinical
    reference first, which is in force while the setting is unset; `moves` is the verdict it moves."""

    setting: str
    name: str
    moves: str
    options: tuple[tuple[str, str], ...]
    unset: str = ""

    @property
    def words(self) -> str:
        """What the setting does, in one sentence an option."""
        unset = self.unset or f"as {self.options[0][0]}"
        return f"{'; '.join(f'{word}: {meaning}' for word, meaning in self.options)}. Unset: {unset}."


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A question the text leaves open. `choices` are the settings that settle it, where an alternative can be computed from what is
    recorded; else `alone` says why none can. `labels` are settings that change labels only. `source`: see `Statement`."""

    id: str
    question: str
    reading: str
    screen: str
    source: str
    choices: tuple[Choice, ...] = ()
    alone: str = ""
    labels: tuple[str, ...] = ()

    @property
    def settings(self) -> tuple[str, ...]:
        """The site's settings that govern it; empty where none does."""
        return (*(choice.setting for choice in self.choices), *self.labels)
