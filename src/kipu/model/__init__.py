"""The nouns of kipu: frozen records, their ids, time intervals and JSON form."""
