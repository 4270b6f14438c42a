"""Listening histories that pages send: kept here for as long as a process of their own reads them."""
