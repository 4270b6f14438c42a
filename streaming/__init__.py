"""Activity up, slates down: everything that speaks Kafka."""
