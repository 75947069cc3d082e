"""Reports under stress: what is lost, and what is sent twice."""
