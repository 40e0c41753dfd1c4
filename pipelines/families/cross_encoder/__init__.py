"""Cross-encoders: one score for a query and a passage read together."""

from pipelines.families.cross_encoder.family import CrossEncoderFamily

FAMILY = CrossEncoderFamily()
