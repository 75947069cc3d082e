"""This step is wrong: from whoever reads it out to whoever looks after the article."""
