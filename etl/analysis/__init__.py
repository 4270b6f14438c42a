"""What a sound is like: one decode, one spectrum, every feature of it, and FMA's recipe beside ours."""
