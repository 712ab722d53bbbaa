"""Accounts and their e-mail addresses."""

from warehouse.accounts.models import Email, User


def test_the_primary_address_is_the_one_that_counts():
    user = User(username="ann")
    assert user.primary_email is None
    assert not user.has_verified_primary_email

    user.emails = [
        Email(email="old@example.com", primary=False, verified=True, public=True),
        Email(email="new@example.com", primary=True, verified=False),
    ]
    assert user.primary_email.email == "new@example.com"
    assert user.public_email.email == "old@example.com"
    assert not user.has_verified_primary_email
    user.primary_email.verified = True
    assert user.has_verified_primary_email
