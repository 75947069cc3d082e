"""A real nginx with the sample of deploy/, in which only addresses, files and ports are others."""

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Sequence
from http.client import HTTPMessage, HTTPSConnection
from pathlib import Path

import trustme

from scripts.trouble import ROOT

SAMPLE = ROOT / "deploy" / "nginx" / "knowledge-base.conf"
NAME = "kb.example.nhs.uk"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
# What Debian's nginx.conf says around a site. Its workers are www-data where root starts them.
AROUND = """
daemon off;
{modules}
{user}
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Proxy:
    """In a folder that www-data may enter; those of the tests are for one account only."""

    def __init__(
        self,
        folder: Path,
        *,
        site: int,
        ports: tuple[int, int],
        static: Path,
        others: Sequence[int] = (),
        has_brotli: bool = False,
    ) -> None:
        self.folder, self.port, self.plain_port = folder, ports[0], ports[1]
        authority = trustme.CA()
        authority.issue_cert(NAME, "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "both.pem"))
        self.trust = ssl.create_default_context()
        authority.configure_trust(self.trust)
        text = SAMPLE.read_text()
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "127.0.0.1:8000": f"127.0.0.1:{site}",
            "/etc/ssl/kb/fullchain.pem": f"{folder}/both.pem",
            "/etc/ssl/kb/privkey.pem": f"{folder}/both.pem",
            "/var/log/nginx/": f"{folder}/",
            "/srv/kb/staticfiles/": f"{static}/",
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        (line,) = re.findall(rf"^ +server 127\.0\.0\.1:{site} .*\n", text, re.MULTILINE)
        text = text.replace(line, line + "".join(line.replace(str(site), str(other)) for other in others))
        if has_brotli:
            text = text.replace("gzip_static on;", "brotli_static on;\n        gzip_static on;")
        # A machine may have no IPv6.
        (folder / "site.conf").write_text(re.sub(r"listen \[::\].*\n", "", text))
        modules = f"load_module {BROTLI};" if has_brotli else ""
        user = "user www-data;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user, modules=modules))

    def __enter__(self) -> "Proxy":
        assert NGINX
        self._process = subprocess.Popen([NGINX, "-p", self.folder, "-c", self.folder / "nginx.conf"])
        deadline = time.monotonic() + 10
        while not (self.folder / "nginx.pid").exists():
            assert self._process.poll() is None, (self.folder / "start.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return self

    def __exit__(self, *raised: object) -> None:
        self._process.terminate()
        self._process.wait(10)

    def ask(
        self, method: str, path: str, body: bytes = b"", *, source: str = "127.0.0.1", **headers: str
    ) -> tuple[int, HTTPMessage, bytes]:
        """As a browser asks the site by its name."""
        connection = HTTPSConnection("127.0.0.1", self.port, context=self.trust, timeout=30, source_address=(source, 0))
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, {"Host": NAME, **named})
            answer = connection.getresponse()
            return answer.status, answer.msg, answer.read()
        finally:
            connection.close()

    def logs(self) -> str:
        """All that nginx wrote of what was asked."""
        return "".join(file.read_text() for file in self.folder.glob("*.log"))
