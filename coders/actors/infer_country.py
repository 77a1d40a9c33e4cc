"""Says whose the army, the police or the protesters are where the words do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coders.actors.phrases import InferredFrom, Phrase
from coders.actors.salience import REACH, Named, dominant_country, salience
from coders.codebook.actors import PRIMARY_ROLES
from coders.models import Sentence

_PLACE_PREPOSITIONS = frozenset("in at near inside across throughout around outside within".split())
_ARMED_ROLES = frozenset(("REB", "UAF", "INS", "SEP"))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a story plays: what its dateline names, and a phrase of the country that it names most."""

    dateline: tuple[Phrase, ...]
    country: Phrase | None

    @classmethod
    def of(cls, dateline: tuple[Phrase, ...], story: Iterable[Phrase]) -> Setting:
        most = dominant_country([*dateline, *story])
        return cls(dateline, most or (dateline[0] if len(dateline) == 1 else None))


def infer_country(
    sentence: Sentence,
    phrase: Phrase,
    phrases: Sequence[Phrase],
    earlier: Sequence[Named],
    setting: Setting,
) -> Phrase:
    """The phrase with the country that the context gives it, or as it is where none stands out.

    Asked in turn: who alone was called by the same noun; somebody of the same role named just before; of
    those of the same role named earlier the one whose country the sentence's place or the last sentences
    speak of, else the latest; the place that the sentence names; the country that the dateline and the last
    sentences name most; the whole story's. People in two places ("refugees in Jordan and Lebanon") get none.
    """
    here = [Named(sentence, other) for other in phrases if other.last < phrase.first]
    recent = [each for each in earlier if sentence.index - each.sentence.index <= REACH]
    belongs = phrase.parts.ethnicity or phrase.parts.religion  # "Kurdish leaders" are not the state's
    attached = {other.parts.country for other in phrases if _is_attached_place(sentence, phrase, other)}
    if len(attached) > 1:
        return phrase
    named = None
    if not belongs and not attached:
        named = _same_noun(phrase, earlier) or _same_role(phrase, [*recent, *here], sentence)
    if named is not None:
        return _become(phrase, named)
    places = {other.parts.country: other for other in phrases if _is_place(sentence, other)}
    place = next(iter(places.values())) if len(places) == 1 else None
    near = dominant_country([*setting.dateline, *(each.phrase for each in recent), *phrases])
    alike = [] if belongs or attached else [each.phrase for each in _fitting(phrase, earlier)]
    if alike:
        spoken_of = {each.parts.country for each in (place, near) if each is not None}
        best = next((each for each in reversed(alike) if each.parts.country in spoken_of), alike[-1])
        return _become(phrase, best)
    if place is not None:
        return _placed(phrase, place, "sentence_place")
    nearby = near or setting.country
    return phrase if nearby is None else _placed(phrase, nearby, "story_place")


def _same_noun(phrase: Phrase, earlier: Sequence[Named]) -> Phrase | None:
    """Whom "the envoy" means after "the United Nations envoy"; None where two have been called so."""
    if not phrase.role_noun:
        return None
    noun = phrase.role_noun.split()[-1]
    alike = [
        each.phrase
        for each in earlier
        if each.phrase.role_noun.endswith(noun)
        and each.phrase.role_noun.split()[-1] == noun
        and each.phrase.inferred_from is None
        and not each.phrase.lacks_country
    ]
    return alike[-1] if len({each.parts for each in alike}) == 1 else None


def _is_attached_place(sentence: Sentence, phrase: Phrase, other: Phrase) -> bool:
    """Whether the other is where the phrase's people are: "refugees in Jordan and Lebanon"."""
    token = sentence.tokens[other.head]
    if token.dep == "conj":
        token = sentence.tokens[token.head]
    return _is_place(sentence, other) and sentence.tokens[token.head].head == phrase.head


def _placed(phrase: Phrase, other: Phrase, inferred_from: InferredFrom) -> Phrase:
    country = other.parts.country
    return phrase if country is None else phrase.placed_in(country, inferred_from, other.entries[:1])


def _same_role(phrase: Phrase, before: Sequence[Named], sentence: Sentence) -> Phrase | None:
    """The one whom the role fits among those just named; None where two of different countries do equally."""
    fitting = _fitting(phrase, before)
    if not fitting:
        return None
    if len({each.phrase.parts for each in fitting}) == 1:
        return fitting[-1].phrase
    ranked = sorted(fitting, key=lambda each: salience(each, sentence), reverse=True)
    best = salience(ranked[0], sentence)[0]
    equal = {each.phrase.parts for each in ranked if salience(each, sentence)[0] == best}
    return ranked[0].phrase if len(equal) == 1 else None


def _fitting(phrase: Phrase, before: Iterable[Named]) -> list[Named]:
    """Those of whom the phrase may be one, by what they are."""
    armed = not _ARMED_ROLES.isdisjoint(phrase.parts.roles)
    main = _main(phrase)
    return [each for each in before if _fits(phrase, each.phrase, main, armed=armed)]


def _fits(phrase: Phrase, other: Phrase, main: tuple[str, ...], *, armed: bool) -> bool:
    is_group = other.is_group
    if other.parts.country is None and not is_group:
        return False
    if is_group and not phrase.person:
        return armed and _is_armed(other)
    return bool(main) and other.kind in ("agent", "person") and main == _main(other)


def _is_armed(group: Phrase) -> bool:
    armed = not _ARMED_ROLES.isdisjoint(group.parts.roles)
    return armed or any(e.kind == "armed_group" for e in group.entries)


def _main(phrase: Phrase) -> tuple[str, ...]:
    primary = tuple(role for role in phrase.parts.roles if role in PRIMARY_ROLES)
    return primary or phrase.parts.roles


def _become(phrase: Phrase, other: Phrase) -> Phrase:
    if other.is_group:
        return Phrase(
            first=phrase.first,
            last=phrase.last,
            head=phrase.head,
            kind="group",
            name=other.name,
            parts=other.parts,
            entries=(*phrase.entries, *other.entries),
            plural=phrase.plural,
            inferred_from="antecedent",
        )
    return _placed(phrase, other, "antecedent")


def _is_place(sentence: Sentence, phrase: Phrase) -> bool:
    token = sentence.tokens[phrase.head]
    if token.dep == "conj":
        token = sentence.tokens[token.head]
    return (
        phrase.kind == "country"
        and token.dep == "pobj"
        and sentence.tokens[token.head].text.lower() in _PLACE_PREPOSITIONS
    )
