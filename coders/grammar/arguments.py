"""Who stands where around a verb: its subjects, objects and prepositional complements.

Works on ClearNLP-style dependencies (nsubj, dobj, agent, pobj, relcl, xcomp...). A verb that has no subject
of its own takes it from the construction it stands in: coordination, control, relative clause, participle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coders.models import Sentence, Token

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
_OF_THE_OBJECT = frozenset(("for", "of", "from", "into"))  # "thanked Jordan for training them"
_MAX_CLIMB = 12


@dataclass(frozen=True, slots=True)
class Oblique:
    """A prepositional complement: the preposition (lower case) and what it introduces."""

    preposition: str
    token: Token


@dataclass(frozen=True, slots=True)
class Arguments:
    """The deep arguments of a verb: a passive's subject is an object, its agent a subject.

    ``remote_subjects`` is the subject of the main clause, for a participle that the parse hangs on a noun
    and that may belong to the clause: "dropped leaflets on the area calling on militants to surrender".
    """

    trigger: Token
    subjects: tuple[Token, ...]
    remote_subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    recipients: tuple[Token, ...]
    obliques: tuple[Oblique, ...]
    particles: frozenset[str]
    passive: bool


def arguments_of(sentence: Sentence, verb: Token) -> Arguments:
    """The arguments of a verb in its sentence."""
    passive = is_passive(sentence, verb)
    agents = tuple(_agents(sentence, verb)) if passive else ()
    surface = tuple(surface_subjects(sentence, verb))
    objects = tuple(own_objects(sentence, verb)) or tuple(_shared_objects(sentence, verb))
    return Arguments(
        trigger=verb,
        subjects=agents if passive else surface,
        remote_subjects=tuple(_remote_subjects(sentence, verb)),
        objects=surface + objects if passive else objects,
        recipients=tuple(t for t in sentence.children(verb) if t.dep == "dative" and t.pos != "ADP"),
        obliques=tuple(o for o in obliques_of(sentence, verb) if o.token not in agents),
        particles=frozenset(_particles(sentence, verb)),
        passive=passive,
    )


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Whether the verb is a passive: with an auxiliary, or a bare past participle behind a noun."""
    below = {t.dep for t in sentence.children(verb)}
    if not below.isdisjoint((*PASSIVE_SUBJECTS, "auxpass")):
        return True
    if verb.dep in ("acl", "advcl") and ("agent" in below or (verb.dep == "acl" and verb.tag == "VBN")):
        return True
    if verb.dep != "conj" or verb.tag != "VBN" or below.intersection((*SUBJECTS, "aux")):
        return False
    return is_passive(sentence, sentence.head(verb))


def surface_subjects(sentence: Sentence, verb: Token, depth: int = 0) -> Iterator[Token]:
    """The words in the subject's place, own or taken from the construction around the verb."""
    own = [t for t in sentence.children(verb) if t.dep in SUBJECTS or t.dep in PASSIVE_SUBJECTS]
    if own:
        for token in own:
            yield antecedent_of_relative(sentence, token)
    elif depth < _MAX_CLIMB:
        yield from _borrowed_subjects(sentence, verb, depth + 1)


def own_objects(sentence: Sentence, verb: Token) -> Iterator[Token]:
    """The direct objects; in a relative clause the noun that it hangs on may be one."""
    for token in sentence.children(verb):
        if token.dep in OBJECTS:
            yield antecedent_of_relative(sentence, token)
    if verb.dep == "relcl" and not any(t.dep in OBJECTS for t in sentence.children(verb)):
        subjects = [t for t in sentence.children(verb) if t.dep in SUBJECTS]
        if (
            subjects
            and not any(is_relative(t) for t in subjects)
            and not _ends_in_preposition(sentence, verb)
        ):
            yield sentence.head(verb)


def obliques_of(sentence: Sentence, head: Token) -> Iterator[Oblique]:
    """The prepositional complements of a verb or noun, those behind another preposition included."""
    for token in sentence.children(head):
        introduces = token.dep in ("prep", "agent") or (token.dep == "conj" and token.pos == "ADP")
        if introduces or (token.dep in ("dative", "prt", "advmod") and token.pos in ("ADP", "ADV")):
            yield from _behind(sentence, token)


def is_relative(token: Token) -> bool:
    """Whether the token is a relative pronoun."""
    return token.tag in ("WDT", "WP") or (token.lemma in ("who", "which", "that") and token.pos == "PRON")


def antecedent_of_relative(sentence: Sentence, token: Token) -> Token:
    """What a relative pronoun stands for; any other token stands for itself."""
    if not is_relative(token):
        return token
    above = sentence.head(token)
    for _ in range(_MAX_CLIMB):
        if above.dep == "relcl":
            return sentence.head(above)
        if above.head == above.index:
            return token
        above = sentence.head(above)
    return token


def _behind(sentence: Sentence, preposition: Token) -> Iterator[Oblique]:
    for token in sentence.children(preposition):
        if token.dep in ("pobj", "pcomp"):
            yield Oblique(preposition.lemma, antecedent_of_relative(sentence, token))
        elif token.dep == "prep":
            for deeper in _behind(sentence, token):
                yield deeper
                yield Oblique(preposition.lemma, deeper.token)
        elif token.dep == "conj" and token.pos == "ADP":
            yield from _behind(sentence, token)


def _agents(sentence: Sentence, verb: Token) -> Iterator[Token]:
    """Behind ``by``, also where the parse hangs it on a noun before it ("hit with sanctions by Britain")."""
    found = False
    for preposition in _agent_prepositions(sentence, verb):
        for oblique in _behind(sentence, preposition):
            found = True
            yield oblique.token
    if found:
        return
    for oblique in obliques_of(sentence, verb):
        for preposition in _agent_prepositions(sentence, oblique.token):
            yield from (deeper.token for deeper in _behind(sentence, preposition))


def _agent_prepositions(sentence: Sentence, head: Token) -> Iterator[Token]:
    for token in sentence.children(head):
        if token.lemma == "by" and token.dep in ("agent", "prep", "conj"):
            yield token


def _borrowed_subjects(sentence: Sentence, verb: Token, depth: int) -> Iterator[Token]:
    above = sentence.head(verb)
    if above.index == verb.index:
        return
    if verb.dep in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "prep", "acomp", "attr", "oprd"):
        yield from _controllers(sentence, verb, above, depth)
    elif verb.dep in ("acl", "relcl"):
        yield from _subjects_from_noun(sentence, verb, above, depth)


def _controllers(sentence: Sentence, verb: Token, above: Token, depth: int) -> Iterator[Token]:
    if above.pos == "ADP":
        above = sentence.head(above)
    if verb.dep == "ccomp" and verb.tag not in ("VB", "VBG"):
        return
    if verb.dep in ("xcomp", "ccomp", "pcomp"):
        objects = [t for t in sentence.children(above) if t.dep in OBJECTS or t.dep == "dative"]
        if objects and (verb.dep != "pcomp" or sentence.head(verb).lemma in _OF_THE_OBJECT):
            yield from objects
            return
    if above.pos in ("NOUN", "PROPN"):
        yield from _subjects_from_noun(sentence, verb, above, depth)
    else:
        yield from surface_subjects(sentence, above, depth)


def _subjects_from_noun(sentence: Sentence, verb: Token, noun: Token, depth: int) -> Iterator[Token]:
    if not is_infinitive(sentence, verb):
        yield noun
        return
    owners = [t for t in sentence.children(noun) if t.dep == "poss"]
    if owners:
        yield from owners
        return
    above = sentence.head(noun)
    while above.pos == "ADP" and above.head != above.index:
        above = sentence.head(above)
    if above.index != noun.index and above.pos in ("VERB", "AUX"):
        yield from surface_subjects(sentence, above, depth)


def _shared_objects(sentence: Sentence, verb: Token) -> Iterator[Token]:
    """In "attacked and killed rebels" the object stands with the last verb and belongs to both."""
    if any(t.dep in PASSIVE_SUBJECTS for t in sentence.children(verb)):
        return
    followers = [t for t in sentence.children(verb) if t.dep == "conj" and t.pos == "VERB"]
    if followers and not any(t.dep in ("prep", "xcomp", "ccomp") for t in sentence.children(verb)):
        last = followers[-1]
        if last.tag == verb.tag and not _has_own_subject(sentence, last) and last.index - verb.index <= 3:
            yield from own_objects(sentence, last)


def _particles(sentence: Sentence, verb: Token) -> Iterator[str]:
    for token in sentence.children(verb):
        bare = token.dep == "prep" and not any(t.dep == "pobj" for t in sentence.children(token))
        if bare or token.dep in ("prt", "advmod", "acomp", "oprd", "npadvmod", "amod"):
            yield token.lemma
            yield token.text.lower()


def _remote_subjects(sentence: Sentence, verb: Token) -> Iterator[Token]:
    while verb.dep == "conj":
        verb = sentence.head(verb)
    if verb.dep == "acl" and verb.tag == "VBG":
        above = _verb_above(sentence, sentence.head(verb))
        if above is not None:
            yield from surface_subjects(sentence, above)


def _verb_above(sentence: Sentence, token: Token) -> Token | None:
    while token.head != token.index:
        token = sentence.head(token)
        if token.pos in ("VERB", "AUX"):
            return token
    return None


def purposed_objects(sentence: Sentence, noun: Token) -> Iterator[Token]:
    """The objects of an infinitive that hangs on a noun: "an attack to drive rebels out"."""
    for clause in sentence.children(noun):
        if clause.dep in ("relcl", "acl") and is_infinitive(sentence, clause):
            yield from (t for t in sentence.children(clause) if t.dep in OBJECTS)


def is_infinitive(sentence: Sentence, verb: Token) -> bool:
    """Whether the verb stands with "to"."""
    return any(t.dep == "aux" and t.lemma == "to" for t in sentence.children(verb))


def _ends_in_preposition(sentence: Sentence, verb: Token) -> bool:
    return any(
        t.dep == "prep" and not any(True for _ in sentence.children(t)) for t in sentence.children(verb)
    )


def _has_own_subject(sentence: Sentence, verb: Token) -> bool:
    return any(t.dep in SUBJECTS or t.dep in PASSIVE_SUBJECTS for t in sentence.children(verb))
