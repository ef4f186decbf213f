"""The one address of the attachments' own origin."""

from django.urls import path

from guitai.files import views

handler400 = handler403 = handler404 = "guitai.files.views.absent"
handler500 = "guitai.files.views.failed"
urlpatterns = [path("<str:token>", views.hand_out, name="hand_out"), path("", views.alive)]
