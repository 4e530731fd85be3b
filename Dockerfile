# The server: gunicorn, PostgreSQL, and search with its model. It holds no compiler, and writes below /data and /tmp alone.
#   docker build --build-arg TORCH_INDEX=<PyTorch's CPU wheel index> --tag siteagent .
# With an empty WITH_ML it is made without search, and is a fifth as large. To pin the base, append its digest:
# `docker buildx imagetools inspect python:3.11-slim` prints it.
ARG WITH_ML=1

FROM python:3.11-slim AS build
ARG WITH_ML
ARG TORCH_INDEX=
COPY requirements/ /build/
# torch goes first and alone, so that its CPU build can be chosen (docs/how-to/install-ml.md). The model of the encoder is one
# of the packages.
RUN python -m venv --without-pip /opt/venv \
    && pip="python -m pip --python /opt/venv/bin/python --disable-pip-version-check install --no-cache-dir" \
    && $pip --require-hashes --requirement /build/prod.txt --requirement /build/redis.txt \
    && if [ -n "$WITH_ML" ]; then \
        $pip --no-deps ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} \
            "$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' /build/ml.in)" \
        && $pip --require-hashes --requirement /build/ml.txt; \
    fi
COPY . /app
WORKDIR /app
# Settings of production do not load without these two; neither reaches the image.
RUN SECRET_KEY=$(head -c 48 /dev/urandom | base64 --wrap=0) ALLOWED_HOSTS=build \
        SITEAGENT_APPS=seo_meta${WITH_ML:+,ml_search} \
        DJANGO_SETTINGS_MODULE=siteagent_project.settings.prod \
        /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q /app

FROM python:3.11-slim
ARG WITH_ML
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin siteagent \
    && install --directory --owner siteagent --group siteagent /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/data \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=siteagent_project.settings.prod \
    SITEAGENT_APPS=seo_meta${WITH_ML:+,ml_search} \
    SITEAGENT_INDEX_DIR=/data/index \
    STATIC_ROOT=/app/staticfiles \
    SITEAGENT_BIND=0.0.0.0:8000
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/ready', timeout=2)"]
ENTRYPOINT ["/app/deploy/entrypoint.sh"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "siteagent_project.wsgi"]
