"""Evaluation set → report: ask each question, measure the answers, compare runs."""
