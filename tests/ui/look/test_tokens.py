"""Every colour is readable where it is used (WCAG 2.2: text 4.5 to 1, parts of controls 3 to 1)."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QPalette

from ui.look.tokens import ANSWERS, LIGHT, OURS, STATES, Colours, Theme, system_colours

TEXT = ("ink", "ink2", "ink3", "accent", *ANSWERS, *STATES)
FILLS = ("met", "partly_fill", "not_met", "not_applicable", "cannot_tell")


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb: WCAG 2.2, glossary."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", OURS)
def test_text_reads_on_every_paper(theme: Theme) -> None:
    """Text colours reach 4.5 on page, card and sidebar, and 9 in the contrast theme."""
    colours = OURS[theme]
    least = 9 if theme is Theme.CONTRAST else 4.5
    for token in TEXT:
        for paper in ("surface", "canvas"):
            assert contrast(colours[token], colours[paper]) >= least, (token, paper)
    assert contrast(colours["ink2"], colours["sunken"]) >= least
    assert contrast(colours["ink"], colours["hover"]) >= 4.5


@pytest.mark.parametrize("theme", OURS)
def test_words_read_on_their_own_ground(theme: Theme) -> None:
    """A state's word reads on its soft ground, and text on the accent and on a selected row."""
    colours = OURS[theme]
    for state in (*ANSWERS, *STATES):
        assert contrast(colours[state], colours[f"{state}_soft"]) >= 4.5, state
        assert contrast(colours["ink"], colours[f"{state}_soft"]) >= 4.5, state
    assert contrast(colours["on_accent"], colours["accent"]) >= 4.5
    assert contrast(colours["on_accent"], colours["accent_hover"]) >= 4.5
    assert contrast(colours["on_selected"], colours["selected"]) >= 4.5


@pytest.mark.parametrize("theme", OURS)
def test_parts_of_controls_are_seen(theme: Theme) -> None:
    """Edges, focus ring, chart fill and marks reach 3 on card and page."""
    colours = OURS[theme]
    for token in ("edge", "focus", "bar", "track_edge", "under_way_fill", *FILLS):
        for paper in ("surface", "canvas"):
            assert contrast(colours[token], colours[paper]) >= 3, (token, paper)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_no_two_answers_share_a_colour(theme: Theme) -> None:
    """Five answers, five fills."""
    assert all(OURS[theme][a] != OURS[theme][b] for a, b in combinations(FILLS, 2))


def test_all_themes_name_the_same_tokens() -> None:
    """A page may use any token in any theme."""
    assert {frozenset(colours) for colours in OURS.values()} == {frozenset(LIGHT)}


def test_system_contrast_uses_no_colour_of_ours() -> None:
    """Under a contrast theme of the system every token is one of the system's colours."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "#000001",
        QPalette.ColorRole.Base: "#000002",
        QPalette.ColorRole.WindowText: "#ffff00",
        QPalette.ColorRole.Text: "#ffff01",
        QPalette.ColorRole.Highlight: "#00ffff",
        QPalette.ColorRole.HighlightedText: "#000003",
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    colours: Colours = system_colours(palette)
    assert set(colours) == set(LIGHT)
    assert set(colours.values()) <= set(roles.values())
    assert colours["met_soft"] == colours["delayed_soft"] == "#000002"
