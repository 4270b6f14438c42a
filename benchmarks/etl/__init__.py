"""`make bench-etl`: what the analysis of sound costs, beside librosa and beside the bare decode."""
