"""Dates in words, Chinese and English: a small grammar that reads them, and the words that it reads back."""

from desktop_crm.core.calendar.words.reading import Reading, read_words
from desktop_crm.core.calendar.words.render import in_words, short

__all__ = ["Reading", "in_words", "read_words", "short"]
