# 申报助手 as one image: the bot, its packages and nothing else. How to run it: docs/operations.md.
# A release is built on a base named by its digest: --build-arg PYTHON=python:3.11-slim-bookworm@sha256:…
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/packages \
 && /opt/packages/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.txt

FROM ${PYTHON}
RUN groupadd --gid 10001 shenbao \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin shenbao \
 && install -d -m 0700 -o 10001 -g 10001 /data /keys /knowledge
WORKDIR /app
COPY --from=packages /opt/packages /opt/packages
COPY run_bot.py LICENSE requirements.txt ./
COPY bot bot
COPY eligibility eligibility
COPY knowledge knowledge
COPY storage storage
# The root may be read-only at run time, so what Python would write beside its sources is written now.
RUN /opt/packages/bin/python -m compileall -q /app
ENV PATH=/opt/packages/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SHENBAO_NO_BOOTSTRAP=1 \
    LOG_FORMAT=json \
    DATABASE_URL=sqlite:////data/shenbao.db \
    ANSWERS_KEY_FILE=/keys/answers.key \
    OPERATIONS_LISTEN=127.0.0.1:9464
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "run_bot.py", "health"]
ENTRYPOINT ["python", "run_bot.py"]
CMD ["serve"]
