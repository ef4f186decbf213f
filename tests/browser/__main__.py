"""python -m tests.browser: the site for browser tests, on a free port."""

import runpy

import django

django.setup()
runpy.run_module("tests.browser.server", run_name="__main__")
