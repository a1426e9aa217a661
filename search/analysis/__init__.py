"""French, as every engine reads it: words, elision, stop words, acronyms, light stemming, and accents folded last."""

from .spellings import spellings
from .words import Token, analyse, bigrams, fold, occurrences, tidy

__all__ = ["Token", "analyse", "bigrams", "fold", "occurrences", "spellings", "tidy"]
