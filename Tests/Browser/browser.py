# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium, and checks that are counted."""

import base64
import time
import traceback

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class Browser:
    def __init__(self, folder, chromium="/usr/bin/chromium", driver="/usr/bin/chromedriver"):
        self.folder = folder
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
        ]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(driver), options=options)
        self.driver.set_script_timeout(240)
        self.size(1280, 900)

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def size(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)

    def media(self, kind="", scheme="light"):
        self.command("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, page, scripts=True):
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.driver.get((self.folder / f"{page}.html").as_uri())

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, script, seconds=20):
        end = time.monotonic() + seconds
        while not self.run(script):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {script}")
            time.sleep(0.02)

    def settle(self):
        """Until all rows of the table of tags are in place."""
        self.wait("return !document.querySelector('#tag-table[aria-busy]')")

    def find(self, selector):
        return self.driver.find_element("css selector", selector)

    def console(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def shoot(self, file, height=None):
        full = self.run("return document.documentElement.scrollHeight")
        width = self.run("return window.innerWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": min(full, height or 16000), "scale": 1}
        picture = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(picture["data"]))

    def close(self):
        self.driver.quit()


def run_checks(browser):
    """Runs all, prints one line each, and returns how many passed and failed."""
    passed = failed = 0
    for function in CHECKS:
        title = (function.__doc__ or function.__name__).strip().split("\n")[0]
        browser.media()
        browser.size(1280, 900)
        try:
            remark = function(browser)
        except Exception as error:
            failed += 1
            where = traceback.extract_tb(error.__traceback__)[-1]
            print(f"FAILED  {title}\n        line {where.lineno}: {where.line}\n        {str(error)[:600]}")
        else:
            passed += 1
            print(f"ok      {title}" + (f" ({remark})" if remark else ""))
    return passed, failed
