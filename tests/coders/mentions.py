"""ActorMentions for tests."""

from coders.models import ActorMention, EntryUse, Sentence


def mention(sentence: Sentence, words: str, code: str, *, kind: str = "country", **changed) -> ActorMention:
    """The mention of ``words`` (first place, whole tokens) in the sentence, with this actor code."""
    wanted = words.split()
    texts = [token.text for token in sentence.tokens]
    first = next(i for i in range(len(texts)) if texts[i : i + len(wanted)] == wanted)
    last = first + len(wanted) - 1
    given = {
        "sentence_index": sentence.index,
        "first": first,
        "last": last,
        "head": last,
        "span": sentence.span_of(first, last),
        "text": words,
        "name": words,
        "code": code,
        "country": code[:3],
        "group": None,
        "roles": tuple(code[i : i + 3] for i in range(3, len(code), 3)),
        "entries": (EntryUse(f"test:{code}", kind, words),),
    }
    return ActorMention(**(given | changed))


def by_token(*mentions: ActorMention) -> dict[int, tuple[ActorMention, ...]]:
    """The mentions of one sentence by the tokens that they cover."""
    return {index: (each,) for each in mentions for index in range(each.first, each.last + 1)}
