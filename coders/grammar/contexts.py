"""What a trigger stands under: the words that govern it, negation, condition, and who claims it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coders.codebook.model import ModalityPattern
from coders.grammar.arguments import Arguments, arguments_of, is_infinitive, surface_subjects
from coders.models import Sentence, Token

AUXILIARIES = {
    **dict.fromkeys(("will", "shall", "'ll", "’ll", "wo", "would", "'d"), "intend"),
    **dict.fromkeys(("must", "should", "ought"), "must"),
    **dict.fromkeys(("may", "might", "could", "can", "ca"), "possible"),
}
NEGATIONS = frozenset({"not", "n't", "never", "n’t", "neither", "nor"})
CONDITIONS = frozenset({"if", "unless", "lest", "whether"})
_HALTED = ("appeal", "call", "demand", "require", "agree", "must")  # to ask not to do it is to ask to stop
_MAX_CLIMB = 12
_NOUN_TAGS = ("NOUN", "PROPN")
_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_NON_FINITE = frozenset(("VB", "VBG"))
_PURPOSE_DEPS = ("advcl", "relcl", "acl")


@dataclass(frozen=True, slots=True)
class Governor:
    """One context above a trigger: its modality, the word that makes it, and whose it is.

    ``owners`` are the words in the place of who intends, demands or says; ``addressees`` those of whom
    it is asked, None where the construction has no such place. ``remote_owners`` stand in where the owners
    are nobody.
    """

    modality: str
    token: Token
    pattern_id: str
    owners: tuple[Token, ...] = ()
    remote_owners: tuple[Token, ...] = ()
    addressees: tuple[Token, ...] | None = None


def contexts_of(
    sentence: Sentence, trigger: Token, patterns: Mapping[str, tuple[ModalityPattern, ...]]
) -> tuple[Governor, ...]:
    """The contexts above a trigger, innermost first."""
    return _merged(tuple(_climb(sentence, trigger, patterns)))


def _climb(
    sentence: Sentence, trigger: Token, patterns: Mapping[str, tuple[ModalityPattern, ...]]
) -> Iterator[Governor]:
    node, reading_own = trigger, True
    for _ in range(_MAX_CLIMB):
        if reading_own:
            yield from _own_contexts(sentence, node)
        if node.dep == "conj":
            reading_own = reading_own and not _stands_alone(sentence, node)
            node = _first_conjunct(sentence, node)
            continue
        reading_own = True
        governed = None if node.head == node.index else _governed(sentence, node)
        if governed is None:
            return
        head, complement, preposition = governed
        governor = _governor(sentence, node, head, complement, preposition, patterns)
        if governor is not None:
            yield governor
        elif complement not in ("to", "that"):
            return
        node = head


def _own_contexts(sentence: Sentence, node: Token) -> Iterator[Governor]:
    """Negation, condition and modal auxiliary of the word itself."""
    for token in sentence.children(node):
        lowered = token.text.lower()
        if token.dep == "neg" or lowered in NEGATIONS or (token.dep == "det" and lowered == "no"):
            yield Governor("not", token, f"negation:{lowered}")
        elif token.dep == "mark" and lowered in CONDITIONS:
            yield Governor("if", token, f"condition:{lowered}")
    for token in sentence.children(node):
        modality = AUXILIARIES.get(token.text.lower()) if token.dep == "aux" else None
        if modality:
            owners = tuple(surface_subjects(sentence, node)) if modality == "intend" else ()
            yield Governor(modality, token, f"auxiliary:{token.text.lower()}", owners)


def _first_conjunct(sentence: Sentence, node: Token) -> Token:
    """What the conjunct stands beside: a finite verb beside the finite verb above.

    Parsers hang "accused" on "step" in "refused to step down and accused the opposition".
    """
    first = sentence.head(node)
    while node.tag in _FINITE and first.tag in _NON_FINITE and first.head != first.index:
        first = sentence.head(first)
    return first


def _stands_alone(sentence: Sentence, node: Token) -> bool:
    """A conjunct with a subject or auxiliary of its own takes none from the first conjunct."""
    return any(t.dep in ("nsubj", "nsubjpass", "aux", "neg") for t in sentence.children(node))


def _governed(sentence: Sentence, node: Token) -> tuple[Token, str, str] | None:
    """What governs the node, as (head, kind of complement, preposition); None where nothing does."""
    head = sentence.head(node)
    if node.pos in _NOUN_TAGS and node.dep in ("dobj", "pobj", "nsubjpass", "attr"):
        if node.dep == "pobj":
            return sentence.head(head), "noun", head.lemma
        return head, "noun", ""
    if node.dep in ("pcomp", "pobj") and head.pos in ("ADP", "SCONJ"):
        return sentence.head(head), "ing", head.lemma
    if node.dep in ("xcomp", "ccomp", "acl", "advcl", "relcl", "dobj", "oprd", "parataxis", "prep", "dep"):
        return _clause(sentence, node, head)
    return None


def _clause(sentence: Sentence, node: Token, head: Token) -> tuple[Token, str, str] | None:
    infinitive = is_infinitive(sentence, node)
    marked = any(t.dep == "mark" for t in sentence.children(node))
    if infinitive and node.dep in ("xcomp", "ccomp", "acl", "relcl", "advcl", "oprd"):
        if (
            node.dep == "advcl"
            and head.pos == "VERB"
            and any(t.dep == "dobj" for t in sentence.children(head))
        ):
            return head, "purpose", ""
        return head, "to", ""
    if node.dep == "acl" and not marked:
        return None
    if (
        node.tag == "VBG"
        and node.dep in ("xcomp", "ccomp", "dobj", "oprd")
        and not _has_subject(sentence, node)
    ):
        return head, "ing", ""
    if node.dep in ("ccomp", "parataxis") or (node.dep == "acl" and marked):
        return head, "that", ""
    return None


def _has_subject(sentence: Sentence, node: Token) -> bool:
    return any(t.dep in ("nsubj", "nsubjpass") for t in sentence.children(node))


def _governor(
    sentence: Sentence,
    node: Token,
    head: Token,
    complement: str,
    preposition: str,
    patterns: Mapping[str, tuple[ModalityPattern, ...]],
) -> Governor | None:
    candidates = (*patterns.get(head.text.lower(), ()), *patterns.get(head.lemma, ()))
    purpose = complement == "to" and node.dep in _PURPOSE_DEPS
    if not candidates:
        return Governor("purpose", head, "purpose") if purpose else None
    arguments = arguments_of(sentence, head)
    best: Governor | None = None
    for pattern in candidates:
        if not _complement_fits(pattern, complement, preposition):
            continue
        addressees = _addressees(sentence, node, pattern, arguments)
        if pattern.target_prepositions is not None and not addressees:
            continue
        owners = arguments.subjects if head.pos not in _NOUN_TAGS else _owners_of_noun(sentence, head)
        remote = arguments.remote_subjects
        found = Governor(pattern.modality, head, pattern.pattern_id, owners, remote, addressees)
        if best is None or (best.addressees is None and addressees):
            best = found
    return best


def _complement_fits(pattern: ModalityPattern, complement: str, preposition: str) -> bool:
    if pattern.complement != complement:
        return False
    return preposition in pattern.prepositions if pattern.prepositions else not preposition


def _addressees(
    sentence: Sentence, node: Token, pattern: ModalityPattern, arguments: Arguments
) -> tuple[Token, ...] | None:
    if pattern.target_prepositions is None:
        return None
    if pattern.target_prepositions:
        return tuple(o.token for o in arguments.obliques if o.preposition in pattern.target_prepositions)
    others = tuple(t for t in arguments.objects + arguments.recipients if t.index != node.index)
    if others:
        return others
    return tuple(t for t in sentence.children(node) if t.dep == "nsubj")


def _owners_of_noun(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """Whose plan, threat or call it is.

    A possessor, an adjective of nation, ``by`` or ``from``, or the subject of the verb that has the noun as
    its object.
    """
    owners = [t for t in sentence.children(noun) if t.dep in ("poss", "amod", "compound", "nmod")]
    for token in sentence.children(noun):
        if token.dep == "prep" and token.lemma in ("by", "from", "of"):
            owners.extend(t for t in sentence.children(token) if t.dep == "pobj")
    above = sentence.head(noun)
    if noun.dep in ("dobj", "attr") and above.pos in ("VERB", "AUX"):
        owners.extend(surface_subjects(sentence, above))
    return tuple(owners)


def _merged(governors: tuple[Governor, ...]) -> tuple[Governor, ...]:
    """Neighbours that mean one thing together.

    will + not is a refusal, must under "said" a demand, "not to attack" under a demand a call to stop, and
    a warning of what one will do oneself a threat.
    """
    merged: list[Governor] = []
    for governor in governors:
        below = merged[-1].modality if merged else ""
        if governor.modality == "intend" and below == "not":
            merged[-1] = replace(governor, modality="refuse")
        elif governor.modality in _HALTED and below == "not":
            merged[-1] = replace(merged[-1], modality="halt")
            merged.append(governor)
        elif governor.modality == "say" and below == "must":
            merged[-1] = replace(governor, modality="demand")
        elif governor.modality in ("threaten", "warn") and below == "intend":
            merged[-1] = replace(governor, modality="threaten")
        else:
            merged.append(governor)
    return tuple(merged)
