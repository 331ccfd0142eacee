"""What others reach over HTTP; nothing of it is there unless the house opens its door."""
