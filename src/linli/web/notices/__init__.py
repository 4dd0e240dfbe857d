"""Pages of announcements (通知) and search notices: to read, hear, print, subscribe to, write and review."""
