"""Routes of the staff site."""

from django.urls import path

from doudi.desk.pages import (
    cases,
    evidence,
    handling,
    kept,
    ledgers,
    login,
    registering,
    runs,
    signing,
    verifying,
    workbench,
)
from doudi.desk.pages import papers as paper_pages

app_name = "desk"
urlpatterns = [
    path("", workbench.show, name="workbench"),
    path("login/", login.log_in, name="login"),
    path("logout/", login.log_out, name="logout"),
    path("kept/", kept.again, name="kept"),
    path("posts/", login.posts, name="posts"),
    path("day/", login.move, name="day"),
    # 申请登记
    path("drafts/", registering.drafts, name="drafts"),
    path("drafts/new/", registering.new, name="draft-new"),
    path("drafts/<uuid:key>/<slug:section>/", registering.section, name="draft"),
    # 案件
    path("cases/", cases.listing, name="cases"),
    path("cases/<slug:number>/", cases.show, name="case"),
    path("cases/<slug:number>/unmask/", cases.unmask, name="unmask"),
    path("cases/<slug:number>/papers/", paper_pages.add, name="case-papers"),
    path("papers/<uuid:key>/", paper_pages.upload, name="file"),
    path("papers/<uuid:key>/shown/", evidence.scan, name="file-shown"),
    path("papers/issued/<str:number>/", paper_pages.issued, name="paper"),
    path("cases/<slug:number>/survey/", verifying.visit, name="survey"),
    path("cases/<slug:number>/check/", verifying.report, name="check"),
    path("cases/<slug:number>/evidence/", evidence.show, name="evidence"),
    path("cases/<slug:number>/propose/", evidence.propose, name="propose"),
    path("cases/<slug:number>/sign/", signing.sign, name="sign"),
    path("cases/<slug:number>/sign/opened/", signing.opened, name="sign-opened"),
    path("cases/<slug:number>/<slug:code>/", handling.step, name="step"),
    path("signing/", signing.queue, name="signing"),
    path("signing/batch/", signing.batch, name="sign-batch"),
    # 台账、发放
    path("ledgers/", ledgers.listing, name="ledgers"),
    path("ledgers/<slug:number>/", ledgers.show, name="ledger"),
    path("ledgers/<slug:number>/confirm/", ledgers.confirm, name="ledger-confirm"),
    path("ledgers/<slug:number>/marked/", ledgers.marked, name="ledger-marked"),
    path("ledgers/<slug:number>/rows/<int:row>/", ledgers.decide, name="ledger-row"),
    path("runs/", runs.listing, name="runs"),
    path("runs/new/", runs.new, name="run-new"),
    path("runs/<slug:number>/", runs.show, name="run"),
    path("runs/<slug:number>/lines/", runs.lines, name="run-lines"),
    path("runs/<slug:number>/roster/", runs.roster, name="run-roster"),
    path("runs/<slug:number>/bank-file/", runs.bank_file, name="run-file"),
    path("runs/<slug:number>/<slug:code>/", runs.step, name="run-step"),
]
