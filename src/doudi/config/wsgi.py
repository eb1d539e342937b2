"""The WSGI application: what gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings")
os.environ.setdefault("DOUDI_PROCESS", "web")  # log in as the role that owns nothing

application = get_wsgi_application()
