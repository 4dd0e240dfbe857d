"""What is within a walk, and the service card: pages for residents, the public and those who plan."""
