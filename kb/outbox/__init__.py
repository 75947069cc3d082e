"""What is sent out: finished messages stored in the caller's transaction, claimed one by one, retried, settled.

Owns deliveries and their attempts. Knows no other room: a sender is named by room and key.
"""
