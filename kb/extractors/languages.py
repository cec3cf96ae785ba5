"""The language of a text: by its script, then by its small words; it decides what may be found in it.

1. Kana make a text Japanese, Hangul Korean; more than a fifth of Han characters Chinese.
2. Letters that are mostly of another script (Cyrillic, Arabic …) are 'und': undetermined, as BCP 47 has it.
3. Among the languages of Latin script the one counts whose small words stand there most; English, where in doubt.
"""

from __future__ import annotations

import re

from .tokens import HAN, lows
from .words import word_set

READ = frozenset({"en", "zh"})
"""The languages whose sentences are read; in the others only names and short forms by their letters are found."""

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_ELSE, _ASCII = re.compile("[^\x00-\x7f]+"), re.compile("[A-Za-z]+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_HAN_SHARE, _KANA_SHARE = 0.2, 0.2
_SMALL = {  # two letters and more: one letter is a variable
    "en": word_set("the of and to in that we is for with this are on by as from be an which it our or has not can"),
    "fr": word_set("le la les des du et une est dans par pour que qui sur nous avec sont aux ces cette ou au un en"),
    "de": word_set("der die das und ist von zu mit den ein eine wir nicht auf dem des für sich wird auch einer im"),
    "es": word_set("el la los las del una es que por para con en se un nos como esta este al su lo sus"),
    "pt": word_set("os as da do das dos uma que para com em não um na no nas nos ao este esta por são"),
    "it": word_set("il la gli le di del della dei una che per con nel sono un in si da al è delle questo"),
}
_OTHERS = frozenset(w for lang, small in _SMALL.items() if lang != "en" for w in small)
_SURE = 5
"""So many small words of another language, and twice as many as English ones, are no accident."""


def language(text: str) -> str:
    """A BCP 47 tag, 'und' where no script or word tells; a text without words is English.

    >>> language("Nous étudions la convergence de la méthode dans les réseaux et par des essais.")
    'fr'
    """
    if not text.isascii() and _holds_much_else(text):
        han, kana, hangul = (len(p.findall(text)) for p in (_HAN, _KANA, _HANGUL))
        letters = len(_LETTER.findall(text))
        if kana > _KANA_SHARE * (kana + han) and kana + han > _HAN_SHARE * letters:
            return "ja"
        if hangul > _HAN_SHARE * letters:
            return "ko"
        if han > _HAN_SHARE * letters:
            return "zh"
        if letters > 2 * (len(_LATIN.findall(text)) + han):
            return "und"
    return _by_words(text)


def _holds_much_else(text: str) -> bool:
    """Whether so many signs are not ASCII that another script is possible; most texts have an accent or a dash."""
    return sum(map(len, _ELSE.findall(text))) > _HAN_SHARE * sum(map(len, _ASCII.findall(text)))


_SAMPLE = 4_000  # words


def _by_words(text: str) -> str:
    found = lows(text)[:_SAMPLE]
    if sum(map(_OTHERS.__contains__, found)) <= 2 * sum(map(_SMALL["en"].__contains__, found)):
        return "en"  # most texts: no other can have twice as many
    counts = {lang: sum(map(small.__contains__, found)) for lang, small in _SMALL.items()}
    best = max(counts, key=counts.__getitem__)  # English is first: it wins a tie
    return best if counts[best] >= _SURE and counts[best] > 2 * counts["en"] else "en"
