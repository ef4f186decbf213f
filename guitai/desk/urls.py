"""Addresses of the officials' pages."""

from django.urls import path, re_path

from guitai.desk import (
    file_views,
    handover_views,
    list_views,
    office_views,
    payment_views,
    standin_views,
    supplement_list_views,
    supplement_views,
    system_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", list_views.work_list, name="work_list"),
    path("work/search/", list_views.search, name="search"),
    path("work/assign/", list_views.assign, name="assign"),
    path("work/next/", list_views.take_next, name="take_next"),
    path("work/views/", list_views.save_view, name="save_view"),
    path("work/views/<int:view_id>/delete/", list_views.forget_view, name="forget_view"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("cases/<str:reference>/take/", views.take, name="take"),
    path("cases/<str:reference>/moves/<slug:key>/", views.move, name="move"),
    path("cases/<str:reference>/messages/", views.write, name="write"),
    re_path(r"^cases/(?P<reference>[^/]+)/letter\.(?P<kind>pdf|odt)$", file_views.letter, name="letter"),
    re_path(
        r"^cases/(?P<reference>[^/]+)/letters/(?P<letter>[0-9a-f-]{36})\.(?P<kind>pdf|odt)$",
        file_views.letter,
        name="one_letter",
    ),
    path("cases/<str:reference>/files/<str:ref>/", file_views.file, name="file"),
    path("cases/<str:reference>/files/<str:ref>/look/", file_views.look, name="look"),
    path("cases/<str:reference>/files/<str:ref>/pages/<int:number>.jpg", file_views.picture, name="picture"),
    path("cases/<str:reference>/supplement/", supplement_views.supplement, name="supplement"),
    path("cases/<str:reference>/supplement/preview/", supplement_views.preview, name="supplement_preview"),
    path("cases/<str:reference>/supplement/take-back/", supplement_views.take_back, name="supplement_take_back"),
    path("cases/<str:reference>/supplement/time/", supplement_views.more_time, name="supplement_time"),
    path("supplements/", supplement_list_views.supplements, name="supplements"),
    path("supplements/<int:number>/", supplement_list_views.second_request, name="second_request"),
    path("prints/", office_views.prints, name="prints"),
    path("prints/batch/", office_views.make_batch, name="make_batch"),
    path("prints/<uuid:batch_id>.pdf", office_views.batch_pdf, name="batch_pdf"),
    re_path(
        r"^prints/(?P<batch_id>[0-9a-f-]{36})/(?P<step>printed|posted)/$", office_views.mark_batch, name="mark_batch"
    ),
    path("hand-overs/", handover_views.hand_overs, name="hand_overs"),
    path("hand-overs/<int:number>/", handover_views.hand_over, name="hand_over"),
    path("stand-ins/withdraw/<int:stand_in_id>/", standin_views.withdraw, name="withdraw_stand_in"),
    path("stand-ins/", standin_views.stand_ins, name="stand_ins"),
    path("stand-ins/<int:post_id>/", standin_views.stand_in, name="stand_in"),
    path("payments/", payment_views.payments, name="payments"),
    path("payments/<slug:key>/<str:month>/", payment_views.payment_list, name="payment_list"),
    re_path(
        r"^payments/(?P<key>[a-z0-9_-]+)/(?P<month>[0-9]{4}-[0-9]{2})\.(?P<kind>csv|ods)$",
        payment_views.payment_file,
        name="payment_file",
    ),
    path("system/", system_views.system, name="system"),
    path("system/jobs/<int:job_id>/", system_views.start_again, name="start_again"),
    path("system/deliveries/<int:delivery_id>/", system_views.deliver_again, name="deliver_again"),
    path("system/clock/<int:days>/", system_views.move_clock, name="move_clock"),
    path("audit/", office_views.audit_log, name="audit"),
]
