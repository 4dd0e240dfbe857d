from linli.core.expr.evaluate import evaluate
from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression


def answer(text, **facts):
    read = parse(text)
    assert isinstance(read, Expression), read
    return evaluate(read, facts)


def test_what_is_unknown_stays_unknown_unless_it_does_not_matter():
    assert answer("a and b", a=True).value is None
    assert answer("a and b", a=False).value is False
