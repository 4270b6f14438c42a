"""The rules of segue: records, ports and picking; no database, no broker, no web, no Spark."""
