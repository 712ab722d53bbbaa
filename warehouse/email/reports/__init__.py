"""Reports about messages of ours: that they arrived, came back, or were taken for spam."""

from warehouse.email.reports.service import MailReport, MailReports

__all__ = ["MailReport", "MailReports"]
