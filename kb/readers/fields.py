"""One spelling for what every format says in its own: identifiers, years, types, and markup as plain Unicode."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_URL = re.compile(
    r"(?:doi(?:\.\w+)*\.org|/doi(?:/(?:abs|full|pdf|epdf|book))?)/(10\.\d{4,9}/[^\s?#&]+)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d\d|2100)(?!\d)")
_OPENALEX = re.compile(r"(?:https?://)?(?:api\.)?openalex\.org/(?:works/)?(W\d+)/?$", re.IGNORECASE)
_UNSAFE = re.compile("[\0\ud800-\udfff]")

CSL_TYPES = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
    "chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary",
    "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation",
    "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent",
    "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report",
    "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
})  # fmt: skip
_TYPES = {
    "journal-article": "article-journal", "journalarticle": "article-journal", "journal": "article-journal",
    "review-article": "article-journal", "letter": "article-journal", "editorial": "article-journal",
    "proceedings-article": "paper-conference", "conference": "paper-conference", "conferencepaper": "paper-conference",
    "inproceedings": "paper-conference", "conference-paper": "paper-conference", "proceedings": "book",
    "posted-content": "article", "preprint": "article", "monograph": "book", "edited-book": "book",
    "reference-book": "book", "book-chapter": "chapter", "book-section": "chapter", "booksection": "chapter",
    "book-part": "chapter", "dissertation": "thesis", "phdthesis": "thesis", "techreport": "report",
    "report-series": "report", "report-component": "report", "peer-review": "review", "reference-entry": "entry",
    "other": "document", "component": "document", "computerprogram": "software",
}  # fmt: skip

LANGUAGES = {
    "english": "en", "american": "en", "british": "en", "usenglish": "en", "ukenglish": "en", "eng": "en",
    "german": "de", "ngerman": "de", "ger": "de", "deu": "de", "french": "fr", "fre": "fr", "fra": "fr",
    "spanish": "es", "spa": "es", "italian": "it", "ita": "it", "portuguese": "pt", "por": "pt", "russian": "ru",
    "rus": "ru", "chinese": "zh", "chi": "zh", "zho": "zh", "japanese": "ja", "jpn": "ja", "korean": "ko", "kor": "ko",
    "dutch": "nl", "isl": "is", "icelandic": "is", "swedish": "sv", "polish": "pl", "turkish": "tr", "czech": "cs",
    "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "cze": "cs", "dan": "da", "dut": "nl", "ell": "el", "fas": "fa",
    "fin": "fi", "gre": "el", "heb": "he", "hrv": "hr", "hun": "hu", "ice": "is", "ind": "id", "lit": "lt", "nld": "nl",
    "nor": "no", "per": "fa", "pol": "pl", "ron": "ro", "rum": "ro", "slk": "sk", "slo": "sk", "slv": "sl", "srp": "sr",
    "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi",
}  # fmt: skip
"""What people write for a language → its tag."""

_TAGS = (
    "i|b|u|s|em|strong|sub|sup|inf|p|span|div|br|hr|tt|code|small|big|font|a|ul|ol|li|h[1-6]|title|sec|italic|bold|sc|"
    "scp|label|list|list-item|ext-link|inline-formula|disp-formula|tex-math|alternatives|formula|underline|monospace|"
    "math|semantics|annotation|mi|mo|mn|mtext|mrow|msub|msup|msubsup|mover|munder|mfrac|msqrt|mspace|mstyle|mfenced|"
    "mtable|mtr|mtd|mpadded|mphantom|none"
)
# 'a<b and b>c' is no tag: what stands behind a tag's name are attributes.
_TAG = re.compile(rf"</?(?:[a-z]+:)?(?:{_TAGS})(?:\s+[\w:\-]+\s*=[^<>]*)?\s*/?>", re.IGNORECASE)
# With its semicolon only: '?a=1&lt=3' is an address.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|br|div|sec|title|li|list-item|h[1-6]|hr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(?:jats:)?(sub|inf|sup)(?:\s[^<>]*)?>([^<>]{1,40})</(?:jats:)?\1>", re.IGNORECASE)
_HEADING = re.compile(r"^\s*<jats:title>\s*(?:abstract|summary)\s*</jats:title>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]*-->")
_ANNOTATION = re.compile(r"<(?:mml:)?annotation\b.*?</(?:mml:)?annotation>", re.IGNORECASE | re.DOTALL)

# Without a mark behind it the word may belong to the text ('Abstract interpretation …'), unless a sentence opens there.
_LABEL = re.compile(
    r"\s*(?:[*_#【〖\[(<«]{0,3}\s*(?i:abstract|summary|摘\s*要|概\s*要)"
    r"(?:\s*[*_】〗\])>»]{0,3}\s*(?:[:：—–‒―]|[.](?=\s*[A-Z\u4e00-\u9fff])|-(?=\s|[A-Z]))\s*[-—–*_]{0,3}\s*"
    r"|\s*[*_】〗\])>»]{1,3}\s*|[ \t]*\n\s*)"
    r"|(?:ABSTRACT|Abstract)\s+(?=(?:We|In|This|The|These|Our|Here|It|There|An?|To|For|Recent|Many|Most)\s)"
    r"|ABSTRACT\s+(?=[A-Z][a-z])|摘\s*要\s+(?=本文|本研究|我[们們]|[针針][对對]|[随隨]着|[为為]了|近年))"
)

_SUB = str.maketrans("0123456789+-=()aehijklmnoprstuvxβγρφχ−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋")
_SUP = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ−∗*",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ⁻**",
)


def clean_doi(value: object) -> str | None:
    """A DOI in lower case without its prefix, or None.

    >>> clean_doi("https://doi.org/10.1162/NECO.1997.9.8.1735")
    '10.1162/neco.1997.9.8.1735'
    """
    if not isinstance(value, str):
        return None
    found = _DOI.search(unquote(value) if "%" in value and "://" in value else value)
    if not found:
        return None
    doi = found[0].rstrip(".,;:'\"”>}]").lower()
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;")
    return doi


def is_doi(text: str) -> bool:
    """Whether a string is a DOI and nothing else: bare, with `doi:`, or as a doi.org address."""
    return bool(re.match(r"(?:doi:?\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?10\.\d{4,9}/\S+$", text.strip(), re.I))


def doi_in(text: str) -> str | None:
    """The DOI that an address or a note carries: 'https://dl.acm.org/doi/abs/10.1145/1' or 'doi: 10.1145/1'."""
    text = unquote(text)
    if found := _DOI_URL.search(text):
        return clean_doi(found[1])
    labelled = re.search(r"\bdoi\b[:\s=]*(10\.\d{4,9}/[^\s,;]+)", text, re.IGNORECASE)
    return clean_doi(labelled[1]) if labelled else None


def clean_openalex(value: object) -> str | None:
    """'W123' from an OpenAlex address or number, or None."""
    if isinstance(value, str) and re.fullmatch(r"[Ww]\d+", value.strip()):
        return value.strip().upper()
    return openalex_address(value)


def openalex_address(value: object) -> str | None:
    """'W123' from an OpenAlex address; a bare 'w1' may be anybody's key."""
    found = _OPENALEX.match(value.strip()) if isinstance(value, str) else None
    return found[1].upper() if found else None


def clean_year(value: object) -> int | None:
    """A year from 1000 to 2100 out of a number, a date string or CSL's {"date-parts": [[2020, 5]]}, or None."""
    while isinstance(value, (dict, list)):
        if isinstance(value, dict):
            value = value.get("date-parts") or value.get("raw") or value.get("literal")
        else:
            value = value[0] if value else None
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if 1000 <= value <= 2100 else None
    found = _YEAR.search(value) if isinstance(value, str) else None
    return int(found[0]) if found else None


def clean_type(value: object) -> str | None:
    """A CSL type for what Crossref, OpenAlex or Zotero call it, or None."""
    if not isinstance(value, str):
        return None
    name = value.strip().casefold().replace(" ", "-")
    return name if name in CSL_TYPES else _TYPES.get(name)


def well_formed(text: str) -> str:
    """The text with what no UTF-8 file can hold (NUL, lone surrogates) replaced, one character by one."""
    if text.isascii() and "\0" not in text:
        return text  # most fields
    return _UNSAFE.sub("\ufffd", text)


def subscript(text: str) -> str | None:
    """The text in Unicode's lowered characters, or None where one is missing."""
    low = text.translate(_SUB)
    return low if text and not set(low) & set(text) else None


def superscript(text: str) -> str | None:
    """The text in Unicode's raised characters, or None where one is missing."""
    high = text.translate(_SUP)
    return high if text and not (set(high) & set(text)) - {"*"} else None


def plain(text: str) -> str:
    """HTML, JATS and MathML as plain Unicode; a text without markup comes back as it is.

    >>> plain("<i>E. coli</i> in H<sub>2</sub>O &amp; a < b")
    'E. coli in H₂O & a < b'
    """
    if "<" not in text and "&" not in text:
        return text  # most fields
    if not any(pattern.search(text) for pattern in (_ENTITY, _TAG, _COMMENT)):
        return text
    # Some sources escape twice ('&amp;lt;i&amp;gt;'); two rounds are what one meets, more would be a guess.
    for _ in range(2):
        text = _ENTITY.sub(lambda m: html.unescape(m[0]), text)
    text = _ANNOTATION.sub("", _HEADING.sub("", _COMMENT.sub(" ", text)))
    text = _SCRIPT.sub(lambda m: (superscript if m[1].lower() == "sup" else subscript)(m[2]) or m[2], text)
    text = _TAG.sub("", _BLOCK.sub(" ", text))
    return re.sub(r"[ \t\xa0]+", " ", text).strip()


def unlabelled(text: str) -> str:
    """An abstract without the word 'Abstract:' (摘要：) in front of it; one without that label comes back as it is.

    >>> unlabelled("ABSTRACT—We count."), unlabelled("Abstract interpretation is old.")
    ('We count.', 'Abstract interpretation is old.')
    """
    found = _LABEL.match(text)
    return text[found.end() :] if found and text[found.end() :].strip() else text
