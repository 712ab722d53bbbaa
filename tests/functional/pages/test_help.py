"""The help page, where it shows what the code holds."""

from warehouse.i18n.formats import binary_size
from warehouse.packaging import limits


def test_every_limit_is_shown(client):
    tables = client.get("/help/").html.select("#limits ~ .table-wrap table")
    rows = [[cell.text for cell in row.select("td")] for t in tables for row in t("tr")]
    fields = {row[0]: row[1:] for row in rows if len(row) == 3}
    others = {row[0]: row[1] for row in rows if len(row) == 2}
    assert fields == {
        each.title: [f"{each.longest:,}", f"{each.most:,}"] for each in limits.FIELDS
    }
    for each in (limit for _, group in limits.TABLE for limit in group):
        is_size = each.unit is limits.Unit.BYTES
        said = others[str(each.what)]
        assert (said if is_size else said.split()[0]) == (
            binary_size(each.most) if is_size else f"{each.most:,}"
        )


def test_no_limit_is_left_out_of_the_table():
    named = {each for each in vars(limits).values() if isinstance(each, limits.Limit)}
    assert named == {limit for _, group in limits.TABLE for limit in group}
