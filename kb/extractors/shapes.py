"""Which single words are names by their letters alone: NetVLAD, VGG16, ResNet-18, node2vec, FAVOR#."""

from __future__ import annotations

import re
from functools import lru_cache

from .words import word_set

_PLURAL_CAPS = re.compile(r"[A-Z][A-Z0-9]+s\Z")
# Units, formats, roman numerals, emphasis: capitals that name nothing in our field.
_NO_NAME = word_set(
    """II III IV VI VII VIII IX XI XII AND OR NOT THE TODO PDF HTML HTTP URL API USA UK EU US PhD MSc BSc vs PS ID OK
    et al eg ie  NeurIPS NIPS ICML ICLR CVPR ICCV ECCV AAAI ACL EMNLP NAACL IJCAI JMLR arXiv
    FOCS STOC SODA COLT AISTATS UAI KDD WWW SIGIR SIGGRAPH WSDM CIKM ICRA IROS CoRL ICASSP INTERSPEECH MICCAI WACV BMVC
    ITCS IEEE ACM BACKGROUND
    METHODS RESULTS CONCLUSIONS  CONCLUSION OBJECTIVE OBJECTIVES AIM AIMS PURPOSE DESIGN SETTING PARTICIPANTS
    INTERVENTIONS MEASUREMENTS FINDINGS INTRODUCTION  DISCUSSION DATA SOURCES STUDY SELECTION EXTRACTION
    SYNTHESIS MAIN OUTCOME OUTCOMES MEASURES METHOD RESULT CI SD SE HR RR NS  GitHub PyTorch TensorFlow MATLAB
    Python GTX RTX MAX MIN SUM MEAN 2D 1D dB kHz MHz GHz GB MB KB TB ms pH mL mg kg CO2 H2O SOTA CPU CPUs A.M P.M
    SoTA SotA OpenAI DeepMind NVIDIA AMD IBM TX2 GPUhs Top-1 Top-5"""
)


@lru_cache(maxsize=20_000)
def is_shaped(word: str) -> bool:
    """Whether a word is a name by its letters: inner capitals, two capitals, or capitals with digits."""
    if (
        word in _NO_NAME
        or len(word) < 2
        or (word[0].isdigit() and not re.match(r"\d[A-Z]{2}|\d+[A-Z][a-z]+[A-Z]", word))
    ):
        return False
    parts = re.split(r"[-–‑.]", word)
    first = parts[0]
    if len(parts) > 1:
        if first.lower() in (
            "non",
            "semi",
            "pre",
            "post",
            "anti",
            "multi",
            "sub",
            "un",
            "co",
            "inter",
            "intra",
            "cross",
            "pseudo",
        ):
            return False
        digits = any(p.isdigit() for p in parts[1:])
        if first[:1].isupper() and digits:
            return len(first) > 1 or len(parts) > 2
        if any(_inner(p) for p in parts):
            return True
        return (
            len(first) <= 2
            and first[:1].isalpha()
            and not first.isdigit()
            and len(parts[-1]) > 1
            and parts[-1][:1].isupper()
        )
    return _inner(word)


_INNER = re.compile(
    r"[A-Z][A-Z0-9]*[A-Z][A-Z0-9+*#]*\Z"  # LSTM, 3D handled before
    r"|[A-Za-z][A-Za-z]*\d\w*\Z(?<=\w\w\w)"  # VGG16
    r"|[A-Za-z0-9]*[a-z][A-Z]\w*\Z|[A-Z]{2,}[a-z]\w*\Z"  # NetVLAD, DNNs
)
_TO = re.compile(r"[a-z]{2,}2[a-z]{2,}\d?\Z")  # node2vec


def _inner(part: str) -> bool:
    part = part.rstrip("+*#") or part
    if not part or part in _NO_NAME or (_PLURAL_CAPS.match(part) and part[:-1] in _NO_NAME):
        return False
    return (bool(_INNER.match(part)) and not part.islower()) or bool(_TO.match(part))
