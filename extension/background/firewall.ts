// Our own requests never reach a private network: not when a page names an address there, not when a server redirects.
// The rule looks at requests of this extension alone; what the browser does for pages is none of its business.
import { browser } from "../browser.js";

const RULE = 1;

/** Names and addresses of this computer and of private networks, as they are written in a URL. */
const PRIVATE =
  "^(https?|wss?)://([^/@]*@)?(localhost|[^/:]*\\.(localhost|local|internal|home\\.arpa)|127\\.|0\\.|10\\.|192\\.168\\.|169\\.254\\.|172\\.(1[6-9]|2\\d|3[01])\\.|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\.|\\[(::|f[cd]|fe[89ab]))";

/** A test's own servers are on loopback; its stranger's network is 127.0.0.3. */
const PRIVATE_IN_TESTS = "^https?://127\\.0\\.0\\.3[:/]";

/** Sets the rule for this session; it has to be set again after every start of the browser. */
export async function raiseFirewall(): Promise<void> {
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [RULE],
    addRules: [
      {
        id: RULE,
        priority: 1,
        action: { type: "block" },
        condition: {
          initiatorDomains: [location.hostname],
          regexFilter: __GRANTED__ ? PRIVATE_IN_TESTS : PRIVATE,
        },
      },
    ],
  });
}
