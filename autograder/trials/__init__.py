"""What answers are tried on, and what is seen of them: shared by the exercises, or split off one.

    nets.py, *_nets.py, towers.py, bodies.py    small nets drawn from a seed, each with a trap
    illnesses, *_cameras, *_runs, wrappers      drawn cases, claims on trial, imitated workers
    plants, *_setups, *_cuts, *_plans, budgets  nets in a situation: a step, a place, a budget
    trial.py, *_trial.py, *_traces, onlooker    evidence: what an answer did, as plain data
    *_case.py, *_run.py                         that evidence beside the judge's own run
    *_beliefs.py                                what one would say with a wrong rule in mind
    *_findings.py                               the words for what is amiss

Evidence carries no opinion, and findings see nothing but evidence. `probe` trains a copy.
"""
