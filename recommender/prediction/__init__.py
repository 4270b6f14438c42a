"""Questions about what is to come: charts, popularity, streams, releases, moods; one folder a topic."""
