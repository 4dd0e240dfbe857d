import time, pytest
from tests.journeys.pages.test_sweep_browser import *
from tests.journeys.pages import test_sweep_browser as m
from tests.journeys.pages.conftest import visitor, _one_moment
from tests.browser import *
def test_p(site, stocked, visitor):
    t=time.time(); c=time.process_time()
    pp=pages(stocked, visitor); print("pages", time.time()-t, time.process_time()-c, {k:len(v) for k,v in pp.items()})
    tot=dict(goto=0,axe=0,nocon=0,fits=0)
    n=0
    for who, ones in pp.items():
        page=site.come(member=stocked.people[who],viewport=DESK)
        for a in ones[::6]:
            n+=1
            t=time.time(); page.goto(site.address+a); tot["goto"]+=time.time()-t
            t=time.time(); barriers(page,contrast=True); tot["axe"]+=time.time()-t
            t=time.time(); barriers(page,contrast=False); tot["nocon"]+=time.time()-t
            t=time.time(); page.set_viewport_size(PHONE); page.evaluate(FITS); tot["fits"]+=time.time()-t
        page.context.close()
    print(n, tot)
