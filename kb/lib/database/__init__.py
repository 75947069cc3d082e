"""Django's two databases, and one thing more: a process of the web server that knows when its database is away."""

# A PostgreSQL that vanishes from the network says nothing: these end the wait for it within three seconds. In
# milliseconds for what was sent and not acknowledged, else in seconds; libpq takes no less than 2 for the first.
LIMITS_OF_TCP = {
    "connect_timeout": "2",
    "tcp_user_timeout": "2000",
    "keepalives": "1",
    "keepalives_idle": "1",
    "keepalives_interval": "1",
    "keepalives_count": "2",
}
