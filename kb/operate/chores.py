"""What a worker does by the way, once a minute. Each chore must bear that several workers do it at the same time."""

from collections.abc import Callable
from datetime import datetime

from kb.accounts import retention as sessions
from kb.editing.drafts import housekeeping, presence
from kb.editing.ownership import weekly
from kb.editing.review import scheduling
from kb.outbox import retention as mails
from kb.reports.delivery import digest
from kb.reports.form import deflection, held_files
from kb.reports.privacy import retention as reports

type Chore = Callable[[datetime], object]

CHORES: tuple[Chore, ...] = (
    scheduling.publish_due,
    mails.forget,
    digest.send_digest,
    held_files.forget,
    deflection.forget,
    reports.keep_to_the_rules,
    sessions.forget,
    weekly.send_weekly,
    presence.forget,
    housekeeping.clear_images,
    housekeeping.thin_autosaves,
)
