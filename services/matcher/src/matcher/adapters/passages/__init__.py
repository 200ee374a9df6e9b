"""The stages that each match went through, kept beside it: what statistics of time and of the funnel rest on."""
