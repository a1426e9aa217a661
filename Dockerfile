# Two stages: the first installs the locked libraries and gathers the static files, the second runs, as nobody.
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --require-hashes -r requirements.lock
COPY manage.py pyproject.toml ./
COPY intranet intranet
COPY spaces spaces
COPY knowledge knowledge
COPY search search
# Static files belong to the image: the same for every process that runs it.
RUN PARVIS_MODE=development PARVIS_DATA_DIR=/data /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PARVIS_DATA_DIR=/data
RUN groupadd --gid 10001 parvis && useradd --uid 10001 --gid parvis --no-create-home parvis \
    && mkdir -p /data/files && chown -R parvis:parvis /data/files
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build /data/static /data/static
USER 10001:10001
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]
