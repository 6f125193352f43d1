"""What the team's forge (GitHub, GitLab, Forgejo, Gitea) takes: addresses, annotations, comments, pipelines."""
