"""Addresses of the officials' pages."""

from django.urls import path, re_path

from guitai.desk import list_views, office_views, standin_views, system_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", list_views.work_list, name="work_list"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("cases/<str:reference>/take/", views.take, name="take"),
    path("cases/<str:reference>/moves/<slug:key>/", views.move, name="move"),
    re_path(r"^cases/(?P<reference>[^/]+)/letter\.(?P<kind>pdf|odt)$", views.letter, name="letter"),
    path("cases/<str:reference>/files/<str:ref>/", views.file, name="file"),
    path("prints/", office_views.prints, name="prints"),
    path("prints/batch/", office_views.make_batch, name="make_batch"),
    path("prints/<uuid:batch_id>.pdf", office_views.batch_pdf, name="batch_pdf"),
    re_path(
        r"^prints/(?P<batch_id>[0-9a-f-]{36})/(?P<step>printed|posted)/$", office_views.mark_batch, name="mark_batch"
    ),
    path("stand-ins/", standin_views.stand_ins, name="stand_ins"),
    path("stand-ins/<int:post_id>/", standin_views.stand_in, name="stand_in"),
    path("system/", system_views.system, name="system"),
    path("system/jobs/<int:job_id>/", system_views.start_again, name="start_again"),
    path("system/deliveries/<int:delivery_id>/", system_views.deliver_again, name="deliver_again"),
    path("system/clock/<int:days>/", system_views.move_clock, name="move_clock"),
    path("audit/", office_views.audit_log, name="audit"),
]
