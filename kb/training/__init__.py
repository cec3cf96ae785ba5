"""Teaches the learned component: marks in, a spaCy model out.

`marks` reads what somebody marked, `loop` trains the network on it, `weighing` fits what decides which finds stay,
`scores` tells how well it does, `models` puts a model together, as `spacy.load` and `kb add --pipeline` read it.
"""
