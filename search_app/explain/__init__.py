"""Why a hit stands where it stands: contributions that sum to the score, and what to show of them."""
