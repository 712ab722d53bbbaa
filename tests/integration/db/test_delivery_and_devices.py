"""The revision about delivered mail and known networks, over rows of before and after."""

from tests.integration.db.test_migrations import execute, scalars
from warehouse.db import migrate

BEFORE, THIS = "202611280321", "202611280330"
SIGN_INS = """
    INSERT INTO users (username, password) VALUES ('ann', '!');
    INSERT INTO ip_addresses (ip_address) VALUES ('198.51.100.7'), ('2001:db8::1');
    INSERT INTO user_events (source_id, ip_address_id, tag, time)
    SELECT users.id, ip_addresses.id, tag, day
    FROM users, ip_addresses, (VALUES
        ('account:login:success', timestamp '2026-01-01'),
        ('account:login:success', timestamp '2026-02-01'),
        ('account:login:failure', timestamp '2026-03-01')
    ) AS events (tag, day)
    WHERE username = 'ann'
        AND (tag LIKE '%success' OR family(ip_address) = 4)
        AND (day < '2026-02-01' OR family(ip_address) = 4);
    INSERT INTO user_events (source_id, tag)
    SELECT id, 'account:login:success' FROM users WHERE username = 'ann';
"""
MESSAGE = """
    INSERT INTO email_messages (
        kind, sender, recipient, message_id, subject, body, html, status
    ) VALUES ('x', 'a@b', 'c@d', '<{0}@x>', '', '', '', '{0}')
"""


def test_networks_of_former_sign_ins_are_known(fresh_database):
    migrate.upgrade(fresh_database, BEFORE)
    execute(fresh_database, SIGN_INS)
    migrate.upgrade(fresh_database)
    rows = """
        SELECT concat_ws(' ', host(ip_address), status, created::date, last_used::date)
        FROM user_unique_logins JOIN ip_addresses ON ip_addresses.id = ip_address_id
        ORDER BY ip_address
    """
    assert scalars(fresh_database, rows) == [
        "198.51.100.7 confirmed 2026-01-01 2026-02-01",
        "2001:db8::1 confirmed 2026-01-01 2026-01-01",
    ]


def test_messages_keep_what_can_be_said_of_them_on_the_way_down(fresh_database):
    migrate.upgrade(fresh_database, THIS)
    statuses = ["queued", "failed", "bounced", "soft bounced", "complained", "delivered"]
    execute(fresh_database, *map(MESSAGE.format, statuses))
    migrate.downgrade(fresh_database, BEFORE)
    found = "SELECT status FROM email_messages ORDER BY status::text"
    assert scalars(fresh_database, found) == ["failed", "queued", *["sent"] * 4]
