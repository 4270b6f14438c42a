from tests.mongo_fixtures import lent_database, mongo_database

__all__ = ["lent_database", "mongo_database"]
