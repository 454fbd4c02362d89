"""What is on the slides of a deck: the same that the documents show the same reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.anchors import Anchors
from kamctl.briefing.charts.data import Columns
from kamctl.briefing.document_kinds import BRIEFING, REVIEW
from kamctl.briefing.pages.briefing import account_tables
from kamctl.briefing.pages.plan_page import PageParts, page_view
from kamctl.briefing.sections.measure_columns import measure_columns
from kamctl.briefing.sections.measures import measure_view
from kamctl.briefing.sections.opportunities import opportunities_table
from kamctl.briefing.sections.reviews import next_review_line
from kamctl.briefing.sections.roadmap import open_actions_table
from kamctl.briefing.slides.slide import (
    BULLETS,
    PLAIN,
    QUIET,
    STATEMENT,
    CaptionedChart,
    ChartsBlock,
    Deck,
    FactsBlock,
    Slide,
    TableBlock,
    TextBlock,
)
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell
from kamctl.i18n.marked_text import MarkedText, joined
from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.pages.plan_page import PageContent
    from kamctl.briefing.slides.slide import Block
    from kamctl.briefing.views.briefing import BriefingView
    from kamctl.briefing.views.elements import Chart, Table
    from kamctl.briefing.views.objective import DirectionView, ObjectiveView
    from kamctl.briefing.views.review import ReviewView
    from kamctl.plan.objectives import Objective

ALIGNMENT: Final = "alignment"
QBR: Final = "qbr"
DECK_KINDS: Final = {ALIGNMENT: N_("Internal alignment"), QBR: N_("Quarterly business review")}
"""The kinds of decks, with what the cover calls each."""

_LONGEST_FIGURE: Final = 14
"""Characters of a date or an amount, as against a sentence with a figure in it."""


def deck_of(kind: str, content: PageContent, company: str | None = None) -> Deck:
    """Return the deck of a plan for one audience; `content.past` is what a QBR tells of."""
    view = _view(kind, content, company)
    return _DeckMaker(kind, content, view).deck()


def _view(kind: str, content: PageContent, company: str | None) -> BriefingView:
    """Return what the documents show this audience: a full briefing, or a review."""
    tables = account_tables(content, short=False)
    document = REVIEW if kind == QBR else BRIEFING
    assert document.parts is not None
    review = document.parts(content).review if kind == QBR else None
    return page_view(content, document.title, PageParts(tables, review=review), company)


class _DeckMaker:
    """Makes the slides of one deck: they share the plan, the view and the source in the notes."""

    def __init__(self, kind: str, content: PageContent, view: BriefingView) -> None:
        self._kind, self._content, self._view = kind, content, view
        self._formatter: PlanFormatter = content.formatter
        _ = self._formatter.translate
        self._source = _(
            "Source: account plan of {account}, as of {date}. {audience}.",
            account=view.account,
            date=view.date,
            audience=view.audience,
        )
        self._several = len(view.objectives) > 1

    def deck(self) -> Deck:
        """Return the whole deck."""
        view = self._view
        name = self._formatter.translate(DECK_KINDS[self._kind])
        lines = (
            joined(" · ", [part for part in (name, view.company) if part]),
            " · ".join((view.audience, view.date, view.confidentiality)),
            *(one.text for one in view.notices),
        )
        slides = self._qbr() if self._kind == QBR else self._alignment()
        return Deck(
            language=view.language,
            title=view.account,
            subtitle=lines,
            footer=joined(" · ", [view.account, view.audience, view.confidentiality]),
            date=view.date,
            notes=(self._source,),
            slides=tuple(one for one in slides if one is not None),
        )

    # The two decks

    def _alignment(self) -> Iterator[Slide | None]:
        view = self._view
        if view.no_objectives:
            title = self._formatter.translate("Strategic objective")
            yield self._slide(title, TextBlock((view.no_objectives,)))
        if self._several:
            yield self._overview()
        by_id = {one.objective.id: one.objective for one in self._content.alignments}
        for objective in view.objectives:
            yield from self._objective(objective, by_id.get(objective.id))
        yield from self._position()
        yield self._decisions()
        yield self._next_steps()

    def _qbr(self) -> Iterator[Slide | None]:
        _, review = self._formatter.translate, self._view.review
        assert review is not None
        moved = [
            TableBlock(one, one.caption) for one in (review.invalidated, review.slipped) if one
        ]
        nothing = () if moved else tuple(filter(None, (review.no_changes,)))
        yield self._slide(review.since, FactsBlock(review.facts), TextBlock(nothing), *moved)
        for group in review.changes:
            lines = tuple(one.text for one in group.lines)
            yield self._slide(
                _("What changed · {part}", part=group.title.rstrip(".")),
                TextBlock(lines, "", BULLETS),
            )
        yield from self._measures_of_review(review)
        yield from self._position()
        yield self._opportunities()
        yield self._next_actions()
        yield self._slide(
            _("Decisions"),
            TextBlock(
                review.decisions or (review.no_decisions,), "", BULLETS * bool(review.decisions)
            ),
            TextBlock(tuple(filter(None, (review.next_review,))), "", QUIET),
        )

    # An objective

    def _overview(self) -> Slide | None:
        _, heading = self._formatter.translate, self._formatter.headings("objectives[]")
        facts = [{fact.key: fact.value for fact in (*one.facts, *one.status)} for one in
                 self._view.objectives]  # fmt: skip
        made = table(
            _("Strategic objectives"),
            (_("Objective"), heading("statement"), heading("due"), heading("owner"),
             _("Alignment")),
            ((str(one.number), one.statement or one.no_statement, known.get("due", ""),
              known.get("owner", ""), known.get("alignment", ""))
             for one, known in zip(self._view.objectives, facts, strict=True)),
        )  # fmt: skip
        return self._of_table(made)

    def _objective(
        self, view: ObjectiveView, objective: Objective | None
    ) -> Iterator[Slide | None]:
        _, number = self._formatter.translate, view.number
        statement = view.statement or view.no_statement
        yield self._slide(
            _("Strategic objective") + (f" {number}" if self._several else ""),
            TextBlock((statement,), "", STATEMENT),
            FactsBlock(view.facts),
            *(
                TextBlock((text,), heading)
                for heading, text in (
                    (_("Customer gain"), view.customer_gain),
                    (_("Our gain"), view.our_gain),
                )
                if text
            ),
            TextBlock(tuple(filter(None, (view.scope_line, view.state))), "", QUIET),
        )
        yield self._why(view)
        if self._content.audience.function is not None:
            for one in view.directions:
                yield self._your_part(self._title(one.title, number), one)
        if view.all_directions is not None:
            more = (TableBlock(view.effects, view.effects.caption),) if view.effects else ()
            title = self._title(view.all_directions.caption, number)
            yield self._slide(title, TableBlock(view.all_directions), *more)
        yield self._of_table(view.escalations, number)
        if view.economics:
            yield self._slide(
                self._title(_("Business case"), number),
                FactsBlock(view.economics),
                TextBlock(tuple(filter(None, (view.economics_note,)))),
            )
        if view.measures and objective is not None:
            yield from self._measures(self._title(_("Measures"), number), [objective])
        if view.success_criterion and not view.measures:
            title = self._title(_("Success criterion"), number)
            yield self._slide(title, TextBlock((view.success_criterion,)))
        yield self._of_table(view.risks, number)

    def _why(self, view: ObjectiveView) -> Slide | None:
        _ = self._formatter.translate
        served = table(
            _("Customer priorities"),
            (_("Goal, initiative or need"), _("Confidence"), _("Implication for us")),
            ((one.text, one.status, one.so_what) for one in view.served_claims),
        )
        sources = [
            joined(self._formatter.translate(":") + " ", (one.text, one.source))
            for one in view.served_claims
            if one.source
        ]
        if served is None and not view.confirmation:
            return None
        return self._slide(
            self._title(_("Why it matters to the customer"), view.number),
            *((TableBlock(served),) if served else ()),
            TextBlock(tuple(filter(None, (view.confirmation,)))),
            notes=sources,
        )

    def _your_part(self, title: str, view: DirectionView) -> Slide | None:
        _, feedback = self._formatter.translate, view.feedback
        impacts = table(
            _("Impact"),
            (_("Area"), _("Effect"), _("Amount"), _("Note")),
            ((one.area, one.effect, one.amount, one.note) for one in view.impacts),
        )
        texts = (
            (_("Mitigation"), view.mitigation or view.no_mitigation),
            (view.gain_label, view.gain),
            (
                _("What you said"),
                joined(" ", filter(None, (feedback.restatement, feedback.signoff))),
            ),
            (feedback.need_label, feedback.their_need),
            (_("Our changes"), feedback.our_adjustment),
        )
        return self._slide(
            title,
            TextBlock((view.ask or view.no_ask,), _("Request")),
            FactsBlock(view.facts),
            *((TableBlock(impacts),) if impacts else ()),
            *(TextBlock((text,), heading) for heading, text in texts if text),
        )

    # Figures

    def _measures(self, title: str, objectives: Iterable[Objective]) -> Iterator[Slide | None]:
        """Return the measures as charts; those without enough figures as a table."""
        charts, others = [], []
        for objective in objectives:
            for measure in objective.measures:
                seen = measure_view(measure, self._formatter)
                chart = measure_columns(measure, self._formatter)
                if chart is None:
                    others.append(seen)
                else:
                    caption = joined(" ", filter(None, (f"{seen.pace.text}.".lstrip("."),
                                                     seen.expected)))  # fmt: skip
                    charts.append(CaptionedChart(chart, caption, seen.pace.kind if caption else ""))
        _ = self._formatter.translate
        rest = table(
            _("Measures"),
            (_("Measure"), _("Values"), _("Status")),
            ((one.name, ", ".join(f"{each.label}{_(':')} {each.value}" for each in one.points),
              one.pace) for one in others),
        )  # fmt: skip
        blocks: list[Block] = [ChartsBlock(tuple(charts))] if charts else []
        if rest is not None:
            blocks.append(TableBlock(rest, _("Measures without a chart") if charts else ""))
        if blocks:
            yield self._slide(title, *blocks, notes=[one.chart.description for one in charts])

    def _measures_of_review(self, review: ReviewView) -> Iterator[Slide | None]:
        if review.measures is None:
            return
        yield self._of_table(review.measures)
        active = [one.objective for one in self._content.alignments if one.is_active]
        yield from self._measures(self._formatter.translate("Measures: figures"), active)

    def _position(self) -> Iterator[Slide | None]:
        for one in self._view.tables:
            charts = [CaptionedChart(panel) for chart in one.charts for panel in _panels(chart)]
            if charts:
                notes = [chart.description for chart in one.charts]
                yield self._slide(one.caption, ChartsBlock(tuple(charts)), notes=notes)

    # What is to be done

    def _decisions(self) -> Slide | None:
        _, request = self._formatter.translate, self._view.request
        blocks: list[Block] = []
        if request is not None and request.steps:
            style = BULLETS if len(request.steps) > 1 else PLAIN
            contact = joined(" ", filter(None, (request.due, request.contact)))
            answers = joined(" · ", request.answers)
            blocks.append(TextBlock(request.steps, _("What we ask of you"), style))
            blocks.append(TextBlock(tuple(filter(None, (answers, contact))), "", QUIET))
        asked = self._decisions_asked()
        if asked is not None:
            blocks.append(
                TableBlock(asked, _("Sign-offs missing or with conditions") if blocks else "")
            )
        return self._slide(_("Decisions needed"), *blocks) if blocks else None

    def _decisions_asked(self) -> Table | None:
        """Return the sign-offs that are missing, invalidated, or not a plain agreement.

        Of active objectives: nobody is asked to sign one that is closed or on hold.
        """
        _ = self._formatter.translate
        rows = [
            (str(status.number) if self._several else "", role, name,
             decision if decision.text else Cell(_("To sign off"), "plain"))
            for status, one in zip(self._content.alignments, self._view.objectives, strict=True)
            if status.is_active and one.signoffs is not None
            for role, name, decision, *_date in one.signoffs.rows
            if decision.kind != "good"
        ]  # fmt: skip
        first = 0 if self._several else 1
        columns = (_("Objective"), _("Role"), _("Name"), _("Sign-off"))
        return table(_("Decisions needed"), columns[first:], (row[first:] for row in rows),
                     keep=(1, 2, 3))  # fmt: skip

    def _next_steps(self) -> Slide | None:
        line = next_review_line(self._formatter)
        return self._next_actions(*((TextBlock((line,), "", QUIET),) if line else ()))

    def _next_actions(self, *more: Block) -> Slide | None:
        sees = self._content.audience.sees("actions")
        made = open_actions_table(self._content.plan, self._formatter) if sees else None
        blocks = (*((TableBlock(made),) if made else ()), *more)
        return self._slide(self._formatter.translate("Next steps"), *blocks) if blocks else None

    def _opportunities(self) -> Slide | None:
        """Return the opportunities, which only the account team sees in any document."""
        if not self._content.audience.sees("all_details"):
            return None
        anchors = Anchors(self._content.plan, self._formatter)
        return self._of_table(opportunities_table(self._content.plan, anchors, self._formatter))

    # Slides

    def _title(self, title: str, number: int) -> str:
        """Return a title; where there are several objectives, it names the objective."""
        if not self._several:
            return title
        _ = self._formatter.translate
        return _("Objective {number}", number=number) + f" · {title}"

    def _of_table(self, made: Table | None, number: int | None = None) -> Slide | None:
        if made is None:
            return None
        title = made.caption if number is None else self._title(made.caption, number)
        return self._slide(title, TableBlock(made))

    def _slide(self, title: str, *blocks: Block, notes: Iterable[str] = ()) -> Slide:
        return Slide(
            title, tuple(map(_unbroken, filter(_has_content, blocks))), (self._source, *notes)
        )


def _has_content(block: Block) -> bool:
    """Tell whether there is anything in a block: an empty one takes no room."""
    return any(block[0]) if not isinstance(block, TableBlock) else bool(block.table.rows)


def _unbroken(block: Block) -> Block:
    """Return a table in which no line ends within a date or a figure."""
    if not isinstance(block, TableBlock):
        return block
    rows = tuple(
        tuple(cell._replace(text=_together(cell.text), note=_together(cell.note)) for cell in row)
        for row in block.table.rows
    )
    return block._replace(table=block.table._replace(rows=rows))


def _together(text: str) -> str:
    is_short = len(text) <= _LONGEST_FIGURE and not isinstance(text, MarkedText)
    if is_short and any(map(str.isdigit, text)):
        return text.replace(" ", "\N{NO-BREAK SPACE}")
    return text


def _panels(chart: Chart) -> Sequence[Chart]:
    """Return a chart of columns as one chart a panel; nothing of any other."""
    drawing = chart.drawing
    if not isinstance(drawing, Columns):
        return ()
    return [
        chart._replace(title=one.title, drawing=drawing._replace(panels=(one,)))
        for one in drawing.panels
    ]
