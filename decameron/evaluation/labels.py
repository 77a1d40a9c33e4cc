"""Event types by which codings are compared, whatever scheme they were written in."""

from __future__ import annotations

from collections.abc import Mapping

# PLOVER's types of 2021 by CAMEO root, and the codes that it takes out of theirs. Roots 01 and 02 have no
# type in PLOVER; they keep a name so that they are scored.
_BY_ROOT: Mapping[str, str] = {
    "01": "STATEMENT", "02": "APPEAL", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE",
    "07": "AID", "08": "YIELD", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT",
    "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT",
    "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
_BY_CODE: Mapping[str, str] = {
    "163": "COERCE", "1712": "ASSAULT", "175": "ASSAULT", "191": "COERCE", "192": "COERCE",
}  # fmt: skip

# The labels of PLV (the set of ZSP, ACL 2024) call blockades and occupations assaults, and have no
# class of appeals: what is asked for, in whatever tone, is a request.
_IN_PLV: Mapping[str, str] = {"191": "ASSAULT", "192": "ASSAULT", "02": "REQUEST"}
PLV_TYPES = frozenset(_BY_ROOT.values()) - {"STATEMENT", "APPEAL"}
"""The types that a pair of PLV can have."""

_SAME: Mapping[str, str] = {
    "CONCEDE": "YIELD", "RETREAT": "YIELD", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT",
}  # fmt: skip


def type_of(plover: str | None, code: str | None, *, plv_labels: bool = False) -> str | None:
    """The type by its PLOVER name where one is given, else by the CAMEO code; None where neither tells.

    ``plv_labels`` counts 191 and 192 as assaults and 02x as requests, as the PLV set does.
    """
    if plover:
        return _SAME.get(plover, plover)
    if not code:
        return None
    if plv_labels and (code[:3] in _IN_PLV or code[:2] in _IN_PLV):
        return _IN_PLV.get(code[:3]) or _IN_PLV[code[:2]]
    return _BY_CODE.get(code) or _BY_CODE.get(code[:3]) or _BY_ROOT.get(code[:2])
