"""What people tell the service desk: the form, storing first, the desk's list and answers.

Owns reports, their screenshots, held files and deflections. Mail goes through the outbox. Knows search, notices,
contacts and the rooms below; knows nothing of the public pages.
"""
