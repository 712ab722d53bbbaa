"""Lists of what operators look after: background work, requests for lost accounts."""

from sqlalchemy import Text, cast, select

from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, contains, equals, is_id, one_of
from warehouse.recovery.models import LostBecause, RecoveryRequest, RecoveryStatus
from warehouse.security import Permission
from warehouse.tasks.models import RunState, TaskRun

TASK_RUNS = Listing(
    name="task-runs",
    path="/admin/jobs/runs/",
    title="Runs of background work",
    permission=Permission.ADMIN_JOBS_READ,
    rows=select(TaskRun),
    key=TaskRun.id,
    order="-begun",
    columns=(
        Column("begun", "Begun", TaskRun.begun, "time", sorts=True),
        Column(
            *("id", "Run", cast(TaskRun.id, Text), "code"),
            route="admin.task_run",
            parts={"id": "id"},
        ),
        Column("name", "Task", TaskRun.name, "code"),
        Column("state", "State", cast(TaskRun.state, Text)),
        Column("tries", "Tries", TaskRun.tries, "number"),
        Column("ended", "Ended", TaskRun.ended, "time"),
        Column("problem", "Problem", TaskRun.problem),
    ),
    word=contains(TaskRun.name),
    words="a part of the name of the task",
    terms=(
        Term(
            *("state", "state:failed"),
            one_of({each.value: TaskRun.state == each for each in RunState}),
        ),
        Term("begun", "begun:2026-11-28", at_time(TaskRun.begun)),
        Term("id", "id:UUID", is_id(TaskRun.id)),
    ),
)

RECOVERY_REQUESTS = Listing(
    name="recovery-requests",
    path="/admin/recovery-requests/",
    title="Requests for lost accounts",
    permission=Permission.ADMIN_USERS_RECOVER,
    rows=select(RecoveryRequest).where(RecoveryRequest.confirmed.is_not(None)),
    key=RecoveryRequest.id,
    order="created",
    columns=(
        Column("created", "Asked", RecoveryRequest.created, "time", sorts=True),
        Column(
            *("username", "Account", RecoveryRequest.username),
            route="admin.user",
            parts={"username": "username"},
        ),
        Column("contact", "Contact", RecoveryRequest.contact, "code"),
        Column("reason", "Lost", cast(RecoveryRequest.reason, Text)),
        Column("status", "Status", cast(RecoveryRequest.status, Text)),
        Column("place", "Proof at", RecoveryRequest.place, "code"),
        Column("statement", "Statement", RecoveryRequest.statement, is_shown=False),
        Column("network", "From", RecoveryRequest.network, "code", is_shown=False),
        Column("closed", "Closed", RecoveryRequest.closed, "time"),
        Column("id", "Id", RecoveryRequest.id, "code", is_shown=False),
    ),
    word=equals(RecoveryRequest.username),
    words="a username",
    terms=(
        Term(
            *("status", "status:open"),
            one_of({each.value: RecoveryRequest.status == each for each in RecoveryStatus}),
        ),
        Term(
            *("lost", "lost:factors"),
            one_of({each.value: RecoveryRequest.reason == each for each in LostBecause}),
        ),
        Term("created", "created:2026-11", at_time(RecoveryRequest.created)),
    ),
)
