"""Our side of an exchange of files, with a city there that holds files of its own."""

import io
import json
import uuid
from dataclasses import replace

from tests.apps.exchange.test_exchange import HANDED, SECRET, SERVICE, Border
from tests.city import AT, act_id, publish
from tests.kernel.files import samples

from linli.apps.cases import service as cases
from linli.apps.exchange import service
from linli.apps.exchange.facts.keys import ASK, ASK_RECEIPT, CONTEXT
from linli.apps.exchange.models import Enclosure, Exchange, Peer
from linli.core.exchange import message as wire
from linli.core.exchange.fetching import Ask, Does
from linli.core.exchange.message import Kind
from linli.core.exchange.named import Named
from linli.kernel.audit.models import Entry
from linli.kernel.files import service as files
from linli.kernel.files.facts import files_of

RECORD = "household-record"
ASKED = {
    "applicant": {"name": "陈静"}, "what_for": "changed", "about": "陈静", "record_at": "柳溪派出所", "use": "银行改名",
}  # fmt: skip
PHOTO, PAPER = samples.photo(), samples.pdf()


class Town(Border):
    """Our side, with a city there that holds files: ``holds`` says what it answers for each ref."""

    def __init__(self, city, monkeypatch):
        super().__init__(city, monkeypatch)
        publish("services/household-record")
        Peer.objects.update(services=[SERVICE, RECORD])
        self.holds, self.told = {}, []
        self.files = self.serves

    def _open(self, request, timeout):
        if not request.full_url.endswith("/files"):
            return super()._open(request, timeout)
        ask = json.loads(request.data)
        return self.files(request, ask)

    def serves(self, request, ask):
        """Hand out what the city there holds, and sign for what it is told."""
        if ask["does"] == "fetch":
            return io.BytesIO(self.holds[ask["file"]])
        self.told.append((ask["does"], ask["code"]))
        import hashlib

        digest = hashlib.sha256(request.data).hexdigest().encode()
        return io.BytesIO(json.dumps({"receipt": SECRET.sign(ASK_RECEIPT + digest).hex()}).encode())

    def uploads(self, *data, key):
        """What somebody sent with a form; returns refs."""
        named = {PAPER: "户口本.pdf"}
        return tuple(
            files.store(
                samples.upload(named.get(one, "a.jpg"), one),
                owner_key=cases.form_key(key),
                purpose="case",
                at=AT,
            ).ref
            for one in data
        )

    def sends(self, *data):
        """A resident of ours asks for a paper of theirs and sends files along."""
        form = act_id()
        refs = self.uploads(*data, key=form)
        answers = {**ASKED, "card": [*refs]}
        wish = service.Handing("linhe", RECORD, answers, cases.Contact("陈静", ""), files=refs)
        done = service.hand_over(wish, actor=self.resident, act_id=form, at=AT)
        self.work()
        return done["ref"], refs

    def named(self, *data, **more):
        """Files of theirs, as their messages name them."""
        found = []
        for one in data:
            kept = files.store(samples.upload("blob", one), owner_key="form:there", purpose="case", at=AT)
            (card,) = [each for each in files_of("form:there") if each.ref == kept.ref]
            with files.default_storage.open(files.StoredFile.objects.get(ref=kept.ref).path) as file:
                ref = str(uuid.uuid4())
                self.holds[ref] = file.read()
            named = Named(
                ref, "证明.pdf" if card.kind == "pdf" else "", card.media_type, card.size, card.sha256
            )
            found.append(replace(named, **more))
        return tuple(found)

    def hears_with(self, kind, body, named, n=1, matter=None):
        ref = matter or str(uuid.uuid4())
        moment = AT.strftime("%Y-%m-%dT%H:%M:%SZ")
        message = wire.Message(str(uuid.uuid4()), "linhe", "fenan", ref, n, kind, moment, body, named)
        answer = service.receive(
            message.written(), "linhe", SECRET.sign(CONTEXT + message.written()).hex(), at=AT
        )
        self.work()
        return answer

    def asks(self, named, does=Does.FETCH, *, at=AT, secret=SECRET, **more):
        """The city there asks for a file of ours, or says what became of it."""
        said = Ask("linhe", "fenan", str(Exchange.objects.get().ref), named, does, at, because={})
        data = replace(said, **more).written()
        return service.hear_ask(data, "linhe", secret.sign(ASK + data).hex(), at=AT)

    def handed(self, *data, **more):
        """They hand a case over to us with files; returns what was named."""
        named = self.named(*data, **more)
        answers = {**ASKED, "card": [one.ref for one in named]}
        self.hears_with(Kind.HANDED_OVER, {**HANDED, "service": RECORD, "answers": answers}, named)
        return named


def states():
    return [(one.ours, one.state, one.code) for one in Enclosure.objects.order_by("id")]


def entries(name):
    return Entry.objects.filter(body__contains=f'"act":"{name}"').count()
