"""The theme that `mkdocs.yml` names: it has no template, since the builder makes every page; its assets are the site's."""
