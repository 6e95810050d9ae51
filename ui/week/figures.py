"""What a week came to, as cards: in short, by locality, advice by adviser, quick checks, the weeks before."""

from html import escape

from auditor.reports.week_report import SERIES, advisers_table, checks_table, localities_table, series_table
from auditor.reports.week_words import area_words, caveats, in_short, origins, rules, say
from auditor.weeks.figures import Locality
from auditor.weeks.weekly import Week
from ui.parts.fitted_table import TableCard
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text
from ui.setup.fields import choice, offer

WHOLE = "\0whole"


class WeekFigures(ScrollColumn):
    """The cards of one week. Advice and checks are of the whole council, or of the locality that is chosen."""

    def __init__(self) -> None:
        self._short = Card(title=say("week.in_short"), gap=2)
        self._lines = Column(gap=1)
        self._short.add(self._lines)
        self.localities = TableCard(say("week.localities"), say("week.localities_caption"))
        self.place = choice({WHOLE: say("whole")})
        self._place_row = FormRow("Show advice and checks of", self.place)
        self.advice = TableCard(say("week.advisers"), say("week.advisers_caption"))
        self._checks = Column(gap=4)
        self._series = Column(gap=4)
        self._reading = Card(title=say("week.reading"), gap=1)
        self._read_lines = Column(gap=1)
        self._reading.add(self._read_lines)
        pair = Wrap(gap=4)
        pair.add(Column(self._series, 1, gap=0), stretch=1, least=380)
        pair.add(Column(self._reading, 1, gap=0), stretch=1, least=380)
        super().__init__(
            self._short, self.localities, self._place_row, self.advice, self._checks, pair, margins=(6, 4, 6, 6)
        )
        self.week: Week | None = None
        self.place.currentIndexChanged.connect(self._show_place)

    def show_week(self, week: Week, why: str = "") -> None:
        """Show this week, and why it is this one; the area that was chosen stays chosen."""
        self.week = week
        self._lines.clear()
        if why:
            self._lines.add(Text(why, tone="ink2"))
        for strong, text in in_short(week):
            self._lines.add(_labelled(strong, text))
        for text in caveats(week):
            self._lines.add(_pointed("triangle-alert", "under_way", text))
        if week.invented:
            self._lines.add(Text(week.invented, tone="ink2"))
        self.localities.setVisible(bool(week.localities))
        self.localities.show_table(localities_table(week))
        self._show_places(week)
        self._series.clear()
        shown = [name for name in SERIES if week.series[name]]
        for name in shown:
            card = TableCard(f"{say('week.series')}: {say(f'week.series_{name}').lower()}", say("week.series_about"))
            card.show_table(series_table(week, name))
            self._series.add(card)
        if not shown:
            self._series.add(Card(Text(say("week.series_none"), tone="ink2"), title=say("week.series")))
        self._read_lines.clear()
        for text in (*origins(week), *rules(week)):
            self._read_lines.add(Text(text, "caption", "ink2"))

    def _show_places(self, week: Week) -> None:
        offer(self.place, {WHOLE: say("whole"), **{place.area: area_words(place.area) for place in week.localities}})
        self._place_row.setVisible(len(week.localities) > 1)
        self._show_place()

    def _show_place(self, _: int = 0) -> None:
        week = self.week
        if week is None:
            return
        name = self.place.currentData()
        place: Locality = next((p for p in week.localities if p.area == name and name != WHOLE), week.whole)
        known = week.advice_from is not None and week.advice_from.known_to >= week.monday
        self.advice.setVisible(known)
        self.advice.show_table(advisers_table(place))
        self._checks.clear()
        for one in week.lists:
            card = TableCard(f"{say('week.checks')}: {one.title}", say("week.checks_about"))
            card.show_table(checks_table(one, place))
            self._checks.add(card)
        if not week.lists:
            self._checks.add(Card(Text(say("week.checks_none"), tone="ink2"), title=say("week.checks")))


def _labelled(strong: str, text: str) -> Text:
    return Text(f"<b>{escape(strong)}</b> {escape(text)}", markup=True)


def _pointed(icon: str, token: str, text: str) -> Row:
    return Row(Icon(icon, token), (Text(text), 1), gap=2)
