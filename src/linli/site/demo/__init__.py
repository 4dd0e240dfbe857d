"""The demo city 汾安市: an invented place in which a year of problems is told and worked off."""
