"""What somebody is entitled to: published rules, decided with reasons; it keeps nothing about anybody."""
