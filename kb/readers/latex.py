r"""LaTeX as BibTeX files hold it → readable Unicode: `unicode(r"{\'E}cole $\ell_1$")` is 'École ℓ₁'.

1. The text is cut into tokens: commands, braces, scripts, dollar signs, ligatures, plain runs.
2. A stack holds one frame for each open brace; what a command does to its argument waits until that argument is there,
   so that depth costs no recursion.
3. Names of symbols come from pylatexenc's tables; an unknown command leaves its argument or, where it has none, its
   name, which a reader understands better than nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from .fields import subscript, superscript

_TOKEN = re.compile(r"\\[a-zA-Z@]+\*?[ \t\n]*|\\.|\\|[{}$^_~]|---?|``|''|[^\\{}$^_~`'\-]+|.", re.DOTALL)
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "H": "\u030b", "k": "\u0328", "r": "\u030a", "u": "\u0306", "d": "\u0323",
    "b": "\u0331", "t": "\u0361", "hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300", "check": "\u030c", "breve": "\u0306",
}  # fmt: skip
_SYMBOLS = {
    "i": "ı", "j": "ȷ", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e", "&": "&", "%": "%",
    "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", "\\": " ", ",": " ", ";": " ", ":": " ", " ": " ", "!": "",
    "/": "", "-": "", "(": "", ")": "", "[": "", "]": "", "@": "", "quad": " ", "qquad": " ", "backslash": "\\",
    "slash": "/", "newline": " ", "par": " ", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textless": "<", "textgreater": ">", "textbar": "|", "epsilon": "ϵ", "lt": "<", "gt": ">", "sim": "~", "ast": "*",
    "textquotesingle": "'", "textunderscore": "_", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "\n": " ",
    "textsuperscript": "^", "textsubscript": "_", "star": "⋆", "Dash": "—", "dash": "–", "thinspace": " ",
    "MF": "METAFONT", "MP": "MetaPost", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX", "og": "«", "fg": "»",
    "textbraceleft": "{", "textbraceright": "}",
}  # fmt: skip
# Commands that only say how the text looks: gone, their argument stays.
_SILENT = frozenset({
    "emph", "textbf", "textit", "textrm", "textsf", "texttt", "textsc", "textsl", "textmd", "textup",
    "textnormal", "text", "mbox", "hbox", "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathcal", "mathbb",
    "mathfrak", "mathscr", "boldsymbol", "bm", "operatorname", "ensuremath", "uppercase", "lowercase",
    "underline", "it", "bf", "em", "rm", "sf", "tt", "sc", "sl", "itshape", "bfseries", "upshape", "scshape",
    "small", "large", "Large", "normalsize", "footnotesize", "tiny", "displaystyle", "textstyle", "scriptstyle",
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "limits", "nolimits", "url", "path",
    "nolinkurl", "relax", "protect", "noindent", "centering", "mathop", "mathbin", "mathrel", "xspace",
    "ignorespaces", "null", "leavevmode", "natexlab", "hyphenpenalty", "selectfont", "oldstylenums", "enquote",
    "textquote", "foreignlanguage", "MakeUppercase", "MakeLowercase", "bibinfo", "llap", "rlap", "smash", "ssf", "smc",
    "SMC", "eightrm", "ninerm",
})  # fmt: skip
# Commands whose argument is no text.
_DROPPED = frozenset({
    "noopsort", "label", "hspace", "vspace", "footnote", "cite", "citep", "citet", "ref", "eqref", "hskip",
    "vskip", "color", "bibAnnote",
})  # fmt: skip
_LETTERS = frozenset({
    "i", "j", "ae", "AE", "oe", "OE", "o", "O", "l", "L", "ss", "aa", "AA", "dh", "DH", "th", "TH", "dj", "DJ",
    "ng", "NG",
})  # fmt: skip
# Words that mathematicians set upright: they stay in front of their argument.
_OPERATORS = frozenset({
    "log", "ln", "exp", "sin", "cos", "tan", "tanh", "max", "min", "arg", "argmax", "argmin", "det", "lim", "sup",
    "inf", "dim", "ker", "deg", "gcd", "Pr", "tr", "rank", "diag", "softmax", "sign", "mod", "polylog",
})  # fmt: skip
_COMPOSED = frozenset({"frac", "dfrac", "tfrac", "sqrt", "mathbb", "textsuperscript", "textsubscript", "href"})
_OURS = _COMPOSED | _SILENT | _DROPPED | _LETTERS | _ACCENTS.keys() | _SYMBOLS.keys()
_BLACKBOARD = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_MAX_NAME = 40

# Behind '\\"' a vowel, unless a word ends with the same: '\\"end\\"' is a quotation that a program escaped.
_UMLAUT = re.compile(r'[{\\]|[aeiouyAEIOUYtwxhWXH](?![a-z]*\\")')

Operation = Callable[[str], str]


class _Frame:
    """An open brace: what stands before it, and the operation that waits for what is inside."""

    __slots__ = ("out", "waiting")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.waiting: list[Operation] = []

    def add(self, piece: str) -> None:
        while self.waiting:
            piece = self.waiting.pop()(piece)
        self.out.append(piece)


def unicode(text: str) -> str:
    """The text with LaTeX commands resolved, braces and math dollars gone, and white space as single spaces."""
    if re.search(r"[\\{}$~]|--|``|''", text):
        text = _decode(text)
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


def _decode(text: str) -> str:
    text = text.replace("$$", "$")
    stack = [_Frame()]
    maths = _maths(text)
    in_math = False
    for token in _TOKEN.finditer(text):
        piece, top = token[0], stack[-1]
        if piece == "{":
            stack.append(_Frame())
        elif piece == "}":
            if len(stack) > 1:
                inner = "".join(stack.pop().out)
                stack[-1].add(inner)
        elif piece == "$" and token.start() in maths:
            in_math = not in_math
        elif piece in "^_" and in_math:
            top.waiting.append(_raise(top) if piece == "^" else _lower)
        elif piece.startswith("\\") and len(piece) > 1:
            if text.startswith("{", token.end()) and not text.startswith("{}", token.end()) and _unknown(piece):
                continue  # it says how its argument looks, as far as we can tell: '\\acro{DVI}'
            if piece == '\\"' and not _UMLAUT.match(text, token.end()):
                top.add('"')
                continue
            in_math = _command(piece, top, in_math)
        else:
            _run(_ligature(piece, in_math), top)
    while len(stack) > 1:  # a brace that is never closed
        inner = "".join(stack.pop().out)
        stack[-1].add(inner)
    if stack[0].waiting:
        stack[0].add("")
    return "".join(stack[0].out)


def _command(piece: str, top: _Frame, in_math: bool) -> bool:
    """Does what one command says; returns whether math mode is on behind it."""
    name = piece[1:].strip().rstrip("*") or piece[1:]
    if name in _ACCENTS and not (in_math and name in "=.'bcdHkrtuv"):
        top.waiting.append(_accent(_ACCENTS[name]))
    elif name in ("(", "[", ")", "]"):
        return name in "(["
    elif name in _DROPPED:
        top.waiting.append(lambda _: "")
    elif name in ("frac", "dfrac", "tfrac"):
        top.waiting.append(lambda s: f"{s}/")
    elif name == "sqrt":
        top.waiting.append(lambda s: f"√{s}" if len(s) == 1 else f"√({s})")
    elif name == "mathbb":
        top.waiting.append(lambda s: "".join(_BLACKBOARD.get(c, c) for c in s))
    elif name in ("textsuperscript", "textsubscript"):
        top.waiting.append(_raise(top) if name == "textsuperscript" else _lower)
    elif name == "href":
        top.waiting.append(lambda _: "")
    elif name not in _SILENT:
        # TeX swallows the space behind every command; only behind a letter ('\\o re') does the writer mean that.
        space = " " if piece[-1].isspace() and name not in _LETTERS and len(name) > 1 else ""
        top.add(_symbol(name) + space)
    return in_math


def _run(text: str, top: _Frame) -> None:
    """Adds plain text; an operation that waits takes its first character only, as TeX does."""
    if top.waiting and text:
        bare = text.lstrip()
        if not bare:
            return
        top.add(bare[0])
        text = bare[1:]
    if text:
        top.out.append(text)


def _accent(mark: str) -> Operation:
    def accent(base: str) -> str:
        first = {"ı": "i", "ȷ": "j"}.get(base[:1], base[:1])
        return unicodedata.normalize("NFC", first + mark) + base[1:] if first.strip() else base

    return accent


def _raise(top: _Frame) -> Operation:
    def high(text: str) -> str:
        behind_digit = bool(top.out) and top.out[-1][-1:].isdigit()
        if text in ("′", "'", "∘", "°"):
            return "°" if text == "∘" else text
        return superscript(text) or (text if text.isalpha() and behind_digit else _marked("^", text))

    return high


def _lower(text: str) -> str:
    return subscript(text) or _marked("_", text)


def _marked(mark: str, text: str) -> str:
    return f"{mark}{text}" if len(text) <= 1 or text.isalnum() else f"{mark}({text})"


def _ligature(piece: str, in_math: bool) -> str:
    if piece == "~":
        return " "
    if in_math:
        return piece
    return {"--": "–", "---": "—", "``": "“", "''": "”"}.get(piece, piece)


def _maths(text: str) -> set[int]:
    """Where the dollars stand that open and close math: Pandoc's rule, so that '$5 and $10' are sums of money."""
    marks = [m.start() for m in re.finditer(r"(?<!\\)\$", text)]
    found: set[int] = set()
    opening: int | None = None
    for at in marks:
        if opening is None:
            if not text[at + 1 : at + 2].isspace():
                opening = at
        elif not text[at - 1].isspace() and not text[at + 1 : at + 2].isdigit():
            found |= {opening, at}
            opening = None
    return found


@cache
def _table() -> Callable[[str], str | None]:
    from pylatexenc.latex2text import get_default_latex_context_db

    known = get_default_latex_context_db()

    def look_up(name: str) -> str | None:
        spec = known.get_macro_spec(name)
        shown = getattr(spec, "simplify_repl", None)
        return shown if isinstance(shown, str) and "%" not in shown else None

    return look_up


def _unknown(piece: str) -> bool:
    """Whether a command means nothing to us, so that only what it is given can be shown."""
    name = piece[1:].strip().rstrip("*")
    known = name in _OURS or name in _OPERATORS or not name.isalpha()
    return not known and _table()(name) is None


def _symbol(name: str) -> str:
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if not name.isalpha():
        return name
    return _table()(name) or name[:_MAX_NAME]
