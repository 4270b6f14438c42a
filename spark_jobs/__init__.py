"""The jobs that run on Spark: each is `run(spark, config) -> Version`."""
