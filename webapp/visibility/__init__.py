"""Who sees which library: everything that is asked is answered from what the asker may see."""
