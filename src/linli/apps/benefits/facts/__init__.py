"""What is published, what fits plain words, and what the rules say of somebody's answers."""

from linli.apps.benefits.facts.deciding import Decided, decide, decide_by
from linli.apps.benefits.facts.published import benefit, benefits, by_event, find
from linli.apps.benefits.facts.told import answered, told

__all__ = ["Decided", "answered", "benefit", "benefits", "by_event", "decide", "decide_by", "find", "told"]
