"""Who does what where: visits to homes; shifts of casual work, and what a post may say and must pay."""
