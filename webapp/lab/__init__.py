"""The lab: questions about what is to come, one file a topic, each answered by a published model."""
