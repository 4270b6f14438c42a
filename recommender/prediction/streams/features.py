"""What the models of plays read: the features of songs heard before, and those of first plays."""

from recommender.prediction.streams.heard import features as heard
from recommender.prediction.streams.unheard import features as unheard

FINGERPRINT = heard.FINGERPRINT + unheard.FINGERPRINT
N_INPUTS = len(heard.NAMES) + len(unheard.NAMES)
