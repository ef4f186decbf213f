from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_agents'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='name_en',
            field=models.CharField(blank=True, default='', max_length=100),
        ),
    ]
