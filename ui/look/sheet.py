"""The one style sheet, written from tokens. Pages choose among its looks with dynamic properties.

| property | on | values |
|---|---|---|
| role, tone, heavy | labels | a type role; a colour token; true for weight 600 |
| ground | frames | surface, sunken, canvas; `edge` adds a line: left, right, top, bottom |
| card | frames | plain, here, quiet, row, row_here |
| kind | push buttons | primary, quiet, nav, tile (nothing: plain) |
| chip | frames | an answer or state, or plain |
| message | frames | note, done, look, problem |
| problem | fields | true: edge of 2 px |
"""

from collections.abc import Callable
from dataclasses import dataclass

from ui.look.tokens import ANSWERS, HEAVY, RADIUS, STATES, TYPE, Colours

SMALL, CONTROL, CARD = RADIUS["small"], RADIUS["control"], RADIUS["card"]
TONES = ("ink", "ink2", "ink3", "accent", "on_accent", "on_selected", *ANSWERS, *STATES)
FIELDS = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QAbstractSpinBox")
# What has an accent bar at its left is square there
SQUARE_LEFT = "border-top-left-radius: 0; border-bottom-left-radius: 0;"
# The colours of a message bar, by kind
MESSAGES = {"note": "not_started", "done": "on_track", "look": "under_way", "problem": "delayed"}


@dataclass(frozen=True)
class Paint:
    """What the sheet is written with: all colours by token, the thickness of lines in px, sizes and drawings.

    `px` takes design pixels to screen pixels; `image` gives the path of a drawing in the colour of a token.
    """

    colours: Colours
    line: int
    px: Callable[[float], int]
    image: Callable[[str, str], str]


def sheet(look: Paint) -> str:
    """The style sheet for a theme and a text size."""
    parts = (_text, _frames, _buttons, _fields, _choices, _views, _tabs, _chrome, _scrolling)
    return "\n".join(part(look) for part in parts)


def _each(*kinds: str, part: str = "") -> str:
    return ", ".join(kind + part for kind in kinds)


def _text(look: Paint) -> str:
    lines = ["QLabel { background: transparent; }"]
    for role, size in TYPE.items():
        weight = 600 if role in HEAVY else 400
        lines.append(f'QLabel[role="{role}"] {{ font-size: {look.px(size)}px; font-weight: {weight}; }}')
    lines.append('QLabel[heavy="true"] { font-weight: 600; }')
    lines.append('QLabel[heavy="false"] { font-weight: 400; }')
    size = look.px(TYPE["h2"])  # what a whole room reads, in a card of the room view
    labels = ", ".join(f'QFrame[room="true"] QLabel[role="{role}"]' for role in ("caption", "body", "question"))
    others = ", ".join(f'QFrame[room="true"] {kind}' for kind in ("QLineEdit", "QComboBox", "QPushButton"))
    lines.append(f"{labels}, {others} {{ font-size: {size}px; }}")
    lines += [f'QLabel[tone="{tone}"] {{ color: {look.colours[tone]}; }}' for tone in TONES]
    return "\n".join(lines)


def _frames(look: Paint) -> str:
    t, line = look.colours, look.line
    lines = [
        f'QFrame[ground="{name}"] {{ background: {t[name]}; border: none; }}'
        for name in ("surface", "sunken", "canvas")
    ]
    lines += [
        f'QFrame[ground][edge="{side}"] {{ border-{side}: {line}px solid {t["line"]}; }}'
        for side in ("left", "right", "top", "bottom")
    ]
    for name in (*ANSWERS, *STATES):
        colours = f"background: {t[name + '_soft']}; border: {line}px solid {t[name]};"
        lines.append(f'QFrame[chip="{name}"] {{ {colours} border-radius: {SMALL}px; }}')
    for kind, state in MESSAGES.items():
        colours = f"background: {t[state + '_soft']}; border: {line}px solid {t[state]}; border-left-width: 5px;"
        lines.append(f'QFrame[message="{kind}"] {{ {colours} border-radius: {CONTROL}px; {SQUARE_LEFT} }}')
    lines.append(f"""
QFrame[chip] {{ padding: {look.px(2)}px 0; }}
QFrame[chip="plain"] {{ background: {t["sunken"]}; border: {line}px solid {t["edge"]}; border-radius: {SMALL}px; }}
QFrame[card="plain"] {{ background: {t["surface"]}; border: {line}px solid {t["line"]}; border-radius: {CARD}px; }}
QFrame[card="here"] {{ background: {t["surface"]}; border: 2px solid {t["accent"]}; border-radius: {CARD}px; }}
QFrame[card="quiet"] {{ background: {t["sunken"]}; border: none; border-radius: {CONTROL}px; }}
QFrame[card="row"] {{ background: transparent; border: none; border-left: 4px solid transparent; }}
QFrame[card="row_here"] {{ background: {t["selected"]}; border: none; border-left: 4px solid {t["accent"]};
  border-radius: {SMALL}px; {SQUARE_LEFT} }}
QFrame[card="row_here"] QLabel {{ color: {t["on_selected"]}; }}
QFrame[rule="true"] {{ background: {t["line"]}; border: none; max-height: {line}px; min-height: {line}px; }}
QLabel[key="true"] {{ color: {t["ink2"]}; background: {t["surface"]}; border: 1px solid {t["edge"]};
  border-radius: 4px; padding: 0 {look.px(5)}px; }}
""")
    return "\n".join(lines)


def _off(look: Paint) -> str:
    """The border of what cannot be used now: the quiet line, or dashes where there is only one colour for lines."""
    t = look.colours
    return f"{look.line}px dashed {t['edge']}" if t["line"] == t["edge"] else f"{look.line}px solid {t['line']}"


def _buttons(look: Paint) -> str:
    t, px, line, off = look.colours, look.px, look.line, _off(look)
    return f"""
QPushButton {{ background: {t["surface"]}; color: {t["ink"]}; border: {line}px solid {t["edge"]}; outline: none;
  border-radius: {CONTROL}px; padding: {px(6)}px {px(14)}px; min-height: {px(22)}px; }}
QPushButton:hover {{ background: {t["hover"]}; border-color: {t["accent"]}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t["selected"]}; color: {t["on_selected"]}; }}
QPushButton:disabled {{ color: {t["ink3"]}; border: {off}; background: transparent; }}
QPushButton[kind="primary"] {{ background: {t["accent"]}; color: {t["on_accent"]}; border-color: {t["accent"]};
  font-weight: 600; }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{ background: {t["accent_hover"]}; }}
QPushButton[kind="primary"]:disabled {{ background: {t["sunken"]}; color: {t["ink3"]}; border: {off}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {t["accent"]};
  font-weight: 600; padding: {px(6)}px {px(8)}px; }}
QPushButton[kind="quiet"]:hover {{ background: {t["hover"]}; border-color: {t["edge"]}; color: {t["ink"]}; }}
QPushButton[kind="quiet"]:pressed {{ background: {t["selected"]}; color: {t["on_selected"]}; }}
QPushButton[kind="quiet"]:disabled {{ color: {t["ink3"]}; border-color: transparent; }}
QPushButton[kind="nav"] {{ background: transparent; border: none; border-left: 4px solid transparent; text-align: left;
  border-radius: {SMALL}px; padding: {px(7)}px {px(8)}px; color: {t["ink2"]}; }}
QPushButton[kind="nav"]:hover {{ background: {t["hover"]}; color: {t["ink"]}; }}
QPushButton[kind="nav"][here="true"] {{ background: {t["surface"]}; color: {t["ink"]};
  border-left: 4px solid {t["accent"]}; {SQUARE_LEFT} font-weight: 600; }}
QPushButton[kind="nav"]:disabled {{ color: {t["ink3"]}; border: none; border-left: 4px solid transparent; }}
QPushButton[kind="tile"] {{ background: {t["surface"]}; border: {line}px solid {t["line"]};
  border-radius: {CARD}px; padding: 0; }}
QPushButton[kind="tile"]:checked {{ background: {t["accent_soft"]}; border: {2 * line}px solid {t["accent"]}; }}
QPushButton[kind="tile"]:hover {{ background: {t["hover"]}; border-color: {t["accent"]}; }}
QPushButton[kind="tile"]:disabled {{ border-color: {t["line"]}; background: {t["surface"]}; }}
QToolButton {{ background: transparent; border: {line}px solid transparent; border-radius: {CONTROL}px;
  padding: {px(4)}px; color: {t["ink"]}; }}
QToolButton:hover, QToolButton:checked {{ background: {t["hover"]}; border-color: {t["edge"]}; }}
"""


def _fields(look: Paint) -> str:
    t, px, line = look.colours, look.px, look.line
    arrow = look.image("chevron-down", "ink2")
    up = look.image("chevron-up", "ink2")
    return f"""
{_each(*FIELDS)} {{ background: {t["surface"]}; color: {t["ink"]}; border: {line}px solid {t["edge"]};
  border-radius: {CONTROL}px; padding: {px(6)}px {px(10)}px; min-height: {px(22)}px;
  selection-background-color: {t["accent"]}; selection-color: {t["on_accent"]}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {{ placeholder-text-color: {t["ink3"]}; }}
{_each(*FIELDS, part=":hover")} {{ border-color: {t["accent"]}; }}
{_each(*FIELDS, part=":focus")} {{ border-color: {t["focus"]}; }}
{_each(*FIELDS, part=":disabled")} {{ color: {t["ink3"]}; background: transparent; border: {_off(look)}; }}
{_each(*FIELDS, part=":read-only:!focus")} {{ background: {t["surface"]}; }}
{_each(*FIELDS, part='[problem="true"]')} {{ border: 2px solid {t["delayed"]};
  padding: {px(6) - 1}px {px(10) - 1}px; }}
QComboBox {{ padding: {px(6)}px {px(4)}px {px(6)}px {px(10)}px; }}
QAbstractSpinBox {{ padding: {px(5)}px {px(10)}px; min-height: {px(24) - 3}px; }}
QComboBox::drop-down {{ border: none; width: {px(28)}px; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {px(16)}px; height: {px(16)}px; }}
QComboBox QAbstractItemView {{ background: {t["surface"]}; color: {t["ink"]}; border: {line}px solid {t["edge"]};
  border-radius: 0; padding: {px(4)}px; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {px(32)}px; padding: 0 {px(8)}px; }}
QAbstractSpinBox QLineEdit {{ border: none; background: transparent; padding: 0; min-height: 0; }}
QComboBox QLineEdit {{ border: none; border-radius: 0; background: transparent;
  padding: {px(4)}px {px(8)}px; min-height: {px(22)}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: {px(28)}px;
  subcontrol-origin: border; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: {px(14)}px; height: {px(14)}px; }}
QAbstractSpinBox::down-arrow {{ image: url("{arrow}"); width: {px(14)}px; height: {px(14)}px; }}
"""


def _choices(look: Paint) -> str:
    t, px, line = look.colours, look.px, look.line
    tick, dot, dash = look.image("check", "on_accent"), look.image("dot", "on_accent"), look.image("minus", "on_accent")
    on = f"background: {t['accent']}; border: {line}px solid {t['accent']};"
    # what cannot be changed now still shows what is chosen
    kept = {state: look.image(icon, "ink3") for state, icon in (("tick", "check"), ("dot", "dot"), ("dash", "minus"))}
    size = px(18)
    return f"""
QCheckBox, QRadioButton {{ spacing: {px(8)}px; min-height: {px(28)}px; outline: none; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t["ink3"]}; }}
{_each("QCheckBox", "QRadioButton", "QAbstractItemView", part="::indicator")} {{ width: {size}px; height: {size}px;
  background: {t["surface"]}; border: {line}px solid {t["edge"]}; border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {size // 2 + line}px; }}
{_each("QCheckBox", "QRadioButton", part="::indicator:hover")} {{ border-color: {t["accent"]}; }}
{_each("QCheckBox", "QAbstractItemView", part="::indicator:checked")} {{ {on} image: url("{tick}"); }}
QCheckBox::indicator:indeterminate {{ {on} image: url("{dash}"); }}
QRadioButton::indicator:checked {{ {on} image: url("{dot}"); }}
{_each("QCheckBox", "QRadioButton", part="::indicator:disabled")} {{ background: transparent; border: {_off(look)}; }}
QCheckBox::indicator:checked:disabled {{ image: url("{kept["tick"]}"); }}
QCheckBox::indicator:indeterminate:disabled {{ image: url("{kept["dash"]}"); }}
QRadioButton::indicator:checked:disabled {{ image: url("{kept["dot"]}"); }}
"""


def _views(look: Paint) -> str:
    t, px, line = look.colours, look.px, look.line
    down, up = look.image("arrow-down", "ink2"), look.image("arrow-up", "ink2")
    views = ("QTableView", "QTreeView", "QListView")
    return f"""
{_each(*views)} {{ background: {t["surface"]}; color: {t["ink"]}; border: none; outline: none;
  gridline-color: {t["line"]}; selection-background-color: {t["selected"]}; selection-color: {t["on_selected"]}; }}
{_each(*views, part="::item")} {{ padding: {px(6)}px {px(8)}px; border: none; }}
QTableView::item, QTreeView::item {{ border-bottom: {line}px solid {t["line"]}; }}
QListView::item {{ min-height: {px(24)}px; border-left: 4px solid transparent; border-radius: {SMALL}px; }}
{_each(*views, part="::item:hover")} {{ background: {t["hover"]}; }}
{_each(*views, part="::item:selected")} {{ background: {t["selected"]}; color: {t["on_selected"]}; }}
QListView::item:selected {{ border-left: 4px solid {t["accent"]}; border-top-left-radius: 0;
  border-bottom-left-radius: 0; }}
QTableView::item:focus {{ border: 2px solid {t["focus"]}; padding: {px(6) - 2}px {px(8) - 2}px; }}
QHeaderView {{ background: {t["surface"]}; border: none; }}
QHeaderView::section {{ background: {t["surface"]}; color: {t["ink2"]}; border: none; font-weight: 600;
  font-size: {px(TYPE["caption"])}px; border-bottom: {line}px solid {t["edge"]}; padding: {px(6)}px {px(8) + 3}px; }}
QHeaderView::down-arrow {{ image: url("{down}"); width: {px(14)}px; height: {px(14)}px; }}
QHeaderView::up-arrow {{ image: url("{up}"); width: {px(14)}px; height: {px(14)}px; }}
QTableCornerButton::section {{ background: {t["surface"]}; border: none; }}
"""


def _tabs(look: Paint) -> str:
    t, px = look.colours, look.px
    left, right = look.image("chevron-left", "ink2"), look.image("chevron-right", "ink2")
    return f"""
QTabWidget::pane {{ border: none; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; outline: none; }}
QTabBar::tab {{ background: transparent; color: {t["ink2"]}; border: none; border-bottom: 3px solid transparent;
  padding: {px(8)}px {px(6)}px; margin-right: {px(14)}px; min-height: {px(20)}px; }}
QTabBar::tab:hover {{ color: {t["ink"]}; border-bottom-color: {t["edge"]}; }}
QTabBar::tab:selected {{ color: {t["ink"]}; border-bottom-color: {t["accent"]}; }}
QTabBar::tab:disabled {{ color: {t["ink3"]}; }}
QTabBar::scroller {{ width: {px(48)}px; }}
QTabBar QToolButton {{ background: {t["canvas"]}; border: none; border-radius: 0; padding: 0; }}
QTabBar QToolButton::left-arrow {{ image: url("{left}"); width: {px(18)}px; height: {px(18)}px; }}
QTabBar QToolButton::right-arrow {{ image: url("{right}"); width: {px(18)}px; height: {px(18)}px; }}
"""


def _chrome(look: Paint) -> str:
    t, px, line = look.colours, look.px, look.line
    tick = look.image("check", "ink")
    return f"""
QMainWindow, QDialog {{ background: {t["canvas"]}; }}
QMenuBar {{ background: {t["canvas"]}; border-bottom: {line}px solid {t["line"]}; padding: {px(2)}px {px(8)}px; }}
QMenuBar::item {{ padding: {px(4)}px {px(10)}px; color: {t["ink2"]}; background: transparent;
  border-radius: {SMALL}px; }}
QMenuBar::item:selected {{ background: {t["selected"]}; color: {t["on_selected"]}; }}
QMenu {{ background: {t["surface"]}; border: {line}px solid {t["edge"]}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(6)}px {px(24)}px {px(6)}px {px(12)}px; color: {t["ink"]}; border-radius: {SMALL}px; }}
QMenu::item:selected {{ background: {t["selected"]}; color: {t["on_selected"]}; }}
QMenu::item:disabled {{ color: {t["ink3"]}; }}
QMenu::icon {{ padding-left: {px(8)}px; }}
QMenu::indicator {{ width: {px(16)}px; height: {px(16)}px; padding-left: {px(8)}px; }}
QMenu::indicator:checked {{ image: url("{tick}"); }}
QMenu::separator {{ height: {line}px; background: {t["line"]}; margin: {px(4)}px {px(8)}px; }}
QToolTip {{ background: {t["surface"]}; color: {t["ink"]}; border: {line}px solid {t["edge"]}; padding: {px(6)}px; }}
QStatusBar {{ background: {t["canvas"]}; border-top: {line}px solid {t["line"]}; color: {t["ink2"]};
  font-size: {px(TYPE["caption"])}px; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {t["ink2"]}; font-size: {px(TYPE["caption"])}px; }}
QSplitter::handle {{ background: {t["line"]}; }}
QSplitter::handle:horizontal {{ width: {max(3, px(3))}px; }}
QSplitter::handle:vertical {{ height: {max(3, px(3))}px; }}
QSplitter::handle:hover {{ background: {t["accent"]}; }}
QGroupBox {{ border: none; margin-top: {px(20)}px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; }}
"""


def _scrolling(look: Paint) -> str:
    t = look.colours
    wide = max(12, round((12 + look.px(12)) / 2))  # as spacing: half as fast as the text
    gap = wide // 4
    radius = (wide - 2 * gap) // 2
    return f"""
QScrollArea {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {wide}px; margin: 0; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: {wide}px; margin: 0; border: none; }}
QScrollBar::handle {{ background: {t["edge"]}; border-radius: {radius}px; margin: {gap}px; }}
QScrollBar::handle:vertical {{ min-height: 40px; }}
QScrollBar::handle:horizontal {{ min-width: 40px; }}
QScrollBar::handle:hover {{ background: {t["accent"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
"""
