"""The worked example of a text that is coded while its client waits."""

from __future__ import annotations

from api.examples import EXPLAINED_EVENT, NEW_ARTICLE, Example
from api.schemas.code import CodedEventSchema

TEXT_TO_CODE: Example = {"text": NEW_ARTICLE["text"]}

CODED_TEXT: Example = {
    "state": "coded",
    "language": "en",
    "as_of": NEW_ARTICLE["published_date"],
    "as_of_assumed": False,
    **{name: EXPLAINED_EVENT[name] for name in ("profile", "coder_version", "codebook_version")},
    "events": [{name: EXPLAINED_EVENT[name] for name in CodedEventSchema().fields}],
}
