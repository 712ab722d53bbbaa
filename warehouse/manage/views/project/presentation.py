"""What the page of a project shows in place of what its newest release says."""

from typing import Any

from wtforms import Form, TextAreaField
from wtforms.validators import Length, Regexp, ValidationError

from warehouse.i18n import Message, _
from warehouse.manage.views.project.actions import owner_action, sentence_field
from warehouse.manage.views.project.settings import SettingAction
from warehouse.packaging.presentation import Presentation, presentation_of
from warehouse.packaging.services import PresentationService

_MOST_LINKS, _LONGEST_LINK = 20, 500
_MOST_KEYWORDS = 30
_NO_NULL = Regexp(r"[^\0]*\Z", message=_("Null bytes are not allowed."))


class PresentationForm(Form):
    """What owners say; links and their labels are lines of text."""

    summary = sentence_field(512, _("Use at most 512 characters."))
    notice = TextAreaField(
        validators=[Length(max=1000, message=_("Use at most 1000 characters.")), _NO_NULL],
        filters=[lambda text: (text or "").strip()],
    )
    keywords = sentence_field(1000, _("Use at most 1000 characters."))
    links = TextAreaField(validators=[_NO_NULL], filters=[lambda text: text or ""])

    def validate_keywords(self, field: Any) -> None:
        """Refuse too many."""
        if len(_keywords(field.data)) > _MOST_KEYWORDS:
            many = _("Use at most ${most} keywords.").with_values(most=_MOST_KEYWORDS)
            raise ValidationError(many)

    def validate_links(self, field: Any) -> None:
        """Refuse lines that are no links with a label, and too many."""
        lines = _lines(field.data)
        if len(lines) > _MOST_LINKS:
            many = _("Use at most ${most} links.").with_values(most=_MOST_LINKS)
            raise ValidationError(many)
        for line in lines:
            label, url = _link(line)
            is_link = url.startswith(("https://", "http://")) and len(url.split()) == 1
            if not label or not is_link or len(line) > _LONGEST_LINK:
                wrong = _(
                    "“${line}” is no link. Write one as “Label: https://example.org”."
                )
                raise ValidationError(wrong.with_values(line=line[:100]))

    @property
    def presentation(self) -> Presentation:
        """Return what was said."""
        return Presentation(
            summary=self.summary.data,
            notice=self.notice.data or "",
            keywords=tuple(_keywords(self.keywords.data)),
            links=dict(_link(line) for line in _lines(self.links.data or "")),
        )


@owner_action("manage.project.presentation")
class Present(SettingAction):
    """Say something in place of the newest release."""

    form_class = PresentationForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Change the page of ${project}"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {
            "summary": _("Summary (optional)"),
            "notice": _("A notice above everything else (optional)"),
            "keywords": _("Keywords, with commas between them (optional)"),
            "links": _("Links, one a line, as “Label: https://example.org” (optional)"),
        }

    def effects(self) -> list[str]:
        """Say where it is seen."""
        return [
            _("The page shows this in place of what the newest release says."),
            _("It is marked as set by the owners. What is empty stays as released."),
        ]

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with what is set now."""
        now = presentation_of(self.project)
        values = {
            "summary": now.summary,
            "notice": now.notice,
            "keywords": ", ".join(now.keywords),
            "links": "\n".join(f"{label}: {url}" for label, url in now.links.items()),
        }
        return PresentationForm(data, data=values if data is None else None)

    def act(self, form: Any) -> Message:
        """Set it."""
        service = self.request.service(PresentationService)
        service.present(self.project, form.presentation, actor=self.request.actor)
        return self._named(_("The page of ${project} is changed."))


def _keywords(text: str) -> list[str]:
    return list(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _link(line: str) -> tuple[str, str]:
    label, _colon, url = line.partition(":")
    return label.strip(), url.strip()
