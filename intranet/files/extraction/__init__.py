"""The words of a file, for search. Each reader has its own process, without Django: what it reads may be hostile."""
