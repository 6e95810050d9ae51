"""The states of a round in order, with the one it is in."""

from auditor.round_states import ORDER, WORDS
from db.vocabulary import RoundState
from ui.parts.chip import Chip
from ui.parts.layout import Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text


class Stepper(Wrap):
    """Draft, open, moderating, facts check, signed off: those behind are ticked, the one the round is in stands out."""

    def __init__(self) -> None:
        self._steps = {state: _Step(WORDS[state].capitalize(), state == ORDER[0]) for state in ORDER}
        super().__init__(*self._steps.values(), gap=1)

    def show_state(self, state: str) -> None:
        """Show the state a round is in."""
        at = ORDER.index(RoundState(state))
        for place, (_, step) in enumerate(self._steps.items()):
            step.stand(place - at)
        self.setAccessibleName(f"The round is {WORDS[ORDER[at]]}: step {at + 1} of {len(ORDER)}")


class _Step(Row):
    def __init__(self, word: str, first: bool) -> None:
        self._word = word
        self._arrow = Icon("chevron-right", "ink3", 14)
        self._text = Text(word, "caption", "ink2", wrap=False)
        self._tick = Icon("check", "ink2", 14)
        self._here = Chip(word, icon="map-pin")
        super().__init__(self._arrow, self._text, self._tick, self._here, gap=1)
        self._arrow.setVisible(not first)
        self.stand(1)

    def stand(self, ahead: int) -> None:
        """Below 0 it is behind, 0 is where the round is, above 0 to come."""
        self._text.setVisible(ahead != 0)
        self._tick.setVisible(ahead < 0)
        self._here.setVisible(ahead == 0)
        self._here.set_state(self._word, icon="map-pin")
