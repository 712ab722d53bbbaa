"""The views under /manage/."""
