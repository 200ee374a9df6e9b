"""The embedded stack's own OpenID Connect provider: demo accounts for anybody on this machine, and for nobody else."""
