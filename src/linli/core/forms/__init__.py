"""Forms as data: declared questions, when they are asked, and reading what people answer."""
