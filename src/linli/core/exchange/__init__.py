"""What two cities say to each other about a case that is accepted here and handled there."""
