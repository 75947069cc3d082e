"""Words that articles, pages and searches share: codes, snippets, services, topics, synonyms, what Start asks."""
