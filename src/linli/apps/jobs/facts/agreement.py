"""The agreement before work: plain sentences made of the post, which both sides can read aloud."""

from __future__ import annotations

from linli.apps.jobs.facts.employing import shown_name
from linli.apps.jobs.models import Engagement, Post
from linli.core.clock.instants import BEIJING
from linli.core.matching import pay
from linli.core.matching.pay import due_on
from linli.kernel.identity.personal import unseal
from linli.kernel.ui.show import when
from linli.kernel.ui.text import t


def sum_of(post: Post) -> int:
    """Return what a shift comes to as agreed, in fen."""
    minutes = int((post.ends_at - post.starts_at).total_seconds()) // 60
    given = pay.Pay(post.pay_fen, pay.Unit(post.pay_unit), post.pieces_an_hour)
    return pay.sum_due(given, minutes)


def agreement_text(row: Engagement, spoken: str) -> str:
    """Write the agreement in a language: who, what, where, when, for how much, paid when and how, and what is given."""
    post = row.post
    worker = unseal(bytes(row.worker.name_sealed), "jobs.name") if row.worker.name_sealed else ""
    lines = [
        t("jobs.agree_who", lang=spoken, employer=shown_name(post.employer), worker=worker),
        t("jobs.agree_what", lang=spoken, trade=_name(post, spoken), place=post.place),
        t("jobs.agree_when", lang=spoken, start=when(post.starts_at, spoken), end=when(post.ends_at, spoken)),
        pay_line(post, spoken),
        t("jobs.agree_sum", lang=spoken, sum=sum_of(post)),
        due_line(post, spoken),
        *given_lines(post, spoken),
    ]
    if post.words:
        lines.append(t("jobs.agree_words", lang=spoken, words=post.words))
    return "\n".join([*lines, t("jobs.agree_end", lang=spoken)])


def pay_line(post: Post, spoken: str) -> str:
    """Say the rate."""
    return t(f"jobs.agree_pay_{post.pay_unit}", lang=spoken, sum=post.pay_fen, n=post.pieces_an_hour)


def rate(post: Post, spoken: str) -> str:
    """Write the rate where a label says already that it is the pay."""
    return t(f"jobs.rate_{post.pay_unit}", lang=spoken, sum=post.pay_fen, n=post.pieces_an_hour)


def due_line(post: Post, spoken: str) -> str:
    """Say by which day and how it is paid."""
    day = due_on(post.ends_at.astimezone(BEIJING).date(), post.pay_days)
    return t("jobs.agree_due", lang=spoken, day=day, way=t(f"jobs.pay_way_{post.pay_way}", lang=spoken))


def given_lines(post: Post, spoken: str) -> list[str]:
    """Say what is given and what is asked of the body, neutrally."""
    lines = [
        t(f"jobs.tools_{post.tools}", lang=spoken),
        t(f"jobs.insurance_{post.insurance}", lang=spoken),
        t(f"jobs.meals_{post.meals}", lang=spoken),
    ]
    if post.protection:
        lines.append(t("jobs.agree_protection", lang=spoken, words=post.protection))
    return [*lines, *(t(f"jobs.demand_{one}", lang=spoken) for one in post.demands.split(",") if one)]


def _name(post: Post, spoken: str) -> str:
    return post.trade.name_zh if spoken == "zh" else post.trade.name_en
