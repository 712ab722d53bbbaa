"""How gunicorn serves the application: `gunicorn -c python:warehouse.web`.

Threads, because a request mostly waits for the database or for a client's bytes. A
worker's heartbeat comes from its main loop and not from its threads, so a slow upload of
a gigabyte may take longer than `timeout`, while a stuck worker is still replaced.
"""

worker_class = "warehouse.connections.PatientWorker"
workers = 2
threads = 8
timeout = 60
graceful_timeout = 30
keepalive = 15
backlog = 1024

# Uploads authenticate with tokens whose restrictions may run to kilobytes.
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 16380

# The application itself knows which proxies to believe (`TRUSTED_PROXIES`); believing
# headers here as well would let any local client choose its scheme and script name.
forwarded_allow_ips = ""
forwarder_headers = ""

accesslog = None
control_socket_disable = True
