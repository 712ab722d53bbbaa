"""Views as places in the URL tree."""

from datetime import UTC, datetime

from pyramid.httpexceptions import HTTPNotFound

from warehouse.http import Request
from warehouse.index_views.caching import view_key
from warehouse.index_views.errors import MomentInvalid
from warehouse.index_views.names import read_spelled
from warehouse.index_views.showing import SeenView, seen_view
from warehouse.security import Resource, Root


class NotInView(HTTPNotFound):
    """What is asked for is not in a view, or there is no such view; a sentence says so."""


class ViewResource(Resource):
    """/views/{view}: one view, as it is or as it was."""

    def __init__(self, view: SeenView, parent: Resource) -> None:
        super().__init__(parent, name=view.name)
        self.view = view


class ViewsResource(Resource):
    """The parent of all views: it finds them by `NAME` and by `NAME@MOMENT`."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="views")
        self.request = request

    def __getitem__(self, text: str) -> ViewResource:
        """Return the view that a text spells; raises `NotInView`."""
        try:
            spelled = read_spelled(text, datetime.now(UTC))
        except MomentInvalid as error:
            raise NotInView(str(error)) from error
        self.request.depend_on(view_key(spelled.name))
        view = seen_view(self.request.db, spelled)
        if view is None:
            raise NotInView(f"There is no view {text!r}.")
        return ViewResource(view, self)
