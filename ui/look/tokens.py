"""Colour, space and type by name. Nothing else in the program names a colour."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtGui import QPalette

Colours = Mapping[str, str]


class Theme(StrEnum):
    """What a person can choose: the system's own colours, or one of ours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


# Text is at least 4.5 to 1, parts of controls at least 3 to 1 (WCAG 2.2); tests/ui/look measures every pair.
LIGHT: Colours = {
    "canvas": "#F6F5F1", "surface": "#FFFFFF", "sunken": "#EDEBE4", "line": "#DDD9CF", "edge": "#7F7C70",
    "ink": "#1B2330", "ink2": "#464F5E", "ink3": "#5D6573",
    "accent": "#0B5A5E", "accent_hover": "#084548", "accent_soft": "#DCECEB", "on_accent": "#FFFFFF",
    "focus": "#0B5A5E", "selected": "#DCECEB", "on_selected": "#1B2330", "hover": "#F3F1EB",
    "met": "#185FC5", "met_soft": "#E2ECFA",
    "partly": "#7A5200", "partly_soft": "#FBF0D2", "partly_fill": "#B47601",
    "not_met": "#782410", "not_met_soft": "#F9E5DE",
    "not_applicable": "#545A64", "not_applicable_soft": "#ECEEF1",
    "cannot_tell": "#662E74", "cannot_tell_soft": "#F3E8F6",
    "completed": "#185FB0", "completed_soft": "#E2ECFA",
    "on_track": "#155841", "on_track_soft": "#DDF0E6",
    "under_way": "#7A5200", "under_way_soft": "#FBF0D2", "under_way_fill": "#BF7404",
    "delayed": "#A7200F", "delayed_soft": "#FBE4DF",
    "not_started": "#5A6172", "not_started_soft": "#ECEEF1",
    "bar": "#2C6E74", "track": "#E9E6DD", "track_edge": "#7F7C70", "paper": "#FFFFFF",
}  # fmt: skip
DARK: Colours = {
    "canvas": "#13171C", "surface": "#1B2128", "sunken": "#0F1317", "line": "#333C47", "edge": "#78828F",
    "ink": "#ECEAE4", "ink2": "#BCC2CB", "ink3": "#9CA4B0",
    "accent": "#7CCBC6", "accent_hover": "#9CDAD6", "accent_soft": "#1F3A3C", "on_accent": "#08201F",
    "focus": "#7CCBC6", "selected": "#1F3A3C", "on_selected": "#ECEAE4", "hover": "#242B33",
    "met": "#6FA9FB", "met_soft": "#1B2D49",
    "partly": "#F9D166", "partly_soft": "#3A2F12", "partly_fill": "#F9D166",
    "not_met": "#F5866C", "not_met_soft": "#41211A",
    "not_applicable": "#BBC0C7", "not_applicable_soft": "#2A313A",
    "cannot_tell": "#D69AE2", "cannot_tell_soft": "#372341",
    "completed": "#6FA9FB", "completed_soft": "#1B2D49",
    "on_track": "#4ED184", "on_track_soft": "#15331F",
    "under_way": "#F6CB35", "under_way_soft": "#3A2F12", "under_way_fill": "#F6CB35",
    "delayed": "#FF7A63", "delayed_soft": "#43211A",
    "not_started": "#CBCFD4", "not_started_soft": "#2A313A",
    "bar": "#63B3AE", "track": "#2A323B", "track_edge": "#78828F", "paper": "#E4E1D8",
}  # fmt: skip
CONTRAST: Colours = {
    "canvas": "#000000", "surface": "#000000", "sunken": "#000000", "line": "#FFFFFF", "edge": "#FFFFFF",
    "ink": "#FFFFFF", "ink2": "#FFFFFF", "ink3": "#E6E6E6",
    "accent": "#5FF0E6", "accent_hover": "#FFFFFF", "accent_soft": "#003A3A", "on_accent": "#000000",
    "focus": "#FFE14D", "selected": "#003A3A", "on_selected": "#FFFFFF", "hover": "#1F1F1F",
    "met": "#9CC8FF", "met_soft": "#000000",
    "partly": "#FFD24A", "partly_soft": "#000000", "partly_fill": "#FFD24A",
    "not_met": "#FF9F8A", "not_met_soft": "#000000",
    "not_applicable": "#E6E6E6", "not_applicable_soft": "#000000",
    "cannot_tell": "#F0B6FF", "cannot_tell_soft": "#000000",
    "completed": "#9CC8FF", "completed_soft": "#000000",
    "on_track": "#8CF0A8", "on_track_soft": "#000000",
    "under_way": "#FFD24A", "under_way_soft": "#000000", "under_way_fill": "#FFD24A",
    "delayed": "#FF9F8A", "delayed_soft": "#000000",
    "not_started": "#E6E6E6", "not_started_soft": "#000000",
    "bar": "#5FF0E6", "track": "#000000", "track_edge": "#FFFFFF", "paper": "#FFFFFF",
}  # fmt: skip
OURS: Mapping[Theme, Colours] = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.CONTRAST: CONTRAST}

ANSWERS = ("met", "partly", "not_met", "not_applicable", "cannot_tell")
STATES = ("completed", "on_track", "under_way", "delayed", "not_started")

# Pixels where body text is 15 px. Spacing steps grow at half the rate of the text.
SPACE: Mapping[int, int] = {0: 0, 1: 4, 2: 8, 3: 12, 4: 16, 5: 24, 6: 32, 7: 48, 8: 64}
RADIUS: Mapping[str, int] = {"small": 6, "control": 8, "card": 12}
TYPE: Mapping[str, int] = {"caption": 13, "body": 15, "question": 17, "h2": 20, "h1": 26, "figure": 34}
# Roles whose ordinary weight is 600; a question is written in 600 too, and its plain text by asking for 400.
HEAVY = frozenset({"question", "h2", "h1", "figure"})


def system_colours(palette: QPalette) -> Colours:
    """The tokens under a contrast theme of the system: its own colours only, soft grounds off, marks in text colour."""

    def of(role: QPalette.ColorRole) -> str:
        return palette.color(QPalette.ColorGroup.Active, role).name()

    window, base = of(QPalette.ColorRole.Window), of(QPalette.ColorRole.Base)
    ink, text = of(QPalette.ColorRole.WindowText), of(QPalette.ColorRole.Text)
    highlight, on_highlight = of(QPalette.ColorRole.Highlight), of(QPalette.ColorRole.HighlightedText)
    colours = dict.fromkeys(LIGHT, ink)
    colours |= {f"{state}_soft": base for state in (*ANSWERS, *STATES)}
    colours |= {"canvas": window, "sunken": window, "surface": base, "hover": base, "track": base, "paper": base}
    colours |= {"accent": highlight, "accent_hover": highlight, "on_accent": on_highlight, "accent_soft": base}
    colours |= {"selected": highlight, "on_selected": on_highlight, "focus": highlight, "bar": highlight, "ink3": text}
    return colours
