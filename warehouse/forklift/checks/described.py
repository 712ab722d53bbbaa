"""Does the metadata in the file agree with the form, and with what is in the archive?"""

from packaging.utils import canonicalize_name

from warehouse.forklift.checks.target import description_refused
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Described


def identity_agrees(described: Described) -> None:
    """Form and file mean the same project and the same version."""
    form, core = described.form, described.core
    if canonicalize_name(form.name) != canonicalize_name(core.name):
        raise _disagreement(described, "Name", form.name, core.name)
    if form.version != core.version:
        raise _disagreement(described, "Version", str(form.version), str(core.version))


def _disagreement(described: Described, field: str, form: str, file: str) -> Refused:
    return Refused(
        Reason.METADATA_DISAGREES,
        field=field,
        form=abbreviated(form),
        file=abbreviated(file),
        filename=described.filename,
    )


def licenses_are_present(described: Described) -> None:
    """Every License-File is in the archive (PEP 639)."""
    for license_file in described.core.several("license_files"):
        path = f"{described.license_root}/{license_file}"
        if path not in described.members:
            raise Refused(
                Reason.LICENSE_MISSING,
                license=abbreviated(license_file),
                filename=described.filename,
                path=abbreviated(path),
            )


def description_renders(described: Described) -> None:
    """The description in the file is what it says it is, or may be shown as plain text."""
    if described.rendered.html is None and not described.accepts_any_description:
        content_type = described.core.text("description_content_type")
        raise description_refused(content_type, described.rendered.problem)


DESCRIBED_CHECKS = (identity_agrees, licenses_are_present, description_renders)
