"""From a typed or pasted text to ranked articles: words, codes, scores, snippets."""
