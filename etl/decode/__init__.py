"""From a sound file of any format to samples."""
