"""Throwaway probes."""
import json, re
import pytest
from uuid import uuid4
from django.test import Client
from django.db import connection, transaction
from cast import *
from cast import acting, officer
from doors import client_of, set_day
from factories import golden
from doudi.accounts.actions import register_relative, SYSTEM
from doudi.accounts.models import *
from doudi.audit.models import Entry
from doudi.cases.models import *
from doudi.papers.models import StoredFile, Paper
from doudi.households.models import *
from django.core.files.uploadedfile import SimpleUploadedFile
from io import BytesIO
from PIL import Image

pytestmark = pytest.mark.django_db

@pytest.fixture(autouse=True)
def _s(settings):
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-11")

def say(*a):
    print("PROBE", *a)

def cl(who):
    c = client_of(who); c.raise_request_exception = False
    return c

def jpg(name="a.jpg"):
    b = BytesIO(); Image.new("RGB", (40, 40), "red").save(b, "JPEG")
    return SimpleUploadedFile(name, b.getvalue(), "image/jpeg")

def test_head():
    c = cl("sysadmin")
    d = DemoDay.objects.get().day
    r = c.head("/desk/day/")
    say("HEAD day", r.status_code, d, DemoDay.objects.get().day)
    c2 = Client(enforce_csrf_checks=True); 
    c2.cookies = c.cookies
    r = c2.head("/desk/day/"); say("HEAD day csrf enforced", r.status_code, DemoDay.objects.get().day)
    c = cl("clerk"); r = c.head("/desk/logout/"); say("HEAD logout", r.status_code, c.get("/desk/").status_code)

def test_head_confirm():
    from pathlib import Path
    from doudi.payments.imports import receive, advance
    from doudi.payments.models import Award
    wb = Path("tests/data/ledger-2026-10.xlsx")
    l = receive(name=wb.name, content=wb.read_bytes(), acting=acting("data","2026-11-11"))
    while advance(number=l.number, acting=acting("data","2026-11-11")): pass
    while advance(number=l.number, acting=acting("data","2026-11-11")): pass
    say("before", Award.objects.filter(state="active").count(), Award.objects.filter(state="pending").count())
    c = client_of("data2", csrf=True); c.raise_request_exception=False
    r = c.head(f"/desk/ledgers/{l.number}/confirm/")
    say("HEAD confirm", r.status_code, Award.objects.filter(state="active").count(), Award.objects.filter(state="pending").count())
    # filters
    for q in ["?page=99999999999999999999", "?state=%00", "?state=x&page=-1", "?page=0", "?state[]=1"]:
        for p in (f"/desk/ledgers/{l.number}/",):
            say("ledger", q, cl("data").get(p+q).status_code)
    say("row huge", cl("data").get(f"/desk/ledgers/{l.number}/rows/99999999999999999999999/").status_code)
    mk = cl("clerk").get(f"/desk/ledgers/{l.number}/marked/").status_code
    say("marked as town clerk of district ledger", mk)
    say("elsewhere clerk on ledger show", cl("elsewhere").get(f"/desk/ledgers/{l.number}/?state=taken").status_code)
    # other town's row
    from doudi.payments.models import LedgerImportRow
    other = l.rows.exclude(town="140502100").filter(state="asked").first()
    if other: say("clerk decides other town row", cl("clerk").post(f"/desk/ledgers/{l.number}/rows/{other.pk}/", {"accept":"yes","reason":"x"}).status_code)

def test_filters():
    golden.proposed()
    c = cl("clerk")
    for q in ["?due=abcdefghij","?due=2026-13-45","?due=0000-00-00","?due=%00%00%00%00%00%00%00%00%00%00","?q=%00","?q=' OR 1=1--","?page=99999999999999999999","?page=-1","?page=%D9%A1","?state=xx","?village=%00","?village=1' or '1","?q="+"a"*3000,"?page="+"9"*4000, "?page="+"9"*5000, "?q=%ff%fe", "?due=99999-1-01", "?due=２０２６-１１-１１"]:
        say("cases", q[:40], c.get("/desk/cases/"+q).status_code)
    for q in ["?page=99999999999999999999","?page="+"9"*5000,"?page=%00"]:
        say("drafts", q[:40], c.get("/desk/drafts/"+q).status_code)
    from doudi.payments.runs import create_run
    from datetime import date
    run = create_run(month=date(2026,12,1), programme="subsistence_allowance", acting=acting("maker","2026-11-11"))
    m = cl("maker")
    for q in ["?page=99999999999999999999","?town=%00","?town='","?page=-5","?page=0", "?page=9223372036854775807"]:
        say("lines", q, m.get(f"/desk/runs/{run.number}/lines/"+q).status_code)
    for mth in ["9999-12","0001-01","9999-11","2026-13","2030-01","1900-01"]:
        r = m.post("/desk/runs/new/", {"month": mth, "programme":"subsistence_allowance"})
        say("run month", mth, r.status_code, r.headers.get("Location"))
    n = Client(); n.raise_request_exception=False
    for u in ["/v/%00","/v/"+"a"*3000,"/notices/%00/","/notices/?town=%00","/notices/?town=140502","/notices/?elder=%00","/v/%F0%9F%92%A9","/?town=%00&elder=1"]:
        say("public", u[:40], n.get(u).status_code)
    for u in ["/desk/papers/issued/%00/","/desk/papers/issued/..%2f..%2fetc/passwd/","/desk/papers/issued/%0d%0aX:1/"]:
        say("issued", u, c.get(u).status_code, "maker:", m.get(u).status_code)
    for u in ["/static/../../../etc/passwd","/static/%2e%2e/%2e%2e/config/settings.py","/static/..%2f..%2fsettings.py"]:
        say("static", u, n.get(u).status_code)
    n.cookies["sessionid"] = "aaaaaaaaaaaa"
    r = n.get("/desk/", HTTP_COOKIE='sessionid="aaaaaaaa\\000aa"'); say("NUL session cookie", r.status_code)
    r = Client(raise_request_exception=False).get("/desk/", headers={"cookie": 'sessionid="aaaaaaaa\\000aa"'}); say("NUL session cookie2", r.status_code)
    r = Client(raise_request_exception=False).get("/", headers={"cookie": 'sessionid="aaaaaaaa\\000aa"'}); say("NUL session cookie public", r.status_code)
    officer("clerk")
    for nx in ["abc","//evil.com","https://evil.com","/\\evil.com","javascript:alert(1)","desk:logout","/desk/\r\nX: 1","\x00","http:///evil", "///evil.com", "/desk/cases/"]:
        try:
            r = Client(raise_request_exception=False).post("/desk/login/", {"username":"clerk","password":PASSWORD,"next":nx})
            say("next", repr(nx), r.status_code, r.headers.get("Location"))
        except Exception as e: say("next", repr(nx), "EXC", e)
    for u in ["a\x00b", "x"*5000, "\ud800" if False else "é", " "]:
        say("login name", repr(u[:10]), Client(raise_request_exception=False).post("/desk/login/", {"username":u,"password":"x"}).status_code)

def test_posts_bad():
    case = golden.proposed()
    c = cl("reviewer")
    for v in ["9"*5000, "-1", "٣", "9"*30, "1e9", ""]:
        say("version", v[:10], c.post(f"/desk/cases/{case.number}/review/", {"version": v, "note":"x"}).status_code)

def test_signing_bruteforce():
    case = golden.reviewed(); set_d = None
    c = cl("leader")
    page = c.get(f"/desk/cases/{case.number}/sign/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]; ver = re.search(r'name="version" value="([^"]+)"', page)[1]
    before = Entry.objects.count()
    for i in range(12):
        r = c.post(f"/desk/cases/{case.number}/sign/", {"decision":"confirm","password":f"wrong{i}","seen":seen,"version":ver,"reasons":""})
    say("12 wrong in signing", r.status_code, "entries", Entry.objects.count()-before)
    from axes.models import AccessAttempt; say("axes", AccessAttempt.objects.count())
    r = c.post(f"/desk/cases/{case.number}/sign/", {"decision":"confirm","password":PASSWORD,"seen":seen,"version":ver,"reasons":""})
    say("then right", r.status_code, Case.objects.get(pk=case.pk).state)

def test_signing_tokens():
    case = golden.reviewed(); other = golden.reviewed(golden.chen(400))
    c = cl("leader")
    def go(seen, ver, **k):
        return c.post(f"/desk/cases/{case.number}/sign/", {"decision":"confirm","password":PASSWORD,"seen":seen,"version":ver,"reasons":"",**k}).status_code
    tok = lambda n: re.search(r'name="seen" value="([^"]+)"', c.get(f"/desk/cases/{n}/sign/").content.decode())[1]
    v = Case.objects.get(pk=case.pk).version
    say("other token", go(tok(other.number), v)); say("forged", go("x:y:z", v)); say("garbage", go("\x00", v), go("", v), go(":", v))
    say("stale v", go(tok(case.number), v-1), "huge", go(tok(case.number), "9"*30), go(tok(case.number), "9"*5000))
    say("state", Case.objects.get(pk=case.pk).state)
    for who in ("surveyor","clerk","reviewer","elsewhere_leader","check"):
        x = cl(who); say(who, x.post(f"/desk/cases/{case.number}/sign/", {"decision":"confirm","password":PASSWORD,"seen":tok(case.number),"version":v}).status_code)
    say("confirm via step url", c.post(f"/desk/cases/{case.number}/confirm/", {"version":v}).status_code)
    say("ok", go(tok(case.number), v)); say("double", go(tok(other.number), v))
    say("notes", list(Entry.objects.filter(actor_number="leader").values_list("verb", flat=True)))

def test_recusal():
    case = golden.accepted(); 
    m = Member.objects.get(household=case.household, relation="spouse")
    register_relative(officer=officer("clerk"), relation="配偶", id_number=m.id_number, by=SYSTEM, at=moment(DAY), on=DAY)
    case = golden.again(case, acting("clerk"))
    c = cl("clerk")
    say("relative case GET", c.get(f"/desk/cases/{case.number}/").status_code)
    r = c.post(f"/desk/cases/{case.number}/papers/", {"version":case.version,"kind":"hardship_proof","member":""})
    say("relative add paper", r.status_code)
    case = golden.again(case, acting("clerk"))
    page = c.get(f"/desk/cases/{case.number}/evidence/").content.decode()
    key = f"{Member.objects.get(household=case.household, relation='head').pk}:income:wage"
    r = c.post(f"/desk/cases/{case.number}/evidence/?item={key}", {"version":case.version,"source":"adopted","other":"0","reason":"x"})
    say("relative adopt", r.status_code, r.headers.get("Location"))
    from doudi.verification.models import Adoption
    say("adoptions", list(Adoption.objects.values_list("kind","source","amount")))
    say("relative unmask", b"140502" in c.post(f"/desk/cases/{case.number}/unmask/", {"reason":"看看看看"}).content)

def test_adopt_absent_source():
    case = golden.verified(); c = cl("clerk"); case = golden.again(case, acting("clerk"))
    key = f"{Member.objects.get(household=case.household, relation='head').pk}:asset:deposit"
    r = c.post(f"/desk/cases/{case.number}/evidence/?item={key}", {"version":case.version,"source":"surveyed","reason":"x"})
    from doudi.verification.models import Adoption
    say("adopt surveyed None", r.status_code, list(Adoption.objects.values_list("kind","source","amount")))
    case = golden.again(case, acting("clerk"))
    for a in ["9"*40, "1"*27+".00", "٣", "1e5", "NaN"]:
        r = c.post(f"/desk/cases/{case.number}/evidence/?item={key}", {"version":case.version,"source":"adopted","other":a,"reason":"x"})
        say("amount", a[:8], r.status_code)
        case = golden.again(case, acting("clerk"))

def test_papers_any_state():
    case = golden.reviewed(); c = cl("assistant")
    case = golden.again(case, acting("clerk")); v = case.version; n = OnFile.objects.filter(case=case).count()
    r = c.post(f"/desk/cases/{case.number}/papers/", {"version":v,"kind":"hardship_proof","member":"","scans":[jpg()]})
    case = golden.again(case, acting("clerk"))
    say("paper in reviewed by assistant", r.status_code, v, case.version, n, OnFile.objects.filter(case=case).count())
    g = golden.granted(golden.chen(500)); g = golden.again(g, acting("clerk")); v=g.version
    r = c.post(f"/desk/cases/{g.number}/papers/", {"version":v,"kind":"hardship_proof","member":""})
    say("paper in granted", r.status_code, v, golden.again(g, acting("clerk")).version, list(Entry.objects.filter(chain=f"case/{g.number}").order_by("-number").values_list("verb","facts")[:1]))

def test_orphans():
    case = golden.proposed(); case = golden.again(case, acting("clerk"))
    c = cl("check")
    for i in range(3):
        r = c.post(f"/desk/cases/{case.number}/publish/", {"version":case.version,"photo":[jpg()]})
    say("illegal publish by check officer", r.status_code, "stored", StoredFile.objects.filter(object_key=case.number).count(), "on file", OnFile.objects.filter(case=case).exclude(file_key=None).count())
    for i in range(6):
        r = c.post(f"/desk/cases/{case.number}/publish/", {"version":0,"photo":[jpg() for _ in range(10)]})
    say("after 60", r.status_code, StoredFile.objects.filter(object_key=case.number).count())
    e = Entry.objects.filter(verb="file.stored").count(); say("file.stored entries", e)

def test_deliver_receipt():
    case = golden.publicised(); set_day_ = DemoDay.objects.update(day="2026-11-19")
    c = cl("clerk")
    for code in ("close_publicity","deliver"):
        case = golden.again(case, acting("clerk"))
        d = {"version":case.version}
        if code=="deliver": d |= {"how":"当面送达","receiver":"陈建国","receipt":[jpg()]}
        r = c.post(f"/desk/cases/{case.number}/{code}/", d); say(code, r.status_code)
    say("receipt file on file?", list(OnFile.objects.filter(case=case, kind="delivery_receipt").values_list("file_key","remark")), StoredFile.objects.filter(object_key=case.number).count())

def test_session_absolute(monkeypatch):
    from django.contrib.sessions.models import Session
    from datetime import timedelta
    from django.utils import timezone
    c = cl("clerk"); c.get("/desk/")
    s = Session.objects.get(); first = s.expire_date
    real = timezone.now
    monkeypatch.setattr("django.contrib.sessions.backends.base.timezone.now", lambda: real()+timedelta(minutes=0)) if False else None
    import doudi.config.middleware as mw
    for h in range(1, 80):
        t = real()+timedelta(minutes=10*h)
        monkeypatch.setattr(timezone, "now", lambda t=t: t)
        r = c.get("/desk/posts/")
        if r.status_code != 200: break
    say("still in after minutes", 10*h, r.status_code, "session expiry moved h:", (Session.objects.get().expire_date-first).total_seconds()/3600 if Session.objects.exists() else None)

def test_draft_poison():
    c = cl("clerk"); key = uuid4()
    c.post("/desk/drafts/new/", {"key":str(key),"village":VILLAGE})
    u = f"/desk/drafts/{key}"
    r = c.post(f"{u}/family/", {"act":"auto","seen":"","family-TOTAL_FORMS":"1","family-INITIAL_FORMS":"0","family-0-name":"甲","family-0-relation":"head","family-0-id_number":golden.id_number("1976-05-12",100)})
    say("family auto", r.status_code)
    r = c.post(f"{u}/income/", {"act":"auto","seen":"","income-TOTAL_FORMS":"1","income-INITIAL_FORMS":"0","income-0-member":"1","income-0-kind":"income:wage","income-0-amount":"9"*40,"income-0-per":"month"})
    say("income auto", r.status_code)
    for s in ("overview","income","check","family","papers"):
        say("poisoned draft", s, c.get(f"{u}/{s}/").status_code)
    say("drafts list", c.get("/desk/drafts/").status_code)
    r = c.post(f"{u}/family/", {"act":"auto","seen":"x","family-TOTAL_FORMS":"99999999999999999999","family-INITIAL_FORMS":"0"}); say("total", r.status_code)
    r = c.post(f"{u}/family/", {"act":"save","seen":"x","family-TOTAL_FORMS":"99999999999999999999","family-INITIAL_FORMS":"0"}); say("total", r.status_code)
    r = c.post(f"{u}/family/", {"act":"save","family-TOTAL_FORMS":"1","family-INITIAL_FORMS":"0","family-0-name":"a\x00b"}); say("NUL name", r.status_code)
    r = c.post(f"{u}/obligors/", {"act":"save","obligors-TOTAL_FORMS":"1","obligors-INITIAL_FORMS":"0","obligors-0-name":"x","obligors-0-household_members":"9"*30}); say("count", r.status_code, c.get(f"{u}/check/").status_code)
    r = c.post(f"{u}/property/", {"act":"save","property-TOTAL_FORMS":"1","property-INITIAL_FORMS":"0","property-0-kind":"house","property-0-area_m2":"sNaN"}); say("area snan", r.status_code, c.get(f"{u}/check/").status_code)
    r = c.post(f"{u}/property/", {"act":"save","property-TOTAL_FORMS":"1","property-INITIAL_FORMS":"0","property-0-kind":"house","property-0-area_m2":"1e999999"}); say("area big", r.status_code, c.get(f"{u}/check/").status_code)

def test_redaction():
    from doudi.audit.records import redacted
    for t in ["140502197605121234","ID140502197605121234","14050219760512 1234","1405 0219 7605 1212 34","１４０５０２１９７６０５１２１２３４","139 0000 1234","tel:13900001234","+8613900001234","a13900001234","6230-0000-0000-0000-001","陈建国", "130-1234-5678"]:
        say("redacted", t, "->", redacted(t))

def test_other_town_objects():
    case = golden.accepted(); p = Paper.objects.filter(object_key=case.number).first()
    c = cl("clerk"); key = uuid4(); 
    c.post("/desk/drafts/new/", {"key":str(key),"village":VILLAGE})
    r = c.post(f"/desk/drafts/{key}/papers/", {"act":"save","file-application":[jpg()]})
    f = StoredFile.objects.get()
    for who in ("elsewhere","elsewhere_leader","elsewhere_village","assistant","leader","surveyor","check","auditor","supervisor","sysadmin","maker"):
        x = cl(who)
        say(who, "paper", x.get(f"/desk/papers/issued/{p.number}/").status_code, "file", x.get(f"/desk/papers/{f.key}/").status_code, "draft", x.get(f"/desk/drafts/{key}/overview/").status_code, "draftpost", x.post(f"/desk/drafts/{key}/applicant/", {"act":"save"}).status_code, "newsamekey", x.post("/desk/drafts/new/", {"key":str(key),"village":OTHER_VILLAGE if who.startswith('else') else VILLAGE}).status_code)
    r = cl("clerk").get(f"/desk/papers/{f.key}/"); say(r.headers)
    r = cl("clerk").get(f"/desk/papers/issued/{p.number}/"); say(r.headers)

def test_500_page():
    c = cl("clerk"); r = c.get("/desk/cases/?due=abcdefghij"); say(r.status_code, r.headers, r.content[:1500].decode())
