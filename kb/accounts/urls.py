"""Addresses of the accounts room."""

from django.urls import path

from kb.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/away/", views.away, name="away"),
    path("account/password/", views.password, name="password"),
]
