// Firefox to test in, driven over WebDriver BiDi: one that is installed, or Debian's own.
import { type Browser, launch as start } from "puppeteer-core";
import { findBrowser } from "./debian.js";

const PLACES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/** No word to anybody but the page under test. */
export const PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.enabled": false,
};

/** Path of a browser; undefined, after one line that says so, where there is none. */
export function findFirefox(): string | undefined {
  return findBrowser("Firefox", PLACES, "firefox-esr");
}

/** Close it when done. */
export function launch(executablePath: string): Promise<Browser> {
  return start({
    browser: "firefox",
    executablePath,
    headless: true,
    networkEnabled: false, // else it keeps every body
    extraPrefsFirefox: PREFERENCES,
  });
}
