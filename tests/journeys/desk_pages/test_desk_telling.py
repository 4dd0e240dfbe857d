"""What was filled in is read as people say it."""

from linli.packs.checking import check_folder
from linli.packs.folder import SHIPPED
from linli.web.desk.telling import written

AID = check_folder(SHIPPED / "base/cash-benefit").definition


def test_money_is_kept_in_fen_and_read_in_yuan():
    assert written("amount", 5000, AID, {}) == "50 元"
    assert written("visits", 5000, AID, {}) == "5000"
    assert written("amount", None, AID, {}) == ""
