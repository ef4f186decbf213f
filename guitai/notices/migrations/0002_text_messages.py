from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='message', name='notices_channel_known'),
        migrations.RemoveConstraint(model_name='message', name='notices_only_waiting_mail_is_tried'),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'print', 'sms'])), name='notices_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('next_try_at__isnull', True), models.Q(('channel__in', ['mail', 'sms']), ('status__in', ['created', 'temporary-failure'])), _connector='OR'), name='notices_only_waiting_is_tried'),
        ),
    ]
