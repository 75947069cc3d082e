"""The one signal of the house, sent by catalogue.actions only and heard by search.upkeep only.

`article_changed` carries `article` (the row as it now is, live or withdrawn) and is sent inside the transaction
that changed it, so that an index can never disagree with the page.
"""

from django.dispatch import Signal

article_changed = Signal()
