"""Who may call what: every operation asks for a key with its scope, but on a loopback that has no keys.

The rule, in full, is in docs/decisions/keys.md. What declares no scope is answered to nobody.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from typing import cast

import structlog
from flask import Flask, Response, current_app, g, request

from api.foreign_sites import FriendlySites, Sender, names_of, refuse_foreign_site
from api.problems import FORBIDDEN, UNAUTHENTICATED, Problem
from api.scopes import Need, declared_need
from decameron.settings import Settings
from store.key_text import hash_secret, parse_key_text
from store.keys import SCOPES, Key, Scope, any_key, recognize_key
from store.pool import Pool, statements

BOOTSTRAP = "bootstrap"  # the key_id of the key that the environment gives

_REALM = 'Bearer realm="decameron"'
_FIRST_KEY_SECONDS = 1.0  # how long after its making the first key may go unnoticed

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """The key that a request came with."""

    key_id: str
    scopes: frozenset[Scope]

    def may(self, need: Need) -> bool:
        return need in self.scopes or "admin" in self.scopes


class UndeclaredScopeError(RuntimeError):
    """A route that does not say what a key needs for it; the app does not start."""


def register_auth(app: Flask, settings: Settings, pool: Pool) -> None:
    """Have every request's key looked at before anything else is done for it."""
    doorkeeper = Doorkeeper(settings, pool)
    app.before_request(doorkeeper.admit)
    app.after_request(_audit)


def require_declared_scopes(app: Flask) -> None:
    """To be called when all routes are there.

    Raises:
        UndeclaredScopeError: one of them declares no scope.
    """
    for rule in app.url_map.iter_rules():
        if declared_need(app.view_functions[rule.endpoint]) is None:
            raise UndeclaredScopeError(
                f"{rule.rule} ({rule.endpoint}) declares no scope; give its operation scope=, or its view "
                "@needs(…) of api.scopes"
            )


def current_caller() -> Caller | None:
    """Whose key the request at hand came with; None where none was asked for."""
    return cast("Caller | None", g.get("caller"))


class Doorkeeper:
    """Admits requests or raises the problem that they are answered with. Shared by threads."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._pool = pool
        self._bootstrap_hash = hash_secret(settings.bootstrap_key) if settings.bootstrap_key else None
        self._friendly = FriendlySites(
            hosts=names_of(settings.allowed_hosts), origins=names_of(settings.cors_origins)
        )
        self._locked = settings.require_keys or self._bootstrap_hash is not None
        self._open_until = 0.0

    def admit(self) -> None:
        """Admit the request at hand.

        Raises:
            Problem: 401 without a key that is known and valid, 403 without the scope or from another site.
            StoreUnavailable: the keys cannot be looked at.
        """
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None or request.method == "OPTIONS":
            return  # answered with 404, 405, or the methods, which a preflight asks for without a key
        need = declared_need(view)
        if need is None:
            raise UndeclaredScopeError(f"{request.path} declares no scope")
        if need == "public":
            return
        if self._is_locked():
            self._admit_key(need)
        else:
            headers = request.headers
            sender = Sender(request.method, request.scheme, headers.get("Host", ""), headers.get("Origin"))
            refuse_foreign_site(sender, self._friendly)

    def _is_locked(self) -> bool:
        """Whether keys are asked for. The first key ever made locks the door for good."""
        if not self._locked and time.monotonic() >= self._open_until:
            with statements(self._pool) as conn:
                self._locked = any_key(conn)
            self._open_until = time.monotonic() + _FIRST_KEY_SECONDS
        return self._locked

    def _admit_key(self, need: Need) -> None:
        caller = self._caller(_bearer_token(request.headers.get("Authorization")))
        g.caller = caller
        structlog.contextvars.bind_contextvars(key_id=caller.key_id)
        if not caller.may(need):
            scopes = ", ".join(sorted(caller.scopes, key=SCOPES.index))
            raise Problem(
                FORBIDDEN,
                f"The key {caller.key_id} has the scope {scopes}; this needs {need}.",
                headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{need}"'},
            )

    def _caller(self, token: str) -> Caller:
        if self._bootstrap_hash and hmac.compare_digest(self._bootstrap_hash, hash_secret(token)):
            return Caller(BOOTSTRAP, frozenset({"admin"}))
        text = parse_key_text(token)
        if text is None:
            raise _unauthenticated("The key is not of this service; one looks like dcm_…_….", invalid=True)
        with statements(self._pool) as conn:
            key = recognize_key(conn, text)
        if key is None:
            raise _unauthenticated("The key is not known here. Was it cut, or made elsewhere?", invalid=True)
        if key.state != "active":
            raise _unauthenticated(_why_not(key), invalid=True)
        return Caller(key.key_id, frozenset(key.scopes))


def _bearer_token(given: str | None) -> str:
    """The token in an ``Authorization`` header.

    Raises:
        Problem: 401, there is none.
    """
    if given is None:
        raise _unauthenticated("A key is needed: send it in the header Authorization: Bearer KEY.")
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthenticated("Authorization holds no key; send it as Authorization: Bearer KEY.")
    return token.strip()


def _why_not(key: Key) -> str:
    at = key.revoked_at if key.state == "revoked" else key.expires_at
    when = f" at {at:%Y-%m-%d %H:%M} UTC" if at else ""
    return f"The key {key.key_id} {'was revoked' if key.state == 'revoked' else 'expired'}{when}."


def _unauthenticated(detail: str, *, invalid: bool = False) -> Problem:
    challenge = f'{_REALM}, error="invalid_token"' if invalid else _REALM
    return Problem(
        UNAUTHENTICATED,
        f"{detail} decameron keys create makes one.",
        headers={"WWW-Authenticate": challenge},
    )


def _audit(response: Response) -> Response:
    """Log every administrative act that was tried, and by which key."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and declared_need(view) == "admin" and request.method != "OPTIONS":
        caller = current_caller()
        _log.info(
            "administrative_act",
            operation=request.endpoint,
            path=request.path,
            status=response.status_code,
            key_id=caller.key_id if caller else None,
        )
    return response
