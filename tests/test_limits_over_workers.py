"""Rate limits hold over several workers: what fails in one process counts in the next."""

import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from actors.models import User
from tests.factories import make_user
from tests.processes import environment

# Another process sees only what has been committed.
pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "granar-och-tallar-2026"
# A worker by itself: it tries the passwords that it is given, and says whether it got in and what it was told.
WORKER = """
import sys, django
django.setup()
from django.db import connections
from django.conf import settings
from django.test import Client
client = Client(SERVER_NAME="localhost")
for password in sys.argv[2:]:
    answer = client.post(sys.argv[1], {"login": "disa@prov.example", "password": password})
print("in" if answer.status_code == 302 else "out", "För många" in answer.text)
connections.close_all()
"""


def worker(*passwords: str) -> str:
    arguments = [sys.executable, "-c", WORKER, reverse("account_login"), *passwords]
    done = subprocess.run(arguments, env=environment(), capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def user(settings: Any) -> User:
    # As the workers do it, which know nothing of the tests' quick one.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    call_command("createcachetable", verbosity=0)
    return make_user(email="disa@prov.example", password=PASSWORD)


def test_failed_sign_ins_in_one_worker_count_in_another(user: User) -> None:
    guesses = [f"gissning {number}" for number in range(5)]
    assert worker(PASSWORD) == "in False"
    assert worker(*guesses) == "out False"
    # The other half of the attempts, and the right password, in processes that have seen none of the first.
    assert worker(*guesses).startswith("out")
    assert worker(PASSWORD) == "out True"
