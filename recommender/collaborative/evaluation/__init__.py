"""How well the models tell what a listener has beside what is known: held-out items, settings chosen before."""
