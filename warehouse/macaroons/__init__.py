"""API tokens: macaroons and what they are limited to."""
