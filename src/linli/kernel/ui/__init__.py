"""The design system: base pages, components, texts in two languages."""
