"""People, roles and guards, sign-in, the audit trail and throttles. Knows nothing of articles, notices or reports."""
