"""Several servers behind nginx with a Dask cluster, as deploy/dask describes it, on one machine."""

import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.cluster import Cluster
from tools.serve import ROOT, Server, end, free_port, start, wait_for

DEPLOY = ROOT / "deploy/dask"
START_SECONDS = 60.0
WORKERS = 2
NGINX = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Site:
    """Two servers, a proxy, a scheduler and its workers. servers: by the letters that the proxy gives them."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        tls = folder / "tls"
        subprocess.run([DEPLOY / "certificates.sh", tls], check=True, capture_output=True)
        self.config = folder / "config"
        shutil.copytree(DEPLOY / "config", self.config)
        settings = (DEPLOY / "config/tls.yaml").read_text().replace("/etc/nnkit/tls", str(tls))
        (self.config / "tls.yaml").write_text(settings)
        self.cluster = Cluster(folder, "tls", self.config, {"NNKIT_CACHE": str(folder / "worker-cache")})
        self.ports = {"a": free_port(), "b": free_port()}
        self.servers: dict[str, Server] = {}
        self.proxy: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        """Trusts the authority that has signed the certificate of the proxy, whose name is not that of this machine."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls/ca.crt"))
        context.check_hostname = False
        return context

    def start_server(self, letter: str) -> None:
        environment = {
            "NNKIT_CACHE": str(self.folder / "cache"),
            "NNKIT_DASK_SCHEDULER": self.cluster.address,
            "NNKIT_DASK_WORKERS": str(WORKERS),
            "DASK_CONFIG": str(self.config),
            "STREAMLIT_SERVER_COOKIE_SECRET": "the same for both",
        }
        self.servers[letter] = start(self.folder / f"server-{letter}.log", self.ports[letter], environment)

    def start_proxy(self) -> None:
        """Start nginx with the site of deploy/dask, at ports and with a certificate of this test."""
        site = (DEPLOY / "nginx.conf").read_text()
        for old, new in {
            "8501": str(self.ports["a"]),
            "8502": str(self.ports["b"]),
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen 80": f"listen 127.0.0.1:{free_port()}",
            "/etc/ssl/nnkit/site": str(self.folder / "tls/cluster"),
        }.items():
            assert old in site, old
            site = site.replace(old, new)
        (self.folder / "site.conf").write_text(site)
        main = self.folder / "nginx.conf"
        main.write_text(NGINX.format(folder=self.folder))
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        subprocess.run([nginx, "-t", "-c", main], check=True, capture_output=True)
        self.proxy = subprocess.Popen([nginx, "-c", main], stderr=subprocess.DEVNULL)
        self._wait_for_proxy()

    def _wait_for_proxy(self) -> None:
        latest = time.monotonic() + START_SECONDS
        while time.monotonic() < latest:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5, context=self.trust):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "nginx.log").read_text())

    def headers(self, path: str = "/") -> dict[str, str]:
        """Return the headers of an answer, also of an error."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10, context=self.trust) as answer:
                return dict(answer.headers) | {"status": str(answer.status)}
        except urllib.error.HTTPError as error:
            return dict(error.headers) | {"status": str(error.code)}


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Start everything, wait until it answers, and end it afterwards."""
    site = Site(folder)
    try:
        site.cluster.start_scheduler()
        for _ in range(WORKERS):
            site.cluster.start_worker("nnkit.jobs.cluster.warm")
        for letter in site.ports:
            site.start_server(letter)
        for server in site.servers.values():
            wait_for(server, START_SECONDS)
        site.start_proxy()
        yield site
    finally:
        if site.proxy is not None:
            site.proxy.terminate()
            site.proxy.wait()
        for server in site.servers.values():
            end(server)
        site.cluster.end()
