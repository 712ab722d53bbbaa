"""Does the metadata in the file agree with the form, and with what is in the archive?"""

from packaging.utils import canonicalize_name

from warehouse.forklift.checks.target import description_refused
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Described
from warehouse.packaging.metadata.fields import BY_HEADER


def identity_agrees(described: Described) -> None:
    """Check that form and file name the same project and version."""
    form, core = described.form, described.core
    if canonicalize_name(form.name) != canonicalize_name(core.name):
        raise _disagreement(described, "Name", form.name, core.name)
    if form.version != core.version:
        raise _disagreement(described, "Version", str(form.version), str(core.version))


def form_is_not_ahead_of_the_file(described: Described) -> None:
    """Check that fields too new for the form's version are in the file as well.

    Build backends have written License-File since before there was one, and clients send
    on what they find.
    """
    form, core = described.form, described.core
    for header in form.ignored:
        if header not in core.ignored and BY_HEADER[header].key not in core.values:
            since = BY_HEADER[header].since
            problem = (
                f"{header} introduced in metadata version {since}, not "
                f"{form.metadata_version}"
            )
            raise Refused(Reason.METADATA_INVALID, problem=problem)


def _disagreement(described: Described, field: str, form: str, file: str) -> Refused:
    return Refused(
        Reason.METADATA_DISAGREES,
        field=field,
        form=abbreviated(form),
        file=abbreviated(file),
        filename=described.filename,
    )


def licenses_are_present(described: Described) -> None:
    """Check that every License-File is in the archive (PEP 639)."""
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
    """Check that the description in the file renders, or may be plain text."""
    if described.rendered.html is None and not described.accepts_any_description:
        content_type = described.core.text("description_content_type")
        raise description_refused(content_type, described.rendered.problem)


DESCRIBED_CHECKS = (
    identity_agrees,
    form_is_not_ahead_of_the_file,
    licenses_are_present,
    description_renders,
)
