"""What actions of staff and their kinds of reasons are called in public."""

from warehouse.events.staff import Cause, LogEntry
from warehouse.i18n import _

CAUSES = {
    Cause.MALWARE.value: _("malware"),
    Cause.SPAM.value: _("spam or advertising"),
    Cause.NAME.value: _("a name that belongs to another, or misleads"),
    Cause.LAW.value: _("law, or rights of others"),
    Cause.TERMS.value: _("other rules of this index"),
}

ENTRIES = {
    LogEntry.QUARANTINED.value: _("put into quarantine"),
    LogEntry.CLEARED.value: _("out of quarantine"),
    LogEntry.REMOVED.value: _("removed"),
    LogEntry.RESTORED.value: _("restored"),
    LogEntry.PROHIBITED.value: _("name prohibited"),
    LogEntry.ALLOWED.value: _("name allowed again"),
}
