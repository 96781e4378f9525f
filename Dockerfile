# The app in a container: `docker build -t nnkit .`, then as docs/deploy.md says.
FROM python:3.13-slim-bookworm

# Finished runs and compiled programs are kept in a volume.
RUN useradd --system --no-create-home nnkit \
    && install --directory --owner=nnkit /var/cache/nnkit
ENV NNKIT_CACHE=/var/cache/nnkit
VOLUME /var/cache/nnkit

WORKDIR /opt/nnkit
# The packages come first: after a change of the app they need not be installed again.
COPY requirements.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY .streamlit/config.toml .streamlit/
COPY data data
COPY lessons lessons
COPY nnkit nnkit
COPY ui ui
COPY pages pages
COPY app.py ./

USER nnkit
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.port=8501", "--server.headless=true"]
