"""What a reference string says by itself: its first author's family name, year and title, and whether that is sure.

1. A label before it ([12], [WDS + 20], 12.) and what stands after it (pages that cite it, addresses) are cut off.
2. Authors are names in a row, to a full stop, a year in brackets, a colon or an opening quote.
3. A title between quotes is a title; else what follows the authors, to the next full stop that ends no initial and no
   abbreviation, or, as Scopus writes it, to the year in brackets.
4. It is sure where authors look like names and the title like a title: several words, no venue, no pages. A string such
   as 'DOE J, 1999, J FOO, V1, P2' has no title, and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numbers import year_of, years_in
from .writing import accented, plain, title_letters, unnumbered, weight

ENOUGH = 15
"""Letters that a title must have to be taken from a string; a book called 'Attention' is not told from a heading."""

_LABEL = re.compile(r"^\s*(?:\[[^\[\]]{1,24}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\s)|•|[-*](?=\s))\s*")
_TAIL = re.compile(
    r"(?:\s*\(?(?:cited|see) (?:on|in|at) (?:pages?|pp?\.)[^()]*\)?\.?|\.(?:\s*\d{1,3},)*\s*\d{1,3})\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""(?:(?<=[.,:;)\]\d]) ?|^)(?:"|``|'')\s*([^"]{8,400}?)(?:[,.?!]?\s*(?:"|''))""")
_SINGLE = re.compile(r"""(?:(?<=[.,:;)\]] )|^)'\s?(\w[^"]{8,400}?)(?:[,.?!]' |'\s?[.,(]|' (?=In\b|in:)|'$)""")
_YEAR_FIRST = re.compile(
    r"^(.{2,1500}?)[.,]?\s*\(\s*((?:1[6-9]|20)\d\d)[a-z]?(?:,\s*[^()]{1,20})?\)\s*[.,:]?\s+(.*)$", re.S
)
_YEAR_POINT = re.compile(r"^(.{2,1500}?)[.,]\s+((?:1[6-9]|20)\d\d)[a-z]?\.\s+(.*)$", re.S)
_FAMILY = (
    r"(?:(?:[a-z]{1,3}[ '’]){0,3}(?:de[nrls]?|v[ao]n|zu|ter|la|le|dos|das|al|el|bin|ibn) )*"
    r"[^\W\d_a-z][\w'’ʼ\-]*(?: [^\W\d_a-z][\w'’\-]+){0,2}"
)
_INITIALS = r"[^\W\d_a-z](?:[a-z]{0,1}\.)(?:[ -]?-?[^\W\d_a-z][a-z]?\.)*(?:,? (?:Jr|Sr)\.?|,? I{2,3})?"
_INVERTED = re.compile(
    rf"^{_FAMILY}, ?{_INITIALS}(?:(?:,|;)? ?(?:and |& |\. ?\. ?\. ?)?(?:{_FAMILY}, ?{_INITIALS}))*"
    r"(?:,? (?:et al\.?|and others\.?))?(?:,? ?\(?[Ee]ds?\.?\)?)?"
)
_UNPOINTED = re.compile(
    r"^(?:[^\W\d_a-z][\w'’\-]+(?: [^\W\d_a-z][\w'’\-]+)? [A-Z]{1,3}(?:, |,? and |,? & | (?=et)))+"
    r"(?:et al|[^\W\d_a-z][\w'’\-]+(?: [^\W\d_a-z][\w'’\-]+)? [A-Z]{1,3})(?=\.)"
)
"""'Doe J, Roe AB': no points after initials, and at least two names, for 'Doe J.' begins 'Doe J. Miller' too."""
_HEAD_STOP = re.compile(r"[.](?=\s+[\w\"'(])")
_STOP = re.compile(r"[.?!](?=[\s\"'])|[.?!](?=\s*\[[A-Z](?:/OL)?\])|[.?](?=$)|\[[JCDMRNSPAZ](?:/OL)?\]")
_GOES_ON = re.compile(r"\s+(?!arxiv|in\b|pp?\b|http|url|doi|preprint)[a-z(]", re.IGNORECASE)
_SOME_WORDS = 5
"""Words after which a full stop ends a title although a small letter follows: '… tree search. nature, 529'."""
_NO_STOP = re.compile(
    r"(?:(?:^|[\s.\-(,])[^\W\d_]|\b(?:[Vv]s|[Vv]ol|[Nn]o|[Ee]ds?|[Jj]r|[Ss]r|[Ss]t|[Dd]r|[Pp]rof|[Mm]rs?|[Cc]f|[Ff]igs?"
    r"|[Ee]tc|[Ee]q|[Ii]nc|[Ll]td|[Cc]o|[Aa]pprox|[Ss]pp?|[Vv]ar|[Ss]ubsp|i\.e|e\.g|[Pp]p|[Dd]ept|[Uu]niv))$"
)
_VENUE = re.compile(
    r"^in:? (?:the )?(?:\d{4} |(?:[\w/.-]+ ){0,6}(?:conference|symposium|workshop|meeting)\b)|^association for "
    r"|^(?:in:? |the )?(?:proc(?:eedings|\.| )|journal\b|j\. |trans(?:actions|\.)|annals\b|ann\. |advances in\b|adv\. "
    r"|ieee\b|int(?:ernational|\.) (?:journal|conf)|acm\b|arxiv\b|biorxiv|corr\b|lecture notes|bulletin\b|archives\b"
    r"|reviews? of\b|annual review|phys(?:ical|\.) rev|springer\b|preprint|ph\.?d\.?|master'?s|technical report"
    r"|unpublished|vol(?:ume|\.)|personal communication|url\b|https?|available|retrieved|accessed|doi\b|mimeo"
    r"|pp?\. ?\d|university\b|department\b|in press|to appear|eds?\.|editors?\b|(?:american|european|british) journal)",
    re.IGNORECASE,
)
_TO_YEAR = re.compile(r"(.{15,400}?)\s*\(((?:1[6-9]|20)\d\d)\)\s")
_SPACED = re.compile(r" (?=[.,;:](?:\s|$))()")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_AFTER_TITLE = re.compile(
    r",?\s*(?:(?:arxiv(?: preprint)?|corr|biorxiv)\b.*|[A-Z][a-z]{2,8} \d{4}[a-z]?|(?:1[6-9]|20)\d\d[a-z]?)\s*$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\s*(?:,\s*)?\b(?:et\.? ?al\.?|and others|and colleagues|eds?\.?|editors?)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:;|,|\band\b|&|\bund\b|\bet\b(?! al))\s*")
_NAME_WORD = re.compile(r"^[^\W\d_][\w'’.\-]*$")
_PARTICLES = frozenset(
    {
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al",
        "bin", "ibn", "ben", "ter", "te", "ten", "zu", "zur", "of", "the", "and", "y", "e", "af", "av",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a string says: the last word of the first author's family name in plain letters, year, and title.

    `sure` tells that two strings with the same letters in the title, the same author and near years are one work.
    """

    author: str = ""
    year: int | None = None
    title: str | None = None
    sure: bool = False


def parsed(raw: str) -> Parsed:
    """The parts of a reference string; what is not found is None or empty.

    >>> parsed("[3] D. E. Knuth, J. Doe et al. Literate kernels of wide nets. In Proc. X, pp. 1-2, 2019.")
    Parsed(author='knuth', year=2019, title='Literate kernels of wide nets', sure=True)
    """
    text = _TAIL.sub(".", _LABEL.sub("", _SPACED.sub(r"\1", " ".join(accented(unnumbered(raw)).split()))))
    year = year_of(text)
    if quoted := _quoted(text):
        head, title, rest = quoted
        return _parsed(head, year, title, rest)
    for pattern in (_YEAR_FIRST, _YEAR_POINT):
        if (m := pattern.match(text)) and _are_names(m[1]) and not _to_stop(m[1], _HEAD_STOP)[1]:
            title, rest = _to_stop(m[3])
            return _parsed(m[1], int(m[2]), title, rest)
    if m := _UNPOINTED.match(text):
        title, rest = _to_stop(text[m.end() :].lstrip(" ."))
        return _parsed(m[0], year, title, rest)
    if (m := _INVERTED.match(text)) and len(m[0]) < len(text) and (told := _after(m[0], text[m.end() :], year)):
        return told
    head, rest = _to_stop(text, _HEAD_STOP)
    title, rest = _to_stop(rest)
    return _parsed(head, year, title, rest)


def _quoted(text: str) -> tuple[str, str, str] | None:
    m = _QUOTED.search(text) or _SINGLE.search(text)
    if m and len(m[1].split()) > 2 and len(text[: m.start()]) < 1500:
        return text[: m.start()], m[1], text[m.end() :]
    return None


def _after(head: str, rest: str, year: int | None) -> Parsed | None:
    """What follows 'Doe, J., Roe, A.': ' Title. Venue', ': Title. Venue', or as Scopus has it ', Title (2019) Venue'.

    None where more authors do: 'Doe, J., A. Roe. Title'.
    """
    begun = rest.lstrip(" .:,")
    if rest.startswith(","):
        m = _TO_YEAR.match(begun + " ")
        if not m or _to_stop(m[1])[1]:
            return None
        return _parsed(head, int(m[2]), m[1], begun[m.end() :])
    title, after = _to_stop(begun)
    return _parsed(head, year, title, after)


def _to_stop(text: str, stop: re.Pattern[str] = _STOP) -> tuple[str, str]:
    """A text to its first full stop (or ? or !) that ends a piece, and what comes after it."""
    for m in stop.finditer(text):
        if stop is _STOP and _small(text, m.end()) and text.count(" ", 0, m.start()) < _SOME_WORDS:
            continue
        if m[0] != "." or not _NO_STOP.search(text[max(0, m.start() - 8) : m.start()]):
            end = m.end() if m[0] in "?!" else m.start()
            return text[:end].strip(), text[m.end() :].lstrip(" .\"'")
    return text.strip(" ."), ""


def _small(text: str, at: int) -> bool:
    """Whether a small letter or a bracket follows, and no venue: it is no end of a piece."""
    m = _GOES_ON.match(text, at)
    return m is not None and not m[0][-1].isupper()


def _parsed(head: str, year: int | None, title: str, rest: str) -> Parsed:
    title = _AFTER_TITLE.sub("", title.strip(" .,;:'\"")).strip(" .,;:'\"")
    author = first_author(head)
    told = weight(title_letters(title))
    like_title = told >= ENOUGH and len(title) < 400 and not _VENUE.match(title) and not title[0].isspace()
    words = len(title.split())
    enough = words > 2 or (words > 1 and year is not None) or not title.isascii()
    goes_on = bool(re.search(r"[^\W\d_]{2}", rest)) or words > 4
    sure = bool(author) and like_title and enough and goes_on and _are_names(head)
    return Parsed(author, year, title if like_title else None, sure)


def _are_names(head: str) -> bool:
    """Whether a text can be a list of authors: names of a few words with capitals, no sentence."""
    head = _ASIDE.sub("", _NOBODY.sub("", head.strip(" .,;:")))
    if not head or years_in(head) or '"' in head:
        return False
    names = [n.strip(" .") for n in _BETWEEN.split(head) if n.strip(" .")]
    return bool(names) and sum(map(_is_name, names)) >= 0.8 * len(names) and _is_name(names[0])


def _is_name(name: str) -> bool:
    words = name.split()
    small = sum(1 for w in words if w[0].islower() and w.lower() not in _PARTICLES)
    return (
        len(words) < 7 and all(_NAME_WORD.match(w) for w in words) and (small == 0 or (small == 1 and len(words) < 4))
    )


def first_author(head: str) -> str:
    """The last word of the first author's family name, in plain letters: 'maaten' for 'van der Maaten, L.'.

    >>> first_author("Diederik P. Kingma and J. Ba"), first_author("KINGMA DP, BA J"), first_author("Allen-Zhu, Z.")
    ('kingma', 'kingma', 'allenzhu')
    """
    head = _NOBODY.sub("", head.strip(" .,;:"))
    name = _BETWEEN.split(head, maxsplit=1)[0].strip(" .")
    words = [w for w in name.split() if w.strip(".,'")]
    while len(words) > 1 and (_is_initials(words[-1]) or words[-1].strip(".").lower() in ("jr", "sr", "ii", "iii")):
        words.pop()
    return "".join(c for c in plain(words[-1]) if c.isalnum()) if words else ""


def _is_initials(word: str) -> bool:
    return (
        bool(re.fullmatch(r"(?:[^\W\d_a-z]\.?-?){1,2}\.?|(?:[^\W\d_a-z]\.-?){1,4}|[A-Z]{3}", word))
        and word.upper() == word
    )
