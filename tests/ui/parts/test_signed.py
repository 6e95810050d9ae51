"""Beside figures stands who signed them off, or what has changed since."""

from pytestqt.qtbot import QtBot

from auditor.figures import SignedOff
from ui.look import Theme, look
from ui.parts.chip import Chip
from ui.parts.message import MessageBar
from ui.parts.signed import DIFFERS, SignedNote, show_signed

SIGNED = SignedOff("Lee Example", "2026-03-31T12:00:00+00:00", "AB12-34CD", "9f86d081884c" + "0" * 52)
LINE = "Signed off by Lee Example on 31 March 2026 · figures AB12-34CD · log 9F86-D081-884C"
CHANGED = SignedOff(SIGNED.by, SIGNED.at, SIGNED.fingerprint, SIGNED.log_head, "Measure was 3 of 4 and is 2 of 4.")


def note_of(qtbot: QtBot, signed: SignedOff | None) -> SignedNote:
    note = SignedNote()
    qtbot.addWidget(note)
    note.show_signed(signed)
    return note


def test_before_the_signing_off_there_is_nothing(qtbot: QtBot):
    assert note_of(qtbot, None).isHidden()


def test_who_signed_off_is_said_with_the_marks_of_figures_and_log(qtbot: QtBot):
    assert note_of(qtbot, SIGNED).words == LINE
    chip = Chip("")
    qtbot.addWidget(chip)
    show_signed(chip, SIGNED)
    assert chip.text == "Signed off"


def test_what_changed_is_said_and_at_large_text_read_out(qtbot: QtBot):
    note, chip = note_of(qtbot, CHANGED), Chip("")
    qtbot.addWidget(chip)
    show_signed(chip, CHANGED)
    assert chip.text == "Not as signed off"
    (bar,) = note.findChildren(MessageBar)
    assert (bar.title, bar.detail) == (DIFFERS, CHANGED.differs)
    try:
        look().set(Theme.LIGHT, 2.0)
        bar = note.findChildren(MessageBar)[-1]
        assert bar.detail == ""
        assert CHANGED.differs in bar.accessibleName()
    finally:
        look().set(Theme.SYSTEM, 1.0)
