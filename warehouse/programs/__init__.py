"""Running our own small programs, which bounds of time and memory may end."""
