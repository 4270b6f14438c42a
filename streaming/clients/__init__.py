"""Clients of Kafka: what segue asks of one, and the one that answers."""
