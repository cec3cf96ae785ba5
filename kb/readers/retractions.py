"""Whether a record says that its work was retracted; the notice that retracts another work is none of these.

Sources: PubMed's publication types ('Retracted Publication' against 'Retraction of Publication'), Web of Science's
document types ('Retracted Publication' against 'Retraction'), and what publishers put around a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_KIND = re.compile(r"\bretracted (?:publication|article|paper|chapter)\b", re.IGNORECASE)
# 'Retracted: …' in small letters is how some publishers head the notice, so it says nothing.
_TITLE = re.compile(
    r"\W*RETRACTED\s*[:\])\-–—]"
    r"|\W*(?i:retracted (?:article|paper|chapter|publication))\s*[:\])\-–—]"
    r"|.*[(\[]\s*(?i:retracted (?:article|paper|chapter|publication))\b[^()\[\]]*[)\]]?\s*$"
    r"|.*[(\[]\s*RETRACTED\s*[)\]]\s*$",
    re.DOTALL,
)
_NOTICE = re.compile(r"\W*(?:retraction|withdrawal|notice of retraction|statement of retraction)\b", re.IGNORECASE)


def retracted(title: str | None, kinds: Iterable[str] = ()) -> bool | None:
    """True where the title or one of the kinds of publication marks a retracted work, otherwise None.

    >>> retracted("RETRACTED: On nothing"), retracted("Retraction of: On nothing")
    (True, None)
    """
    if any(_KIND.search(kind) for kind in kinds):
        return True
    return True if title and not _NOTICE.match(title) and _TITLE.match(title) else None
