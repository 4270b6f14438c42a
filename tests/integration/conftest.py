from tests.mongo_fixtures import mongo_database

__all__ = ["mongo_database"]
