"""/admin as a place in the URL tree, whose access list is that of the root."""

from warehouse.http import Request
from warehouse.security import Resource, Root


class AdminResource(Resource):
    """Everything below /admin; who may do what there is said by the root."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="admin")
        self.request = request
