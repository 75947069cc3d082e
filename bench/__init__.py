"""Measurements that anybody can run again; nothing of the site imports this."""
