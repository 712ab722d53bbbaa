"""Banners and sponsors: what there are, made, changed, looked at first, and deleted."""

from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import BooleanField, DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from warehouse.admin.views.actions import Action, ActionForm, ActionRefused, action
from warehouse.admin.views.base import AdminView
from warehouse.announcements import queries
from warehouse.announcements.errors import SponsorExists
from warehouse.announcements.models import Banner, Sponsor
from warehouse.announcements.services import AnnouncementService
from warehouse.events.staff import State
from warehouse.security import Permission

_LINK = Regexp(
    r"(https?://[^\s\0]+|/[^/\\\s\0][^\s\0]*)\Z", message="Begin it with https://."
)
_WHOLE = Regexp(r"[^\0]*\Z", message="Null bytes are not allowed.")


class BannerForm(ActionForm):
    """The columns of a banner."""

    name = StringField(
        "Name, for staff", validators=[InputRequired(), Length(max=100), _WHOLE]
    )
    text = StringField("Text", validators=[InputRequired(), Length(max=280), _WHOLE])
    link_url = StringField("Link", validators=[Optional(), Length(max=400), _LINK])
    link_label = StringField(
        "Words of the link", default="See more", validators=[Length(max=40), _WHOLE]
    )
    fa_icon = StringField(
        "Icon", default="fa-comment-alt", validators=[Length(max=40), _WHOLE]
    )
    dismissable = BooleanField("Readers may dismiss it")
    active = BooleanField("Show it to everybody")
    end = DateField("Last day, as in 2026-12-31", validators=[InputRequired()])


class SponsorForm(ActionForm):
    """The columns of a sponsor."""

    name = StringField("Name", validators=[InputRequired(), Length(max=100), _WHOLE])
    link_url = StringField("Link", validators=[InputRequired(), Length(max=400), _LINK])
    color_logo_url = StringField(
        "Logo for bright pages", validators=[InputRequired(), Length(max=400), _LINK]
    )
    white_logo_url = StringField(
        "Logo for dark pages", validators=[Optional(), Length(max=400), _LINK]
    )
    service = StringField("Service", validators=[Length(max=256), _WHOLE])
    level_name = StringField("Level", validators=[Length(max=100), _WHOLE])
    level_order = IntegerField("Place of the level", default=0, validators=[Optional()])
    is_active = BooleanField("Show it")
    sidebar = BooleanField("Beside projects")
    footer = BooleanField("On the front page")
    psf_sponsor = BooleanField("Supports the foundation")
    infra_sponsor = BooleanField("Supports the infrastructure")
    one_time = BooleanField("Once")


@view_defaults(
    route_name="admin.banners", permission=Permission.ADMIN_BANNERS_READ, uses_session=True
)
class BannersView(AdminView):
    """The page of banners."""

    section = "admin.banners"

    @view_config(renderer="admin/banners.html")
    def show(self) -> dict[str, Any]:
        """Show every banner, and which of them everybody sees."""
        db = self.request.db
        shown = {each.id for each in queries.banners_shown(db)}
        return self.page(banners=queries.all_banners(db), shown=shown)


@view_defaults(
    route_name="admin.sponsors",
    permission=Permission.ADMIN_SPONSORS_READ,
    uses_session=True,
)
class SponsorsView(AdminView):
    """The page of sponsors."""

    section = "admin.sponsors"

    @view_config(renderer="admin/sponsors.html")
    def show(self) -> dict[str, Any]:
        """Show every sponsor."""
        return self.page(sponsors=queries.all_sponsors(self.request.db))


@view_defaults(permission=Permission.ADMIN_BANNERS_READ, uses_session=True)
class PreviewView(AdminView):
    """A banner as readers see it."""

    section = "admin.banners"

    @view_config(route_name="admin.banner.preview", renderer="admin/banner_preview.html")
    def show(self) -> dict[str, Any]:
        """Show the banner, whether it is active or not."""
        banner = queries.found(self.request.db, Banner, self.request.matchdict["id"])
        if banner is None:
            raise HTTPNotFound("There is no such banner.")
        return self.page(banner=banner)


class Save(Action):
    """The base of making and changing: `kind` is the table, `noun` its word."""

    kind: ClassVar[Any]
    noun: ClassVar[str]
    is_new: ClassVar[bool] = False

    @property
    def row(self) -> Any:
        """Return what the URL names, None for what is made; raises `HTTPNotFound`."""
        if self.is_new:
            return None
        row = queries.found(self.request.db, self.kind, self.request.matchdict["id"])
        if row is None:
            raise HTTPNotFound(f"There is no such {self.noun}.")
        return row

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the row, or what it will be called."""
        row = self.row
        if row is None:
            return self.noun, "new", self.request.POST.get("name", "")[:100] or "new"
        return self.noun, str(row.id), row.name

    @property
    def back(self) -> str:
        """Return the page of all of them."""
        return str(self.request.route_path(self.section))

    def effects(self) -> list[str]:
        """Say when it is seen."""
        return ["Everybody sees the change within seconds, if it is shown."]

    def state(self) -> State:
        """Return every column."""
        row = self.row
        if row is None:
            return {}
        return {column: getattr(row, column) for column in self._columns()}

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the columns as they are."""
        return self.form_class(data, data=self.state() if data is None else None)

    def act(self, form: Any) -> str:
        """Save it."""
        values = {name: form[name].data for name in self._columns()}
        try:
            self.save(values)
        except SponsorExists as error:
            raise ActionRefused(f"There is a sponsor “{error}” already.") from error
        return f"{values['name']} is saved."

    def save(self, values: dict[str, Any]) -> None:
        """Write the columns."""
        raise NotImplementedError

    @property
    def service(self) -> AnnouncementService:
        """Return the service that writes."""
        return self.request.service(AnnouncementService)

    def _columns(self) -> list[str]:
        return [field.name for field in self.form_class() if field.name != "reason"]


class OfBanners(Save):
    """What is about banners."""

    section, kind, noun = "admin.banners", Banner, "banner"
    form_class = BannerForm

    def save(self, values: dict[str, Any]) -> None:
        """Write the banner."""
        self.service.save_banner(self.row, values)


class OfSponsors(Save):
    """What is about sponsors."""

    section, kind, noun = "admin.sponsors", Sponsor, "sponsor"
    form_class = SponsorForm

    def save(self, values: dict[str, Any]) -> None:
        """Write the sponsor."""
        self.service.save_sponsor(self.row, values)


@action("admin.banner.create", Permission.ADMIN_BANNERS_WRITE)
class CreateBanner(OfBanners):
    """Make a banner."""

    name, title, is_new = "banner.create", "Make a banner", True


@action("admin.banner", Permission.ADMIN_BANNERS_WRITE)
class EditBanner(OfBanners):
    """Change a banner."""

    name, title = "banner.edit", "Change"


@action("admin.sponsor.create", Permission.ADMIN_SPONSORS_WRITE)
class CreateSponsor(OfSponsors):
    """Make a sponsor."""

    name, title, is_new = "sponsor.create", "Make a sponsor", True


@action("admin.sponsor", Permission.ADMIN_SPONSORS_WRITE)
class EditSponsor(OfSponsors):
    """Change a sponsor."""

    name, title = "sponsor.edit", "Change"

    def act(self, form: Any) -> str:
        """Save it, but for what another database has."""
        if self.row.origin != "manual":
            raise ActionRefused("It comes from another database: change it there.")
        return super().act(form)


class Delete(Action):
    """What deleting adds to either."""

    def effects(self) -> list[str]:
        """Say what goes."""
        return ["It is gone for everybody within seconds. Only the record keeps it."]

    def state(self) -> State:
        """Return every column, for the record; nothing once it is gone."""
        row = queries.found(self.request.db, self.kind, self.request.matchdict["id"])  # type: ignore[attr-defined]
        return {} if row is None else {"name": row.name, "link_url": row.link_url}

    def make_form(self, data: Any = None) -> ActionForm:
        """Return a form with a reason and nothing else."""
        return ActionForm(data)

    def act(self, form: Any) -> str:
        """Delete it."""
        row = self.row  # type: ignore[attr-defined]
        said = f"{row.name} is deleted."
        self.request.service(AnnouncementService).delete(row)
        return said


@action("admin.banner.delete", Permission.ADMIN_BANNERS_WRITE)
class DeleteBanner(Delete, OfBanners):
    """Delete a banner."""

    name, title, is_danger = "banner.delete", "Delete", True


@action("admin.sponsor.delete", Permission.ADMIN_SPONSORS_WRITE)
class DeleteSponsor(Delete, OfSponsors):
    """Delete a sponsor."""

    name, title, is_danger = "sponsor.delete", "Delete", True
