"""Page templates, and the places at which they are looked at."""

from tests.functional.i18n.insides import INSIDES
from warehouse.pages.guides import GUIDES

WAITING = "/account/login/"
"""Pages that a right password leads to, where there is a second factor."""

PAGES = {
    **INSIDES,
    "pages/home.html": "/",
    "pages/search.html": "/search/?q=example&status=active",
    "pages/project.html": "/project/example/",
    "pages/upstream.html": "/project/abroad/",
    "pages/report.html": "/project/example/submit-malware-report/",
    "pages/dependents.html": "/project/example/dependents/",
    "pages/profile.html": "/user/alice/",
    "pages/organization.html": "/org/acme/",
    "pages/help.html": "/help/",
    **{f"pages/guides/{name}.html": f"/help/{name}/" for name in GUIDES},
    "pages/security.html": "/security/",
    "pages/sponsors.html": "/sponsors/",
    "pages/policy.html": "/policy/privacy/",
    "login/terms.html": "/account/view-terms-of-service/",
    "pages/sitemap.html": "/sitemap/",
    "pages/mail.html": "/_mail/",
    "pages/style.html": "/_style/",
    "api/stats.html": "/stats/",
    "api/classifiers.html": "/classifiers/",
    "api/view.html": "/views/example/",
    "api/view_why.html": "/views/example/why/example/",
    "api/view_why_file.html": "/views/example/why/example/example-1.0.tar.gz",
    "api/documentation.html": "/help/api/",
    "forklift/upload.html": "/legacy/",
    "login/confirm_login.html": "/account/confirm-login/",
    "login/login.html": "/account/login/",
    "login/logout.html": "/account/logout/",
    "login/register.html": "/account/register/",
    "login/request_password_reset.html": "/account/request-password-reset/",
    "login/reset_password.html": "/account/reset-password/?token={reset}",
    "login/recover.html": "/account/recover/",
    "login/recover_follow.html": "/account/recover/follow/?token={recovery}",
    "login/recover_object.html": "/account/recover/not-me/?token={objection}",
    "manage/account/data.html": "/manage/account/data/",
    "manage/account/delete.html": "/manage/account/delete/",
    "manage/account/history.html": "/manage/account/history/",
    "manage/account/intruders.html": "/manage/account/not-me/",
    "manage/account/overview.html": "/manage/account/",
    "login/undo_email_change.html": "/account/undo-email-change/?token={undo}",
    "manage/account/profile.html": "/manage/account/profile/",
    "manage/account/emails.html": "/manage/account/emails/",
    "manage/account/password.html": "/manage/account/password/",
    "login/unsubscribe.html": "/account/unsubscribe/?token={unsubscribe}",
    "manage/account/preferences.html": "/manage/account/preferences/",
    "login/two_factor.html": WAITING,
    "login/recovery_code.html": WAITING,
    "login/reauthenticate.html": "/manage/account/recovery-codes/regenerate",
    "manage/account/burn_code.html": "/manage/account/recovery-codes/burn",
    "manage/account/recovery_codes.html": "/manage/account/recovery-codes/regenerate",
    "manage/account/security_key.html": "/manage/account/webauthn-provision",
    "manage/account/totp.html": "/manage/account/totp-provision",
    "manage/account/sessions.html": "/manage/account/sessions/",
    "manage/account/two_factor.html": "/manage/account/two-factor/",
    "manage/account/tokens.html": "/manage/account/token/",
    "manage/account/token.html": "/manage/account/token/{token}/",
    "manage/account/token_new.html": "/manage/account/token/new/",
    "manage/account/unverified.html": "/manage/unverified-account/",
    "manage/project/statistics.html": "/manage/project/example/statistics/",
    "pages/downloads.html": "/project/example/downloads/",
    "pages/releases.html": "/project/example/releases/",
    "pages/dependencies.html": "/project/example/1.0/dependencies/",
    "pages/includes/dependencies.html": (
        "/_includes/unauthed/project-dependencies/example/1.0/"
    ),
    "pages/includes/downloads.html": "/_includes/unauthed/project-downloads/example/",
    "manage/project/history.html": "/manage/project/example/history/",
    "manage/webhooks/list.html": "/manage/project/example/webhooks/",
    "manage/webhooks/new.html": "/manage/project/example/webhooks/new/",
    "manage/webhooks/one.html": "/manage/project/example/webhooks/{webhook}/",
    "manage/webhooks/log.html": "/manage/project/example/webhooks/{webhook}/log/",
    "manage/webhooks/delivery.html": (
        "/manage/project/example/webhooks/{webhook}/log/{delivery}/"
    ),
    "manage/project/publishing.html": "/manage/project/example/settings/publishing/",
    "manage/project/publishing_trial.html": (
        "/manage/project/example/settings/publishing/try/"
    ),
    "manage/account/publishing.html": "/manage/account/publishing/",
    "manage/account/publishing_remove.html": (
        "/manage/account/publishing/{pending}/remove/"
    ),
    "manage/decisions.html": "/manage/decisions/",
    "manage/appeal.html": "/account/appeal/?token={appeal}",
    "pages/moderation.html": "/moderation/",
    "layouts/error.html": "/nowhere/",
    "pages/includes/current_user.html": "/_includes/authed/current-user-indicator/",
    "pages/includes/flashes.html": "/_includes/unauthed/flash-messages/",
    "pages/includes/notifications.html": "/_includes/authed/session-notifications/",
    "pages/includes/private_projects.html": (
        "/_includes/authed/private-projects/?q=example"
    ),
    "pages/includes/profile_callout.html": (
        "/_includes/authed/current-user-profile-callout/alice"
    ),
    "pages/includes/profile_actions.html": "/_includes/authed/profile-actions/alice",
    "pages/includes/profile_email.html": "/_includes/authed/profile-public-email/alice",
    "pages/includes/edit_project.html": "/_includes/authed/edit-project-button/example",
    "pages/includes/banners.html": "/_includes/unauthed/notification-banners/",
    "pages/includes/sponsor.html": "/_includes/unauthed/sidebar-sponsor-logo/",
    "pages/includes/follow_project.html": "/_includes/authed/follow-project/example",
    "manage/account/notifications.html": "/manage/account/notifications/",
    "manage/project/following.html": "/manage/project/example/notifications/",
    "login/project_role.html": "/account/verify-project-role/?token={invitation}",
    "manage/projects.html": "/manage/projects/",
    "manage/deleted.html": "/manage/deleted/",
    "manage/organizations.html": "/manage/organizations/",
    "manage/organization_apply.html": "/manage/organizations/apply/",
    "manage/application.html": "/manage/organizations/application/{application}/",
    "login/organization_role.html": "/account/verify-organization-role/?token={joining}",
    "manage/organization/action.html": "/manage/organization/acme/delete/",
    "manage/organization/history.html": "/manage/organization/acme/history/",
    "manage/organization/people.html": "/manage/organization/acme/people/",
    "manage/organization/projects.html": "/manage/organization/acme/projects/",
    "manage/organization/namespace.html": (
        "/manage/organization/acme/namespaces/application/{namespace}/"
    ),
    "manage/organization/namespaces.html": "/manage/organization/acme/namespaces/",
    "manage/organization/publishing.html": "/manage/organization/acme/publishing/",
    "manage/organization/domains.html": "/manage/organization/acme/domains/",
    "manage/organization/feed.html": "/manage/organization/acme/feed/",
    "manage/organization/rules.html": "/manage/organization/acme/rules/",
    "manage/organization/settings.html": "/manage/organization/acme/settings/",
    "manage/organization/sign_on.html": "/manage/organization/acme/single-sign-on/",
    "manage/organization/token_new.html": "/manage/organization/acme/tokens/new/",
    "manage/organization/tokens.html": "/manage/organization/acme/tokens/",
    "manage/organization/teams.html": "/manage/organization/acme/teams/",
    **{
        f"manage/organization/team_{page}.html": (
            f"/manage/organization/acme/team/example/{page}/"
        )
        for page in ("members", "projects", "settings", "history")
    },
    "manage/project/overview.html": "/manage/project/example/",
    "manage/project/releases.html": "/manage/project/example/releases/",
    "manage/project/many_releases.html": "/manage/project/example/releases/change/",
    "manage/project/retention.html": "/manage/project/example/retention/?dev_days=9",
    "manage/project/release.html": "/manage/project/example/release/1.0/",
    "manage/project/people.html": "/manage/project/example/collaboration/",
    "manage/project/credentials.html": "/manage/project/example/credentials/",
    "manage/project/readers.html": "/manage/project/example/readers/",
    "manage/project/settings.html": "/manage/project/example/settings/",
    "manage/project/action.html": "/manage/project/example/delete_project/",
}
"""Where each template is seen."""
