"""Allocation rounds: who should give what to whom, as a problem, a plan, and the proof that the plan is allowed."""
