"""Addresses of the accounts room."""

from django.urls import URLPattern, path

from kb.accounts import code_views, provider_views, views
from kb.accounts.audit import views as audit_views
from kb.accounts.people import link_views, list_views
from kb.accounts.people import views as people
from kb.accounts.second_factor import views as second_factor

app_name = "accounts"


def _panel(name: str) -> URLPattern:
    return path(f"people/<int:pk>/{name}/", people.PANELS.view(name), name=f"person-{name}")


urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", code_views.code, name="sign-in-code"),
    path("sign-in/set-up/", code_views.set_up_first, name="sign-in-set-up"),
    path("sign-in/passkey/", code_views.passkey_alone, name="sign-in-passkey"),
    path("sign-in/passkey/options/", code_views.passkey_options, name="passkey-options"),
    path("sign-in/provider/", provider_views.start, name="provider-start"),
    path("sign-in/provider/back/", provider_views.back, name="provider-back"),
    path("sign-in/provider/keys.json", provider_views.keys, name="provider-keys"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("staff/", views.staff, name="staff"),
    path("account/", views.account, name="account"),
    path("account/away/", views.away, name="away"),
    path("account/monday-mail/", views.monday_mail, name="monday-mail"),
    path("account/second-factor/", second_factor.second_factor, name="second-factor"),
    path("account/second-factor/confirm/", second_factor.confirm, name="second-factor-confirm"),
    path("account/second-factor/phone/", second_factor.phone, name="second-factor-phone"),
    path("account/second-factor/passkeys/", second_factor.another_passkey, name="passkeys"),
    path("account/second-factor/passkeys/<int:pk>/remove/", second_factor.remove_passkey, name="passkey-remove"),
    path("account/second-factor/codes/", second_factor.new_codes, name="second-factor-codes"),
    path("account/second-factor/take-away/", second_factor.take_away, name="second-factor-take-away"),
    path("account/provider/", provider_views.link, name="provider-link"),
    path("account/provider/take-away/", provider_views.unlink, name="provider-unlink"),
    path("account/password/", views.password, name="password"),
    path("forgotten-password/", link_views.forgotten, name="forgotten-password"),
    # Below `/link/` stand secrets: middleware, logs and the samples in deploy/ know it.
    path("link/join/<str:secret>/", link_views.join, name="join"),
    path("link/join/<str:secret>/provider/", provider_views.join, name="join-provider"),
    path("link/new-password/<str:secret>/", link_views.new_password, name="new-password"),
    path("people/", list_views.people, name="people"),
    path("people/invite/", list_views.invite, name="invite"),
    path("people/invitations/<int:pk>/again/", list_views.invite_again, name="invite-again"),
    path("people/invitations/<int:pk>/take-back/", list_views.take_back, name="take-back"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/second-factor/", people.take_away_factor, name="person-second-factor"),
    path("people/<int:pk>/provider/", provider_views.take_away_link, name="person-provider"),
    path("people/<int:pk>/password-link/", people.password_link, name="person-password-link"),
    *map(_panel, people.PANELS.panels),
    path("edit/audit/", audit_views.audit, name="audit"),
    path("edit/audit/export/", audit_views.take_away, name="audit-export"),
]
