"""What the words around a name say that it is: "the X dataset", "X, a public corpus", "a score called X", "62.1 X"."""

from __future__ import annotations

import re

from .kinds import kind
from .words import DATASET_HEADS, singular

_NAME = r"[A-Z][\w\-/]*(?: [A-Z][\w\-/]*)*(?: \([A-Z][\w\-]*\))?"
_LISTED = rf"(?:{_NAME}(?:, and |, | and ))*"
_CALLED = r"(?:such as|like|including|namely|named|called|dubbed|termed|(?:\\textit\{)?(?:i\.e\.|e\.g\.),?\}?,?)"
_QUOTE = r"(?:[\"'“‘`]|\\text\w+\{|\\emph\{)*"
_DATA_BEFORE = re.compile(
    r"(?:data ?sets?|benchmarks?|corpora|corpus|databases?)"
    rf"(?:,? {_CALLED}| \({_CALLED}?| of|:| -|,)? ?(?:the )?{_LISTED}{_QUOTE}\Z"
)
_METHODS_BEFORE = re.compile(rf"(?:methods?|algorithms?|optimizers?)(?:,? {_CALLED}| \({_CALLED}?) ?{_LISTED}\Z")
_DATA_NOUN = r"(?:data ?set|benchmark|corpus|database|test ?bed)\b"
_IS_A = rf"{_QUOTE}(?: \([^()]{{2,12}}\))?(?:,| is) (?:an?|the) (?:[\w\-]+,? ){{0,5}}?"
_DATA_AFTER = re.compile(
    rf"{_IS_A}{_DATA_NOUN}"
    r"|[\"'”’]* (?:contains|comprises|consists of|provides) (?:over |about |around |more than |nearly )?"
    r"(?:\d|a total of|two|three|four|five|six|seven|eight|nine|ten)"
)
_ON_BEFORE = re.compile(
    r"(?<!theory )(?<!work )(?<!works )(?<!literature )(?<!research )(?<!based )(?<!built )(?<!building )(?<!relies )"
    rf"\b(?:[Oo]n|from)(?: the)? {_LISTED}\Z"
)
_ON_ENDS = ("on ", "On ", "from ", "the ", ", ", "and ")  # all with which that can end
_MODEL = re.compile(
    r".*(?:GLM|LM|GPT|BERT|[Ff]ormer|L[Ll]a[Mm][Aa])\b|.*[-_ ](?:Tiny|Small|Base|Large|Huge|XX?L|\d+(?:\.\d+)?[BM])\Z"
)
"""Names that only models have: ChatGLM, LLaMA-3-8B, FooNet-Tiny."""
_DOES = re.compile(r" (?:[a-z]+ly )?(?:attain|achieve|obtain|reache|outperform|surpasse|exceed|improve|yield|set)s? ")
_ALSO = r"[a-z]{0,3}[A-Z][\w\-]+"
_HEAD_AFTER = re.compile(rf"(?:s)?[\"'”’)]?(?:,? (?:and|&) {_ALSO}|, {_ALSO})*[\s\-]+([a-z\-]+)(?: ([a-z]+))?")
_MEASURE = re.compile(r"(?:m?AP|AUC|AUROC|AUPRC?|m?IoU|PSNR|SSIM|BLEU|ROUGE|FID|RMSE|MAE|MSE)(?![a-z]{4}|Net)")
_MEASURED = re.compile(r"\b\d+\.\d+\\?%? \Z")
_PERCENT = re.compile(r"\d\\?% \Z")
_GAINED = re.compile(r" (?:gain|improvement|increase|decrease|drop|reduction|point)s?\b")
_MEASURE_AFTER = re.compile(rf"{_IS_A}(?:set of )?metrics?\b")
_FROM_TO = re.compile(r"[a-z]+-to-\w|[A-Z]\w+2[A-Z]\w+ (?:translation|conversion|generation|synthesis|tasks?)\b")
"""text-to-NeRF; SDR2HDR translation."""
_ZH_DATA, _ZH_MEASURE = re.compile(r"\s?(?:数据集|基准|语料)"), re.compile(r"\s?(?:度量|指标|分数)")
_TELLING = DATASET_HEADS | {"score", "metric", "measure"}
_NO_DATA = ("network", "model", "architecture", "method", "algorithm", "framework")


def guess(text: str, begin: int, end: int) -> str:
    """The type of a name, by the head noun in or after it or the words before it; Method where nothing speaks."""
    if " " in text[begin:end] and (type := kind(text[begin:end])):
        return "Method" if type == "Task" and _METHODS_BEFORE.search(text[max(0, begin - 120) : begin]) else type
    if _FROM_TO.match(text, begin):
        return "Task"
    after = _HEAD_AFTER.match(text[end : end + 80])
    first, second = (singular(word or "") for word in after.groups()) if after else ("", "")
    head = second if second in _TELLING and first not in _TELLING else first
    if head in DATASET_HEADS or is_data(text, begin, end):
        return "Dataset"
    before = text[max(0, begin - 120) : begin]
    if head in ("score", "metric", "measure") or _is_measure(text, begin, end, before):
        return "Metric"
    is_method = first.endswith(_NO_DATA) or second.endswith(_NO_DATA) or by_letters(text, begin, end)
    if before.endswith(_ON_ENDS) and not is_method and _ON_BEFORE.search(before):
        return "Method" if _acts(text, end, before) else "Dataset"
    return "Method"


def by_letters(text: str, begin: int, end: int) -> str | None:
    """The type that a name's own letters tell, whatever stands around it: OPT-30B is a Method, AUPRC a Metric."""
    if _MEASURE.match(text, begin, end):
        return "Metric"
    return "Method" if _MODEL.match(text, begin, end) else None


def is_data(text: str, begin: int, end: int) -> bool:
    """Whether a name is said to be a dataset: "datasets such as A, B and X", "a dataset named X", "X, a new corpus"."""
    before = text[max(0, begin - 120) : begin]
    said = "ata" in before or "ench" in before or "orp" in before
    if said and _DATA_BEFORE.search(before):
        return not _acts(text, end, before)
    if _DATA_AFTER.match(text, end):
        return True
    return bool(_ZH_DATA.match(text[end : end + 5]))


def _acts(text: str, end: int, before: str) -> bool:
    """Whether a name only follows what was said: "after training on the dataset, X attains"."""
    return before.endswith(", ") and _DOES.match(text, end) is not None


def _is_measure(text: str, begin: int, end: int, before: str) -> bool:
    """Whether a name is a score: by its own first letters, by a figure before it, or by what stands after it."""
    if _ZH_MEASURE.match(text[end : end + 4]) or _MEASURE_AFTER.match(text, end):
        return True
    short = end - begin <= 5 and text[begin:end].isupper()
    if short and _PERCENT.search(before[-20:]) and _GAINED.match(text, end):
        return True
    return bool(_MEASURE.match(text, begin, end) or _MEASURED.search(before[-20:]))
