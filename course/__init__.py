"""What lessons import, and how a lesson becomes notebooks."""
