"""One-matter bundles: asked once, fanned out to the cases of several bodies, followed on one page."""
