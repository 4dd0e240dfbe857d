"""The addresses of signing in and of one's account."""

from __future__ import annotations

from django.urls import path

from linli.kernel.identity import account_web, web

urlpatterns = [
    path("login", web.login, name="login"),
    path("login/code", web.login_code, name="login-code"),
    path("staff/login", web.staff_login, name="staff-login"),
    path("logout", web.logout, name="logout"),
    path("account", account_web.account, name="account"),
    path("account/settings", account_web.settings, name="account-settings"),
    path("account/held.json", account_web.what_is_held, name="account-held"),
    path("account/password", account_web.password, name="account-password"),
    path("account/second-factor", account_web.second_factor, name="account-second-factor"),
    path("account/sessions/<uuid:ref>/end", account_web.end_session, name="account-end-session"),
    path("account/sign-out-everywhere", account_web.end_everywhere, name="account-end-everywhere"),
]
