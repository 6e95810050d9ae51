"""After how many minutes without use an encrypted workspace locks."""

from auditor.policy import policy
from ui.parts.layout import Card, Column
from ui.parts.words import Text
from ui.security.section import SettingsSection
from ui.settings import LOCKS_AFTER, LOCKS_USUALLY, Settings

HOW = (
    "An encrypted workspace locks when nobody has used it for as long. Keys, the mouse, scrolling and what assistive "
    "tools do count as use. You are warned a minute before, and any key keeps it open."
)
SAVED = (
    "Everything you typed is saved first, and unlocking leads back to where you were. While long work is under way "
    "it does not lock. To lock at once, press Ctrl+Shift+L."
)
HEAD = "Lock after so long without use"


class LockSection(SettingsSection):
    """The minutes, as far as the council leaves the choice."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        rules = policy()
        most = rules.lock_after_max
        usual = min(rules.lock_after_minutes or LOCKS_USUALLY, most or LOCKS_USUALLY)
        whose = (
            "As your council's policy says"
            if rules.lock_after_minutes or (most or LOCKS_USUALLY) < LOCKS_USUALLY
            else "As usual"
        )
        words = {0: f"{whose}: {usual} minutes"}
        words |= {n: f"{n} minutes" for n in LOCKS_AFTER if n and (most is None or n <= most)}
        self._choices = self.choices(words, HEAD, "lock_after")
        limit = [] if most is None else [Text(f"Your council's policy allows {most} minutes at most.", tone="ink2")]
        fault = [Text(rules.fault, tone="delayed", bold=True)] if rules.fault else []
        self.add(Card(
            Text(HOW), self.head(HEAD, "lock_after"), Column(*self._choices.values(), gap=0), *limit, *fault,
            Text(SAVED), title="Lock after", gap=3, pad=5,
        ))  # fmt: skip

    def refresh(self) -> None:
        """Show the choice in force; one that the council no longer allows shows as its most."""
        super().refresh()
        chosen = self.settings.lock_after
        if chosen not in self._choices:
            chosen = max(self._choices)
        button = self._choices[chosen]
        blocked = button.blockSignals(True)  # showing is not choosing
        button.setChecked(True)
        button.blockSignals(blocked)
