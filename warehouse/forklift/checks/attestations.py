"""Do the attestations that came along say something about this file? (PEP 740)"""

from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.values import Submission


def attestations_are_a_publishers(submission: Submission) -> None:
    """Check that only a trusted publisher attests."""
    if submission.switches.are_attestations_off:
        return
    if submission.text("attestations") is not None:
        raise Refused(Reason.ATTESTATIONS_UNSUPPORTED)


ATTESTATION_CHECKS = (attestations_are_a_publishers,)
