"""The server: pages as WSGI in threads, sockets on the loop, in one process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.wsgi import get_wsgi_application

pages = get_wsgi_application()

from intranet.core import worker  # noqa: E402
from intranet.core.lifespan import Lifespan, settled  # noqa: E402
from intranet.core.serving import BufferBody, SendFiles, handing_files  # noqa: E402
from intranet.live import engine  # noqa: E402
from intranet.live.routing import sockets  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": BufferBody(
            SendFiles(WSGIMiddleware(handing_files(pages), workers=8)), limit=settings.MAX_UPLOAD_BYTES + 2**20
        ),
        "websocket": sockets,
        "lifespan": Lifespan(settled, engine.running, worker.embedded),
    }
)
