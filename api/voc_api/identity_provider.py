"""The company's identity provider, by OpenID Connect: authorization code with PKCE, its answer checked against the issuer's own keys."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from itsdangerous import BadData, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from voc.errors import AuthError, UnavailableError
from voc.usecases.people.sign_in_by_provider import Identity

PATIENCE = 10.0  # seconds
PENDING_LASTS = 600  # seconds that somebody may take at the provider
METADATA_LASTS = 3600.0
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")  # by the provider's key: none of a shared secret, never none


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Who the provider is, and who voc is to it."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    signing_key: str


class IdentityProvider:
    """Sends people to the provider, and reads what it says of them when they come back."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings
        self._pending = URLSafeTimedSerializer(settings.signing_key, salt="identity provider")
        self._known: tuple[float, Mapping[str, Any]] = (0.0, {})

    def begin(self, next: str) -> tuple[str, str]:
        """(the provider's address to go to, what the browser keeps meanwhile). Raises UnavailableError."""
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        with self._client() as client:
            url, state = client.create_authorization_url(self._metadata()["authorization_endpoint"], nonce=nonce, code_verifier=verifier)
        kept = self._pending.dumps({"state": state, "nonce": nonce, "verifier": verifier, "next": next})
        return url, kept if isinstance(kept, str) else kept.decode()

    def finish(self, answer: str, kept: str | None) -> tuple[Identity, str]:
        """Who came back, and where they wanted to go. `answer` is the whole address that they came back to; `kept` what their browser kept.

        Raises AuthError where the answer is not for this browser, or says nothing that can be trusted; UnavailableError.
        """
        try:
            pending = self._pending.loads(kept or "", max_age=PENDING_LASTS)
        except BadData:
            raise AuthError("signing in took too long or began in another browser: try again") from None
        metadata = self._metadata()
        try:
            with self._client() as client:
                token = client.fetch_token(metadata["token_endpoint"], authorization_response=answer, state=pending["state"], code_verifier=pending["verifier"])
                claims = self._check(str(token.get("id_token", "")), pending["nonce"], client, metadata)
                if "email" not in claims and "userinfo_endpoint" in metadata:
                    more = client.get(metadata["userinfo_endpoint"]).json()
                    claims = {**more, **claims} if isinstance(more, dict) and more.get("sub") == claims["sub"] else claims
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
            raise AuthError(f"the identity provider did not sign you in: {str(error).splitlines()[0] if str(error) else 'no reason given'}") from None
        except httpx2.HTTPError as error:
            raise UnavailableError(f"the identity provider did not answer: {error}") from None
        email = str(claims.get("email", ""))
        subject = f"{self._settings.issuer}|{claims['sub']}"
        return Identity(subject, email, claims.get("email_verified") is True, str(claims.get("name") or email)), str(pending["next"])

    def _check(self, id_token: str, nonce: str, client: OAuth2Client, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
        keys = KeySet.import_key_set(client.request("GET", metadata["jwks_uri"], withhold_token=True).json())
        token = jwt.decode(id_token, keys, algorithms=list(SIGNATURES))
        wanted = {"iss": {"essential": True, "values": [self._settings.issuer]}, "aud": {"essential": True, "values": [self._settings.client_id]}}
        claims = CodeIDToken(token.claims, token.header, wanted, {"nonce": nonce, "client_id": self._settings.client_id})
        claims.validate(leeway=60)
        return dict(claims)

    def _metadata(self) -> Mapping[str, Any]:
        """The provider's own description, which must be the issuer's."""
        fetched_at, metadata = self._known
        if metadata and time.monotonic() - fetched_at < METADATA_LASTS:
            return metadata
        try:
            found = httpx2.get(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration", timeout=PATIENCE).raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as error:
            raise UnavailableError(f"the identity provider did not answer: {error}") from None
        if (
            not isinstance(found, dict)
            or found.get("issuer") != self._settings.issuer
            or not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= found.keys()
        ):
            raise UnavailableError("the identity provider's description is not that of VOC_OIDC_ISSUER: the two must agree to the letter")
        self._known = (time.monotonic(), found)
        return dict(found)

    def _client(self) -> OAuth2Client:
        s = self._settings
        return OAuth2Client(
            s.client_id, s.client_secret or None, scope="openid email profile", redirect_uri=s.redirect_uri, code_challenge_method="S256", timeout=PATIENCE
        )
