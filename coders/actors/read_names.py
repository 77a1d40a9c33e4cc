"""Decides what each name found in a sentence stands for there."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from coders.codebook.actor_dictionaries import ActorDictionaries
from coders.codebook.actors import role_on
from coders.codebook.compose_code import CodeParts, parts_of
from coders.codebook.model import Actor, Agent, Country, DatedRole
from coders.codebook.name_index import Name, NameHit
from coders.models import EntryUse, Sentence

_PREFIXES = frozenset("anti pro non un ex post pre trans".split())
# "An Islamic State-held town" is theirs, but "rebel-held Syrian army posts" has two owners.
_OWNED = frozenset("held controlled claimed run ruled".split())
_COUNTRY_USES = ("country", "seat", "capital", "adjective", "demonym")
_GROUP_KINDS = frozenset(
    "armed_group party movement international_organization ngo company media organization".split()
)
_ADJECTIVE_TAGS = frozenset(("JJ", "JJR", "JJS", "AFX"))
# Role nouns that the parser may take for adjectives; others, so taken, mean something else, as in
# "a general strike".
_ADJECTIVAL_AGENTS = frozenset(
    "military rebel opposition insurgent militant separatist paramilitary guerrilla jihadist terrorist "
    "extremist government police secessionist militia army".split()
)
MODIFIER_DEPS = frozenset(("amod", "compound", "nmod", "nummod", "npadvmod"))


@dataclass(frozen=True, slots=True)
class Element:
    """A name as read: exactly one of ``country``, ``actor`` and ``agent`` is there.

    ``use`` is the use of the name, ``parts`` what it gives to a code, ``head`` its syntactic head. ``owns``
    marks one that owns what follows without being a part of it ("rebel-held").
    """

    first: int
    last: int
    head: int
    use: str
    parts: CodeParts
    entry: EntryUse
    country: Country | None = None
    actor: Actor | None = None
    agent: Agent | None = None
    owns: bool = False

    @property
    def is_person(self) -> bool:
        return self.actor is not None and self.actor.kind == "person"

    @property
    def is_group(self) -> bool:
        """Whether it is what "the group" may mean."""
        return self.actor is not None and self.actor.kind in _GROUP_KINDS

    @property
    def is_people(self) -> bool:
        """Whether it is a people or faith, which says of others what they are ("Sunni fighters")."""
        return self.actor is not None and self.actor.kind in ("ethnic_group", "religious_group")


def read_names(
    sentence: Sentence, dictionaries: ActorDictionaries, as_of: date, named_before: Set[str]
) -> list[Element]:
    """The sentence's names, left to right, as of a date.

    ``named_before`` holds the ids of the persons that the story has named in full, for surnames that several
    bear.
    """
    elements = []
    known = set(named_before)
    for hit in dictionaries.names.find(sentence.tokens):
        if _is_part_of_word(hit):
            continue
        element = _read(hit, sentence, dictionaries, as_of, known)
        if element is not None:
            element = replace(element, owns=True) if hit.after in _OWNED else element
            elements.append(element)
            if element.is_person:
                known.add(element.entry.entry_id)
    return elements


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """The token among these whose own head lies outside, the rightmost first."""
    tokens = sentence.tokens
    at = last
    for _ in range(last - first + 1):
        above = tokens[at].head
        if above == at or not first <= above <= last:
            return at
        at = above
    return at


def _is_part_of_word(hit: NameHit) -> bool:
    """Whether a hyphen makes it say something else: "Iran-backed", "pro-Russian" are not Iran, nor Russia."""
    if hit.before in _PREFIXES:
        return hit.names[0].use != "agent"
    if hit.after == "led" or hit.after in _OWNED:
        return False
    return hit.after.endswith(("ed", "born", "built", "made", "style", "speaking", "wide"))


def _read(
    hit: NameHit, sentence: Sentence, dictionaries: ActorDictionaries, as_of: date, known: set[str]
) -> Element | None:
    head = head_of(sentence, hit.first, hit.last)
    by_use: dict[str, list[Name]] = {}
    for name in hit.names:
        by_use.setdefault(name.use, []).append(name)
    if "actor" in by_use:
        element = _read_actor(hit, head, by_use["actor"], dictionaries, as_of, known)
        if element is not None and not (element.is_person and _is_other_person(hit, sentence)):
            return element
    element = _read_country(hit, head, by_use, sentence, dictionaries, as_of)
    return element or _read_agent(hit, head, by_use, sentence, dictionaries)


def _read_country(
    hit: NameHit,
    head: int,
    by_use: dict[str, list[Name]],
    sentence: Sentence,
    dictionaries: ActorDictionaries,
    as_of: date,
) -> Element | None:
    use = next((use for use in _COUNTRY_USES if use in by_use), None)
    if use is None or _is_other_person(hit, sentence):
        return None
    if use in ("adjective", "demonym"):
        use = _adjective_or_demonym(sentence, head, by_use)
    country = _country_on(by_use[use], dictionaries, as_of)
    parts = CodeParts(country.code, roles=("GOV",) if use == "seat" else ())
    entry = EntryUse(country.code, use, by_use[use][0].text, country.valid_from, country.valid_to)
    return Element(hit.first, hit.last, head, use, parts, entry, country=country)


def _read_agent(
    hit: NameHit,
    head: int,
    by_use: dict[str, list[Name]],
    sentence: Sentence,
    dictionaries: ActorDictionaries,
) -> Element | None:
    if "agent" in by_use:
        agent = dictionaries.agents[by_use["agent"][0].entry_id]
        token = sentence.tokens[hit.last]
        if token.tag in _ADJECTIVE_TAGS and agent.lemma not in _ADJECTIVAL_AGENTS:
            return None
        entry = EntryUse(agent.entry_id, "agent", agent.lemma)
        return Element(hit.first, hit.last, head, "agent", CodeParts(roles=agent.roles), entry, agent=agent)
    return None


def _read_actor(
    hit: NameHit, head: int, names: list[Name], dictionaries: ActorDictionaries, as_of: date, known: set[str]
) -> Element | None:
    by_entry = {name.entry_id: name for name in reversed(names)}  # one may be there in the plural, too
    bearers = [(name, dictionaries.actors[entry_id]) for entry_id, name in by_entry.items()]
    if len(bearers) > 1:
        bearers = _most_likely(bearers, as_of, known)
    if len(bearers) != 1:
        return None  # a wrong person is worse than none
    name, actor = bearers[0]
    role = role_on(actor, as_of)
    if role is None:
        return None
    entry = EntryUse(actor.entry_id, actor.kind, name.text, role.valid_from, role.valid_to)
    return Element(hit.first, hit.last, head, "actor", parts_of(role), entry, actor=actor)


def _most_likely(bearers: list[tuple[Name, Actor]], as_of: date, known: set[str]) -> list[tuple[Name, Actor]]:
    """Of several that bear a name: those whom the story has named, else those in office that day."""
    named = [each for each in bearers if each[1].entry_id in known]
    if named:
        return named
    return [each for each in bearers if _holds(role_on(each[1], as_of))]


def _holds(role: DatedRole | None) -> bool:
    return role is not None and role.roles != ("ELI",)


def _country_on(names: list[Name], dictionaries: ActorDictionaries, as_of: date) -> Country:
    countries = [dictionaries.countries[name.entry_id] for name in names]
    for country in countries:
        if (country.valid_from or date.min) <= as_of <= (country.valid_to or date.max):
            return country
    return countries[0]


def _adjective_or_demonym(sentence: Sentence, head: int, by_use: dict[str, list[Name]]) -> str:
    token = sentence.tokens[head]
    modifies = token.dep in MODIFIER_DEPS or token.tag in _ADJECTIVE_TAGS
    first, second = ("adjective", "demonym") if modifies else ("demonym", "adjective")
    return first if first in by_use else second


def _is_other_person(hit: NameHit, sentence: Sentence) -> bool:
    """Whether the name is a part of a longer name of a person: "Jordan Peele", "Melania Trump"."""
    tokens = sentence.tokens
    beside = [
        tokens[at]
        for at in (hit.first - 1, hit.last + 1)
        if 0 <= at < len(tokens) and tokens[at].pos == "PROPN"
    ]
    if not beside or tokens[hit.first].entity != "PERSON":
        return False
    return any(token.entity == "PERSON" for token in beside)
