"""The models: each is fitted on `Interactions`, and scores the profiles of listeners that it need not have seen."""
