"""Addresses of the accounts room."""

from django.urls import path

from kb.accounts import views
from kb.accounts.audit import views as audit_views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("staff/", views.staff, name="staff"),
    path("account/", views.account, name="account"),
    path("account/away/", views.away, name="away"),
    path("account/password/", views.password, name="password"),
    path("edit/audit/", audit_views.audit, name="audit"),
    path("edit/audit/export/", audit_views.take_away, name="audit-export"),
]
