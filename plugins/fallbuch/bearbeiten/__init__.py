"""What people change: entries, new cases, closings, rewordings; each worked out and checked before it is written."""
