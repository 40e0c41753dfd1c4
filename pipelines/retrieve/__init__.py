"""A trained bi-encoder over a collection: encoded in shards, searched shard by shard, written as runs."""
