"""Every kind of word that has the same pages, by the name of its list."""

from kb.editing.vocabulary.glossary import WORDS
from kb.editing.vocabulary.shelves import CATEGORIES, SERVICES, VENDORS
from kb.editing.vocabulary.shortcuts import SHORTCUTS
from kb.editing.vocabulary.snippets import SNIPPETS
from kb.editing.vocabulary.synonyms import SYNONYMS

NOUNS = {noun.here: noun for noun in (SNIPPETS, SERVICES, CATEGORIES, VENDORS, SHORTCUTS, SYNONYMS, WORDS)}
