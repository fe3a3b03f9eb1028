"""What a user's browser does at the hosted login page, without a browser; and what the tests of both SDKs share."""

import itertools
import os
import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests

DOMAIN = os.environ["ROSTER_DOMAIN"]
CALLBACK = os.environ["ROSTER_CALLBACK"]
AUDIENCE = f"https://{DOMAIN}/api/v2/"
CONNECTION = "Username-Password-Authentication"
PASSWORD = "Correct-Horse-9-Battery"

# RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

PEOPLE = itertools.count(1)


def credentials(name):
    """The id and the secret of a program: `manager` may do everything, `reader` may read users, `shop` and `phone` log
    users in; `phone` has no secret."""
    return os.environ[f"{name.upper()}_ID"], os.environ.get(f"{name.upper()}_SECRET")


def new_user(**more):
    """Of a user that nobody has made before."""
    email = f"person-{next(PEOPLE)}@example.com"
    return {"connection": CONNECTION, "email": email, "password": PASSWORD, "email_verified": True, **more}


def code(email):
    """The code that the application on the telephone is given when a user logs in at the hosted page."""
    query = {
        "client_id": credentials("phone")[0],
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid profile email offline_access",
        "state": "s",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
        "device": "Ada's telephone",
    }
    browser = requests.Session()
    form = browser.get(f"https://{DOMAIN}/authorize?{urlencode(query)}")
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form.text))
    fields.update(username=email, password=PASSWORD)
    # Browsers say from which page a form comes.
    headers = {"origin": f"https://{DOMAIN}"}
    answer = browser.post(f"https://{DOMAIN}/u/login", data=fields, headers=headers, allow_redirects=False)
    while answer.is_redirect:
        there = urljoin(answer.url, answer.headers["location"])
        if there.startswith(CALLBACK):
            return parse_qs(urlsplit(there).query)["code"][0]
        answer = browser.get(there, allow_redirects=False)
    raise AssertionError(f"The login ended at {answer.url} with {answer.status_code}: {answer.text}")
