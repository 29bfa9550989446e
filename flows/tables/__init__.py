"""Tables on their way from stage to stage: folders of Parquet, and a DuckDB of bounded memory."""
