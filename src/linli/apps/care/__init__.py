"""Day care and home visits: who needs what, who comes when, and what the family may see."""
