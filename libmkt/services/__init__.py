"""Services: how they are used, and what people say, do and are seen to do about one."""

from libmkt.services.observed import activities, busiest, occupancy, seen_in

__all__ = ["activities", "busiest", "occupancy", "seen_in"]
