"""Wires everything: settings, stores, servers, commands. Nobody imports it."""
