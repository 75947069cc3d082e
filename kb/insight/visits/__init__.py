"""A visit: who cannot be told apart from another is counted once, and nobody can find out who it was.

visit = visit_of(address=throttle.client_address(request), browser=request.headers.get("User-Agent", ""), now=now)
"""
