"""Gives each event its date: of the date expressions in its sentence, the one that belongs to it.

Which one belongs is read off the dependency tree: what hangs on the trigger, then on its clause, then on a
clause coordinated with it or above it. A clause that only reports ("X said on Thursday that...") dates the
saying and not the deed; what is still to come (appeals, offers, demands, threats) is dated when it is said.
An event's date is never after publication.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coders.dates.expressions import DateExpression, find_date_expressions
from coders.grammar.clauses import CLAUSES, clause_of, first_of_series, head_of, head_of_span, stands_above
from coders.models import Document, Event, Sentence, Token

SAID_ROOTS = frozenset({"02", "03", "10", "13"})
_WAYS = ("attached", "clause", "coordinate", "sentence", "frame")
_CLAUSES_AND_COMPLEMENTS = CLAUSES | {"xcomp"}
_MODIFIERS = frozenset({"compound", "nmod", "poss", "nummod", "amod"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PRESENT = frozenset({"VBZ", "VBP"})
_REPORTED = frozenset({"ccomp"})


def date_events(document: Document, events: tuple[Event, ...], published_date: date) -> tuple[Event, ...]:
    """The events with event_date, its basis and precision, and the explanation's date rule, text and span.

    ``date_rule`` joins how the expression hangs on the event (``attached``, ``clause``, ``coordinate``,
    ``sentence`` or ``frame``) and the rule that read it: ``attached:weekday``; ``since`` follows where the
    date is the start of something that goes on. Without an expression of its own an event has the day of
    publication, and the rule is ``published``.
    """
    expressions = {
        index: find_date_expressions(document.sentences[index], published_date)
        for index in {event.sentence_index for event in events}
    }
    return tuple(
        _dated(
            document.sentences[event.sentence_index], event, expressions[event.sentence_index], published_date
        )
        for event in events
    )


def _dated(
    sentence: Sentence, event: Event, expressions: tuple[DateExpression, ...], published: date
) -> Event:
    choice = _choose(
        sentence, event, [e for e in expressions if e.relation != "bound" and e.date <= published]
    )
    if choice is None:
        return replace(
            event,
            event_date=published,
            event_date_basis="published",
            event_date_precision="day",
            explanation=replace(event.explanation, date_rule="published", date_text=None, date_span=None),
        )
    how, expression = choice
    since = ":since" if expression.relation == "since" else ""
    return replace(
        event,
        event_date=expression.date,
        event_date_basis=expression.basis,
        event_date_precision=expression.precision,
        explanation=replace(
            event.explanation,
            date_rule=f"{how}:{expression.rule}{since}",
            date_text=expression.text,
            date_span=expression.span,
        ),
    )


def _choose(
    sentence: Sentence, event: Event, expressions: list[DateExpression]
) -> tuple[str, DateExpression] | None:
    """How the best of the expressions hangs on the event, and that expression; the nearest among equals."""
    trigger = head_of_span(sentence, event.trigger_span)
    said = event.event_root_code in SAID_ROOTS
    choices: list[tuple[int, int, DateExpression]] = []
    for expression in expressions:
        way = (
            _way_when_said(sentence, event, trigger, expression)
            if said
            else _way_when_done(sentence, trigger, expression)
        )
        if way is not None:
            choices.append((_WAYS.index(way), abs(expression.first - trigger.index), expression))
    if not choices:
        return None
    rank, _, expression = min(choices, key=lambda choice: choice[:2])
    return None if _WAYS[rank] == "sentence" and len(expressions) > 1 else (_WAYS[rank], expression)


def _way_when_done(sentence: Sentence, trigger: Token, expression: DateExpression) -> str | None:
    """How the expression hangs on a deed; None where it cannot date it."""
    anchor = _anchor(sentence, expression)
    if anchor.index == trigger.index:
        return "attached"
    if _names_a_noun_alone(sentence, expression, anchor):
        return None
    own, other = clause_of(sentence, trigger), clause_of(sentence, _lifted(sentence, expression, anchor))
    if own.index == other.index:
        return "clause"
    if first_of_series(sentence, own).index == first_of_series(sentence, other).index:
        return "coordinate"
    return "sentence" if stands_above(sentence, own, other, through=CLAUSES - _REPORTED) else None


def _way_when_said(
    sentence: Sentence, event: Event, trigger: Token, expression: DateExpression
) -> str | None:
    """How the expression hangs on the saying of what is still to come; None where it cannot date that.

    Where the event has a modality its trigger is the deed to come, whose own date is no date of the saying.
    """
    anchor = _anchor(sentence, expression)
    own = clause_of(sentence, trigger, _CLAUSES_AND_COMPLEMENTS)
    other = clause_of(sentence, _lifted(sentence, expression, anchor), _CLAUSES_AND_COMPLEMENTS)
    if own.index != other.index:
        return "frame" if stands_above(sentence, own, other, through=_CLAUSES_AND_COMPLEMENTS) else None
    if event.explanation.modality or _names_a_noun_alone(sentence, expression, anchor):
        return None
    return "attached" if anchor.index == trigger.index else "clause"


def _anchor(sentence: Sentence, expression: DateExpression) -> Token:
    """The word that the expression hangs on, prepositions passed over."""
    inside = range(expression.first, expression.last + 1)
    token = head_of(sentence, expression.first, expression.last)
    while token.head != token.index and (token.index in inside or token.pos == "ADP"):
        token = sentence.head(token)
    return token


def _names_a_noun_alone(sentence: Sentence, expression: DateExpression, anchor: Token) -> bool:
    """Whether it only tells a noun from others, as "the October 7 attack".

    A noun that acts is dated with what it does: "Thursday's attack killed ten".
    """
    top = head_of(sentence, expression.first, expression.last)
    return top.dep in _MODIFIERS and anchor.pos in ("NOUN", "PROPN") and anchor.dep not in _SUBJECTS


def _lifted(sentence: Sentence, expression: DateExpression, anchor: Token) -> Token:
    """The anchor, or the word above its clause while that is a lower one which no day gone by can date.

    "An attack to take the last land it holds on Thursday": the parser hung the day too low.
    """
    clause = clause_of(sentence, anchor)
    while (
        expression.precision == "day"
        and clause.dep in ("relcl", "acl", "advcl")
        and _has_no_past(sentence, clause)
    ):
        anchor = sentence.head(clause)
        clause = clause_of(sentence, anchor)
    return anchor


def _has_no_past(sentence: Sentence, clause: Token) -> bool:
    """Whether the clause is in the present tense or an infinitive."""
    auxiliaries = [t for t in sentence.children(clause) if t.dep in ("aux", "auxpass")]
    if clause.tag in _PRESENT:
        return not auxiliaries
    return clause.tag == "VB" and any(t.tag == "TO" or t.text.lower() == "to" for t in auxiliaries)
