"""How a process's HTTP server is set: every default of uvicorn that trusts its callers is off."""

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from shared.http.prompt_protocol import PromptProtocol
from shared.service.process import _server_settings
from tests.support.http_service import service, service_settings


def test_the_server_is_impatient_believes_no_header_about_its_caller_and_speaks_only_http() -> None:
    app = service()
    config = _server_settings(app, service_settings())
    config.load()
    assert issubclass(config.http_protocol_class, PromptProtocol)
    assert config.http_protocol_class.load is app.state.load
    assert not isinstance(config.loaded_app, ProxyHeadersMiddleware)
    assert config.ws_protocol_class is None
    assert (config.server_header, config.access_log) == (False, False)
