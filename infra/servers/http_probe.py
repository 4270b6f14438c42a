"""Whether a web process answers."""

import urllib.error
import urllib.request


class HttpProbe:
    """Asks one address; any answer but an error of the server will do."""

    def __init__(self, url: str, *, within_s: float = 5.0) -> None:
        self._url = url
        self._within_s = within_s

    def trouble(self) -> str:
        """Return why it does not answer now; empty when it does."""
        try:
            with urllib.request.urlopen(self._url, timeout=self._within_s):
                return ""
        except urllib.error.HTTPError as error:
            with error:
                return f"{self._url} answers {error.code}"
        except OSError as error:
            return f"{self._url} does not answer within {self._within_s:g} s ({type(error).__name__})"

    def close(self) -> None:
        """Nothing is held open between two questions."""
