"""The servers segue can run itself: mongod, Kafka, and what watches them."""
