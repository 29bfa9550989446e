"""What a number measures, as the words on both sides of it say."""
