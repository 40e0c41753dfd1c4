"""Learning a profile: how lanes are weighed, fused and reranked, from judgements."""
