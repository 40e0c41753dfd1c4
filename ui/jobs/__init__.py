"""Jobs the page starts: uploads, their progress, their end."""
