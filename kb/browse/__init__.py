"""The public pages: composes the rooms below into a page. Owns no tables, and no internal note may pass here."""
