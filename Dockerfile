# One image for the API and for the workers; compose.yaml says which command each runs.

FROM python:3.13-slim AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/decameron
COPY requirements.lock ./
RUN /opt/decameron/bin/python -m pip install --require-hashes --only-binary :all: --requirement requirements.lock
COPY pyproject.toml README.md LICENSE LICENSE-DATA NOTICE ./
COPY api api
COPY coders coders
COPY decameron decameron
COPY exports exports
COPY migrations migrations
COPY store store
COPY workers workers
RUN /opt/decameron/bin/python -m pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/decameron decameron
COPY --from=build /opt/decameron /opt/decameron
ENV PATH=/opt/decameron/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DECAMERON_DATA_DIR=/var/lib/decameron/data
USER decameron
WORKDIR /var/lib/decameron
VOLUME /var/lib/decameron
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-m", "decameron.cli.healthy", "http://127.0.0.1:8000/healthz"]
# Beyond loopback the API asks for keys: give DECAMERON_BOOTSTRAP_KEY, or make one in the database beforehand.
CMD ["decameron", "serve", "--host", "0.0.0.0"]
