"""Submissions that hurt: honest work that was damaged, and attacks."""
