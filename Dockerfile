# One image for every process: `web`, `worker`, `beat`, and every other command.

FROM node:24-slim AS static
WORKDIR /srv/warehouse
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY webpack.config.js ./
COPY warehouse/static warehouse/static
RUN node node_modules/webpack/bin/webpack.js --mode production


FROM python:3.13-slim-bookworm AS base
ENV PATH=/opt/warehouse/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /srv/warehouse


FROM base AS build
RUN python -m venv /opt/warehouse
COPY requirements.txt ./
COPY requirements/embedded.txt requirements/embedded.txt
# The second set brings pg_dump and pg_restore for `warehouse backup` and `restore`.
RUN pip install --no-cache-dir --require-hashes \
    -r requirements.txt -r requirements/embedded.txt
COPY setup.py setup.cfg README.rst LICENSE ./
COPY migrations migrations
COPY warehouse warehouse
RUN pip install --no-cache-dir --no-deps --no-build-isolation --use-pep517 --editable .
COPY --from=static /srv/warehouse/warehouse/static/dist warehouse/static/dist


FROM base AS runtime
RUN useradd --system --uid 1000 --home-dir /var/lib/warehouse --create-home warehouse
COPY --from=build /opt/warehouse /opt/warehouse
COPY --from=build /srv/warehouse /srv/warehouse
USER warehouse
ENV WAREHOUSE_DATA=/var/lib/warehouse
VOLUME /var/lib/warehouse
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://localhost:8000/_health/', timeout=4)"]
CMD ["warehouse", "web", "--host", "0.0.0.0", "--port", "8000"]
